/**
 * Which models cost most lately: pages and reports give them their colours in this order.
 * @module
 */
import { pricedCost } from '../domain/measures.ts';
import { epochSeconds, SECONDS_PER_DAY, type TimeRange } from '../domain/time.ts';
import type { Store } from '../store/port.ts';

/** Models that nobody called for this long are not among them. */
const RECENT_SECONDS = 35 * SECONDS_PER_DAY;

/** Base model ids of the five weeks before the end of what is known, dearest first. */
export async function dearestModels(store: Store, known: TimeRange): Promise<string[]> {
  const from = epochSeconds(Math.max(known.from, known.to - RECENT_SECONDS));
  if (from >= known.to) return [];
  const rows = await store.usage({ range: { from, to: known.to }, by: ['model'], where: [] });
  return rows.toSorted((a, b) => Number(pricedCost(b) - pricedCost(a))).flatMap(({ key }) => key[0] ?? []);
}
