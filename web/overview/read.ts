/**
 * From an address to the overview: question, store, view model.
 * @module
 */
import type { WebDeps } from '../deps.ts';
import { loadOverview } from './load.ts';
import { type Overview, overviewOf } from './model.ts';
import { namesOf } from './names.ts';
import { parseOverviewRequest } from './request.ts';

/** @throws UsageError when the address asks for what cannot be answered */
export async function readOverview(deps: WebDeps, params: URLSearchParams): Promise<Overview> {
  const now = deps.now();
  const request = parseOverviewRequest(params, now);
  const data = await loadOverview(deps.store, request, now);
  return overviewOf(request, data, namesOf(deps.book, deps.config), now);
}
