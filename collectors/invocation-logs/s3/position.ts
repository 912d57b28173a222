/**
 * Which days are listed in a run. The objects themselves are remembered one by one; the position only says how far
 * back to look for new ones.
 * @module
 */
import { z } from 'zod';
import { dayOf, type EpochDay, type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';

export interface Position {
  /** When everything that was listed had been read. */
  readonly swept: EpochSeconds;
}

const position = z.object({ swept: z.int().transform(epochSeconds) });

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

export interface Plan {
  readonly days: readonly EpochDay[];
  /** Only keys behind the folder of this hour, in the first of the days. */
  readonly after: EpochSeconds | null;
  readonly sweeps: boolean;
}

/** Whole days are listed once an hour: every thousand keys cost a request. */
const SWEEP_EVERY = 3600;
/** A queue names new objects; what it loses is found by listing so often. */
const SWEEP_EVERY_NOTIFIED = 6 * 3600;
/** Between sweeps only the last hours, which is where nearly all new objects are. */
const RECENT = 2 * 3600;

/** @param notified whether a queue has just told what is new: then only the slow sweeps are left to listing */
export function planRun(
  at: Position | undefined,
  now: EpochSeconds,
  overlapDays: number,
  notified = false,
): Plan {
  // A position in the future was written under a wrong clock.
  const swept = at === undefined || at.swept > now ? undefined : at.swept;
  if (notified && swept !== undefined && now - swept < SWEEP_EVERY_NOTIFIED) {
    return { days: [], after: null, sweeps: false };
  }
  if (swept !== undefined && now - swept < SWEEP_EVERY) {
    const from = epochSeconds(now - RECENT);
    return { days: daysBetween(dayOf(from), dayOf(now)), after: from, sweeps: false };
  }
  const first = (dayOf(swept ?? now) - overlapDays) as EpochDay;
  return { days: daysBetween(first, dayOf(now)), after: null, sweeps: true };
}

/** Both ends included. */
export const daysBetween = (first: EpochDay, last: EpochDay): EpochDay[] =>
  Array.from({ length: last - first + 1 }, (_, i) => (first + i) as EpochDay);
