/**
 * From an address to the overview: question, store, view model.
 * @module
 */
import type { WebDeps } from '../deps.ts';
import type { DarkUsage } from './dark.ts';
import { loadOverview } from './load.ts';
import { type Overview, overviewOf } from './model.ts';
import { namesOf } from './names.ts';
import { type OverviewRequest, parseOverviewRequest } from './request.ts';

/** Says what only metrics saw; only pages with a headline ask. */
export type AskDark = (request: OverviewRequest) => Promise<DarkUsage | null>;

/** @throws UsageError when the address asks for what cannot be answered */
export async function readOverview(
  deps: WebDeps,
  params: URLSearchParams,
  askDark: AskDark = () => Promise.resolve(null),
): Promise<Overview> {
  const now = deps.now();
  const request = parseOverviewRequest(params, now, deps.config.accounts);
  const data = await loadOverview(deps.store, request, now, deps.frozen);
  const dark = await askDark(request);
  return overviewOf(request, data, namesOf(deps.book, deps.config), now, dark, deps.book);
}
