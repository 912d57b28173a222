/**
 * How far metrics have been read, and what the next run reads.
 * @module
 */
import { z } from 'zod';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';

/** Each pass reads what the ones above it read, and more of it. */
export const PASSES = ['live', 'full', 'sweep'] as const;
/** `live`: a few metrics. `full`: all metrics of what is active. `sweep`: all metrics of all that was ever listed. */
export type Pass = (typeof PASSES)[number];

/** For each pass, up to when it has read: whole minutes. */
export interface Position extends Readonly<Record<Pass, EpochSeconds>> {
  /** When a namespace last listed series. */
  readonly seen: Readonly<Record<string, EpochSeconds>>;
  /** When it last listed series with data of the last three hours. */
  readonly active: Readonly<Record<string, EpochSeconds>>;
}

const minute = z.int().transform(epochSeconds);
const position = z.object({
  live: minute,
  full: minute,
  sweep: minute,
  seen: z.record(z.string(), minute).default({}),
  active: z.record(z.string(), minute).default({}),
});

export const writePosition = (at: Position): string => JSON.stringify(at);

/** Undefined without a value, and for one that is none of ours. */
export function readPosition(value: string | undefined): Position | undefined {
  if (value === undefined) return undefined;
  try {
    return position.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Minutes are revised for a while: how much of the past a pass reads again. */
const AGAIN: Readonly<Record<Pass, number>> = { live: 900, full: 3 * HOUR, sweep: 3 * HOUR };

export interface Pace {
  readonly firstLookback: number;
  /** Seconds between two full passes. */
  readonly fullEvery: number;
}

export interface Plan {
  readonly pass: Pass;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  /** Where this run brings the position. */
  readonly next: Position;
}

/** How far back `ListMetrics` looks for what is active; what has ceased within a longer gap only a sweep finds. */
const LISTED_FOR = 3 * HOUR;

/** The widest pass that is due; a first run is a sweep, and so is one after a long gap. */
export function planRun(at: Position | undefined, now: EpochSeconds, pace: Pace): Plan {
  const to = epochSeconds(Math.floor(now / 60) * 60);
  // A position in the future was written under a wrong clock.
  const known = at === undefined || at.live > now + HOUR ? undefined : at;
  if (known === undefined) {
    const from = epochSeconds(Math.floor((to - pace.firstLookback) / 60) * 60);
    return { pass: 'sweep', from, to, next: { live: to, full: to, sweep: to, seen: {}, active: {} } };
  }
  const missed = to - known.full >= Math.max(LISTED_FOR, 2 * pace.fullEvery);
  const sweeps = to - known.sweep >= DAY || missed;
  const pass: Pass = sweeps ? 'sweep' : to - known.full >= pace.fullEvery ? 'full' : 'live';
  return { pass, from: epochSeconds(known[pass] - AGAIN[pass]), to, next: after(known, pass, to) };
}

/** Series listed so lately are still listed, even if they are idle since. */
const BELIEVED_AFTER = 6 * HOUR;
/** `ListMetrics` forgets what has had no data for two weeks; a day less, for the edges. */
const REMEMBERED_FOR = 13 * DAY;
/** A listing that says so for this long is right after all, and whoever knew better is wrong. */
const CONTRADICTED_FOR = 3 * DAY;

/** What is known of a namespace's listing before it is asked for. */
export interface Memory {
  /** It listed series so lately that nothing active is odd, and nothing at all is wrong. */
  readonly wasThere: (namespace: string) => boolean;
  /** It had data so lately that the listing of two weeks cannot be empty. */
  readonly mustBeListed: (namespace: string) => boolean;
}

export function memoryOf(at: Position | undefined, now: EpochSeconds): Memory {
  const within = (times: Position['seen'] | undefined, namespace: string, seconds: number): boolean => {
    const last = times?.[namespace];
    return last !== undefined && now - last < seconds;
  };
  const wasThere = (namespace: string) => within(at?.seen, namespace, BELIEVED_AFTER);
  return {
    wasThere,
    mustBeListed: (namespace) =>
      at !== undefined &&
      now - at.sweep < CONTRADICTED_FOR &&
      (wasThere(namespace) || within(at.active, namespace, REMEMBERED_FOR)),
  };
}

/** The position with what namespaces listed in this run. */
export function withSeen(
  at: Position,
  listed: { readonly there: readonly string[]; readonly active: readonly string[] },
  now: EpochSeconds,
): Position {
  const times = (namespaces: readonly string[]) => Object.fromEntries(namespaces.map((one) => [one, now]));
  return {
    ...at,
    seen: { ...at.seen, ...times(listed.there) },
    active: { ...at.active, ...times(listed.active) },
  };
}

function after(known: Position, pass: Pass, to: EpochSeconds): Position {
  const reached = (each: Pass) =>
    PASSES.indexOf(each) <= PASSES.indexOf(pass) ? epochSeconds(Math.max(to, known[each])) : known[each];
  return {
    live: reached('live'),
    full: reached('full'),
    sweep: reached('sweep'),
    ...{ seen: known.seen, active: known.active },
  };
}
