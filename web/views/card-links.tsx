/**
 * The rows of a card as a file, and the answer they come from.
 * @module
 */
import { csvAddress } from '../overview/api-address.ts';

export interface CardLinksProps {
  /** Address of the answer on the API. */
  readonly api: string;
  /** Its list that the card shows. */
  readonly table: string;
  /** What the rows are, for who hears the link by itself. */
  readonly what: string;
}

export function CardLinks({ api, table, what }: CardLinksProps) {
  return (
    <span class="card-links">
      <a href={csvAddress(api, table)} download aria-label={`CSV of ${what}`}>
        CSV
      </a>
      <a href={api} aria-label={`JSON of ${what}`}>
        JSON
      </a>
    </span>
  );
}
