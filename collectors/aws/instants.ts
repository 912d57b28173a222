/**
 * Times as the SDK gives them.
 * @module
 */
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';

/** Null for none, and for what the SDK could not read as a time. */
export function secondsOf(at: Date | undefined): EpochSeconds | null {
  const seconds = at === undefined ? Number.NaN : Math.floor(at.getTime() / 1000);
  return Number.isSafeInteger(seconds) ? epochSeconds(seconds) : null;
}
