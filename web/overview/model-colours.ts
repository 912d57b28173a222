/**
 * The colours that the dearest models of the last weeks have on every page, whatever a page is narrowed to.
 * @module
 */
import { dearestModels } from '../../src/answers/dearest-models.ts';
import {
  type EpochSeconds,
  epochSeconds,
  monthOf,
  SECONDS_PER_HOUR,
  type TimeRange,
} from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { colourSlots } from '../charts/colours.ts';

interface Looked {
  readonly at: EpochSeconds;
  readonly slots: Promise<ReadonlyMap<string, number>>;
}
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
  const slots = slotsOf(store, extent, monthOf(now).from);
  looked.set(store, { at: now, slots });
  slots.catch(() => looked.delete(store));
  return slots;
}

/** The colours of the last month's report first, so that both agree until the month turns; new models take what is left. */
async function slotsOf(
  store: Store,
  extent: TimeRange,
  month: EpochSeconds,
): Promise<ReadonlyMap<string, number>> {
  const before = { from: extent.from, to: epochSeconds(Math.min(extent.to, month)) };
  const [reported, dearest] = await Promise.all([dearestModels(store, before), dearestModels(store, extent)]);
  return colourSlots(dearest, colourSlots(reported));
}
