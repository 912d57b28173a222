/**
 * The colours that the dearest models of the last weeks have on every page, whatever a page is narrowed to.
 * @module
 */
import { pricedCost } from '../../src/domain/measures.ts';
import {
  type EpochSeconds,
  epochSeconds,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  type TimeRange,
} from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { colourSlots } from '../charts/colours.ts';

interface Looked {
  readonly at: EpochSeconds;
  readonly slots: Promise<ReadonlyMap<string, number>>;
}
/** Models that nobody called for this long give up their colour. */
const RECENT_SECONDS = 35 * SECONDS_PER_DAY;
/** Who is dearest moves slowly: one question an hour answers all pages. */
const looked = new WeakMap<Store, Looked>();

/** Slots by model id: ten at most. @param extent of what is stored; null: nothing is */
export function modelColours(
  store: Store,
  extent: TimeRange | null,
  now: EpochSeconds,
): Promise<ReadonlyMap<string, number>> {
  const known = looked.get(store);
  if (known !== undefined && Math.abs(now - known.at) < SECONDS_PER_HOUR) return known.slots;
  if (extent === null) return Promise.resolve(new Map());
  const from = epochSeconds(Math.max(extent.from, extent.to - RECENT_SECONDS));
  const slots = dearest(store, { from, to: extent.to });
  looked.set(store, { at: now, slots });
  slots.catch(() => looked.delete(store));
  return slots;
}

async function dearest(store: Store, range: TimeRange): Promise<ReadonlyMap<string, number>> {
  const rows = await store.usage({ range, by: ['model'], where: [] });
  const models = rows
    .toSorted((a, b) => Number(pricedCost(b) - pricedCost(a)))
    .flatMap(({ key }) => key[0] ?? []);
  return colourSlots(models);
}
