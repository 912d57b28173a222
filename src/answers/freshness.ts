/**
 * Up to when the invocations are all in: later hours are not judged, forecast from or called quiet.
 * @module
 */
import {
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  hourOf,
  SECONDS_PER_HOUR,
  type TimeRange,
} from '../domain/time.ts';
import type { SourceState, Store } from '../store/port.ts';
import type { AnswerContext } from './context.ts';

/** How late a record may come after its call; an hour counts as complete this long after its end. */
const LAG_SECONDS = 600;
/** A source this far behind the newest one is broken or closed: hours do not wait for it, the status page tells. */
const LEFT_BEHIND_SECONDS = 2 * SECONDS_PER_HOUR;

export interface Completeness {
  /** Hours with data; null when nothing is stored. */
  readonly extent: TimeRange | null;
  /** Behind the last complete hour. */
  readonly completeTo: EpochHour;
  /** Up to where sources have been read, the slowest live one; null when nothing is stored. */
  readonly dataUpTo: EpochSeconds | null;
}

/** Asks the store how far the data reach. */
export async function completenessOf(store: Store, now: EpochSeconds): Promise<Completeness> {
  const [extent, sources] = await Promise.all([store.extent(), store.sources()]);
  const dataUpTo = extent === null ? null : reach(sources, extent, now);
  return { extent, dataUpTo, completeTo: hourOf(epochSeconds((dataUpTo ?? now) - LAG_SECONDS)) };
}

/**
 * A range without what comes after the hour that holds `now`: a clock that is given must not know what it cannot know
 * yet. Empty for a range that begins later.
 */
export function untilNow({ from, to }: TimeRange, now: EpochSeconds): TimeRange {
  const end = Math.min(to, (hourOf(now) + 1) * SECONDS_PER_HOUR);
  return { from: epochSeconds(Math.min(from, end)), to: epochSeconds(end) };
}

/**
 * The part of a range that is known at a time that was given: what is dated later must not change an answer that is
 * asked for as of then. The machine's own clock cuts nothing: what is dated later than that comes from clocks that
 * differ, and to leave it out would hide money.
 */
export const knownRange = (range: TimeRange, clock: Pick<AnswerContext, 'now' | 'frozen'>): TimeRange =>
  clock.frozen === true ? untilNow(range, clock.now) : range;

/**
 * The reach of the slowest source that keeps up. A successful run has read everything there was, even if that was
 * nothing; without one (files read by hand) the newest call tells.
 */
export function reach(sources: readonly SourceState[], extent: TimeRange, now: EpochSeconds): EpochSeconds {
  const reaches = sources
    .filter(({ facts, lastEventAt }) => facts > 0 && lastEventAt !== null)
    .map(({ lastEventAt, lastSuccessAt }) => Math.min(now, Math.max(lastEventAt ?? 0, lastSuccessAt ?? 0)));
  if (reaches.length === 0) return epochSeconds(Math.min(now, extent.to));
  const newest = Math.max(...reaches);
  return epochSeconds(Math.min(...reaches.filter((at) => at >= newest - LEFT_BEHIND_SECONDS)));
}
