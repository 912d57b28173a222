/**
 * Addresses of pages: all state is in the query, and a link is the present state with something changed.
 * @module
 */
import { parseDimension } from '../../src/domain/dimension.ts';

/** Parameters of the overview besides filters, which are named by their dimension. */
const OWN = new Set(['from', 'to', 'since', 'compare', 'measure', 'by', 'tag', 'q', 'rows', 'band']);

/** The state in an address, without what no page knows. */
export function pageState(params: URLSearchParams): URLSearchParams {
  const known = [...params].filter(
    ([key, value]) => value !== '' && (OWN.has(key) || parseDimension(key) !== undefined),
  );
  return new URLSearchParams(known);
}

/** A parameter's new values; null or none removes it. */
export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

/** The query with changes made, in a stable order. */
function changed(state: URLSearchParams, changes: Changes): URLSearchParams {
  const next = new URLSearchParams(state);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    for (const one of value === null ? [] : [value].flat()) next.append(key, one);
  }
  return next;
}

/** A link to `path` in the present state with changes made. */
export function link(path: string, state: URLSearchParams, changes: Changes = {}): string {
  const query = changed(state, changes).toString();
  return query === '' ? path : `${path}?${query}`;
}
