/**
 * A table in its frame: it scrolls sideways by itself, and has a caption and headers for who hears it.
 * @module
 */
import type { Child } from 'hono/jsx';

/** What stands over a column; of one of numbers, to the right. */
export type Column = string | { readonly number: string };

export interface DataTableProps {
  /** What the frame holds. */
  readonly label: string;
  readonly caption: Child;
  readonly columns: readonly Column[];
  /** Rows. */
  readonly children?: Child;
}

/** Titles of columns of numbers. */
export const numbers = (titles: readonly string[]): Column[] => titles.map((number) => ({ number }));

export function DataTable({ label, caption, columns, children }: DataTableProps) {
  return (
    <section class="table-scroll" tabindex={0} aria-label={label}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th scope="col">{column}</th>
              ) : (
                <th scope="col" class="number">
                  {column.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
