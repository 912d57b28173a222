/**
 * The question of a page on the API, where filters are `where=DIM=VALUE`, and its tables as files.
 * @module
 */
import type { OverviewRequest } from './request.ts';
import { spendQuery } from './spend-query.ts';

/** `/api/agents?from=…&to=…&where=account%3D…`. */
export const apiAddress = (path: string, request: OverviewRequest): string =>
  `${path}?${spendQuery(request, [])}`;

/** One list of an answer as CSV. @param address of the answer on the API */
export const csvAddress = (address: string, table: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}format=csv&table=${table}`;
