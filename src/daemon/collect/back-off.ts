/**
 * When a source is read again. What mends itself is tried again after a growing random pause; what needs a person
 * is looked at slowly, so that a refusal costs few calls and still lights up soon after it is mended.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (full jitter).
 * @module
 */
import type { FaultKind } from './outcome.ts';

/** Ceiling of the first pause; it doubles with every failure in a row. */
export const FIRST_PAUSE = 10;
/** No ceiling grows past this, or past a quarter of a beat that is longer: rarely read sources cost money to ask. */
export const LONGEST_PAUSE = 900;
/** Between looks at what a person has to mend. */
export const SLOW_POLL = 300;
/** Shortest pause after a failure. */
export const SHORTEST_PAUSE = 1;

const NEEDS_A_PERSON: ReadonlySet<FaultKind> = new Set(['denied', 'absent']);

/**
 * Seconds from the end of a failed run to the next one.
 * @param failures failed runs in a row, this one included
 * @param every seconds between runs of the source while all is well
 * @param random from 0 to 1
 */
export function pauseAfterFailure(
  kind: FaultKind,
  failures: number,
  every: number,
  random: () => number,
): number {
  if (NEEDS_A_PERSON.has(kind)) return slowPoll(every) * (1 + 0.1 * random());
  const longest = Math.max(LONGEST_PAUSE, every / 4);
  const ceiling = Math.min(longest, FIRST_PAUSE * 2 ** Math.min(30, failures - 1));
  return Math.max(SHORTEST_PAUSE, random() * ceiling);
}

/** Never oftener than the source itself asks for, and at least 24 times in its beat: a grant lights up soon. */
const slowPoll = (every: number): number =>
  Math.min(Math.max(LONGEST_PAUSE, every / 24), Math.max(SLOW_POLL, every));
