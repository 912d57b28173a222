/**
 * How far a log group has been read.
 * @module
 */
import { z } from 'zod';

/** Times in milliseconds since the epoch, as CloudWatch Logs has them. */
export interface Position {
  /** Everything before this has been read once. */
  readonly until: number;
  /** Everything before this has been read, and what came late behind it has been looked for. */
  readonly swept: number;
  /** Whether the group has ever had a record of Bedrock. */
  readonly found: boolean;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const position = z.object({ until: z.int(), swept: z.int(), found: z.boolean() });

export const writePosition = (at: Position): string => JSON.stringify(at);

/** Undefined without a value, and for one that is none of ours: reading begins anew, which doubles nothing. */
export function readPosition(value: string | undefined): Position | undefined {
  if (value === undefined) return undefined;
  try {
    return position.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

export interface Reach {
  readonly firstLookback: number;
  readonly overlap: number;
}

/** Behind the newest reading in runs between two sweeps: the usual delay is 2 to 13 seconds. */
const SHORT_OVERLAP = 120_000;
const SWEEP_EVERY = 600_000;
const FIRST_LEAST = 60_000;

export interface Plan extends Window {
  /** Whether late events are looked for over the whole overlap. */
  readonly sweeps: boolean;
  /** Where the last run ended; undefined when reading begins anew. */
  readonly after: Position | undefined;
}

/**
 * What the next run reads. Late events lie behind the position, so every run goes back a little; the whole overlap
 * is gone over every ten minutes, and not in every run, or a busy group would be read sixteen times. An event that
 * becomes visible no later than `overlap` after its time is seen: each sweep begins one overlap before the last.
 */
export function planRun(at: Position | undefined, now: number, { firstLookback, overlap }: Reach): Plan {
  // A position in the future was written under a wrong clock.
  if (at === undefined || at.until > now + overlap) {
    // Never nothing, or there would be no position for the next run to go on from.
    const from = now - Math.max(firstLookback, FIRST_LEAST);
    return { from, to: now, sweeps: true, after: undefined };
  }
  if (now - at.swept >= Math.min(SWEEP_EVERY, overlap))
    return { from: at.swept - overlap, to: now, sweeps: true, after: at };
  return { from: at.until - Math.min(SHORT_OVERLAP, overlap), to: now, sweeps: false, after: at };
}

/** The position once a part of the plan has been read. */
export function advance({ after, sweeps }: Plan, { to }: Window, found: boolean): Position {
  return {
    until: Math.max(after?.until ?? to, to),
    swept: sweeps ? to : (after?.swept ?? to),
    found,
  };
}

/** Cuts a window, so that the position moves before all of it is read. */
export function* parts(window: Window, size: number): Generator<Window, void, undefined> {
  for (let from = window.from; from < window.to; from += size) {
    yield { from, to: Math.min(from + size, window.to) };
  }
}
