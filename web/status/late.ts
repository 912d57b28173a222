/**
 * Calls that came when single calls of their hour were no longer kept, and were therefore not counted.
 * @module
 */
import { epochSeconds } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';

export interface LateCalls {
  readonly calls: number;
  /** First and last UTC day of the calls. */
  readonly from: string;
  readonly to: string;
}

const EVER = { from: epochSeconds(0), to: epochSeconds(Date.UTC(2100, 0, 1) / 1000) };

/** Null where there were none. */
export async function lateCalls(store: Store): Promise<LateCalls | null> {
  const days = await store.lateFacts(EVER);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { calls: days.reduce((sum, { facts }) => sum + facts, 0), from: first.day, to: last.day };
}
