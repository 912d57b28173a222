/**
 * A table in its card, with the same rows as a file and from the API, and the filter over all tables of a page.
 * @module
 */
import type { Child } from 'hono/jsx';
import type { OverviewRequest } from '../overview/request.ts';
import { spendQuery } from '../overview/spend-query.ts';
import type { Table } from '../overview/table.ts';
import { HiddenState } from './hidden-state.tsx';

export interface TableCardProps {
  readonly id: string;
  readonly title: string;
  readonly request: OverviewRequest;
  readonly table: Table;
  readonly children?: Child;
}

export function TableCard({ id, title, request, table, children }: TableCardProps) {
  const query = spendQuery(request, table.dimensions);
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <span class="card-links">
          <a href={`/spend.csv?${query}`} download>
            CSV
          </a>
          <a href={`/api/spend?${query}`}>JSON</a>
        </span>
      </header>
      {children}
    </section>
  );
}

export interface TableFilterProps {
  readonly request: OverviewRequest;
  readonly path: string;
  /** What the tables hold, in words. */
  readonly text: string;
}

/** Filters rows while typing; sent as a form, it filters on the server. Totals stay those of all rows. */
export function TableFilter({ request, path, text }: TableFilterProps) {
  return (
    <search class="table-filter">
      <p>{text}</p>
      <form method="get" action={path}>
        <HiddenState state={request.state} except={['q', 'rows']} />
        <label>
          <span class="visually-hidden">Filter the rows of the tables</span>
          <input type="search" name="q" value={request.search} placeholder="Filter rows" data-filter />
        </label>
        <kbd title="Press / to get here">/</kbd>
      </form>
    </search>
  );
}
