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
}

const minute = z.int().transform(epochSeconds);
const position = z.object({
  live: minute,
  full: minute,
  sweep: minute,
  seen: z.record(z.string(), minute).default({}),
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

/** The widest pass that is due; a first run is a sweep. */
export function planRun(at: Position | undefined, now: EpochSeconds, pace: Pace): Plan {
  const to = epochSeconds(Math.floor(now / 60) * 60);
  // A position in the future was written under a wrong clock.
  const known = at === undefined || at.live > now + HOUR ? undefined : at;
  if (known === undefined) {
    const from = epochSeconds(Math.floor((to - pace.firstLookback) / 60) * 60);
    return { pass: 'sweep', from, to, next: { live: to, full: to, sweep: to, seen: {} } };
  }
  const pass: Pass = to - known.sweep >= DAY ? 'sweep' : to - known.full >= pace.fullEvery ? 'full' : 'live';
  return { pass, from: epochSeconds(known[pass] - AGAIN[pass]), to, next: after(known, pass, to) };
}

/** A namespace that lists nothing is believed to be empty when it has listed nothing for this long. */
const BELIEVED_AFTER = 6 * HOUR;

/** Whether a namespace that lists nothing has listed series so lately that they cannot all be gone. */
export function wasThere(at: Position, namespace: string, now: EpochSeconds): boolean {
  const seen = at.seen[namespace];
  return seen !== undefined && now - seen < BELIEVED_AFTER;
}

/** The position with what namespaces listed in this run. */
export function withSeen(at: Position, namespaces: readonly string[], now: EpochSeconds): Position {
  return { ...at, seen: { ...at.seen, ...Object.fromEntries(namespaces.map((one) => [one, now])) } };
}

function after(known: Position, pass: Pass, to: EpochSeconds): Position {
  const reached = (each: Pass) =>
    PASSES.indexOf(each) <= PASSES.indexOf(pass) ? epochSeconds(Math.max(to, known[each])) : known[each];
  return { live: reached('live'), full: reached('full'), sweep: reached('sweep'), seen: known.seen };
}
