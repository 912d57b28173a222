/**
 * Calls by minute, and the worst stretch of minutes among them: what throttling and errors are judged by.
 * @module
 */
import { type EpochMinute, epochSeconds } from '../../domain/time.ts';
import type { Interval, Place } from './judged.ts';

/** One minute of one id as called. */
export interface CallMinute {
  readonly minute: EpochMinute;
  /** Calls that succeeded. */
  readonly calls: number;
  readonly throttles: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
}

export interface CallSeries extends Place {
  readonly modelId: string;
  /** Ascending; minutes without calls are absent. */
  readonly minutes: readonly CallMinute[];
}

export interface Stretch extends Interval {
  readonly calls: number;
  readonly throttles: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** From 0 to 1: of what was counted as bad among all. */
  readonly share: number;
}

const NONE = { calls: 0, throttles: 0, clientErrors: 0, serverErrors: 0 };

/**
 * The stretch of `length` minutes with the largest share of what `bad` counts. All stretches are looked at, not only
 * the last: metrics come in lumps, and what lies between two looks must not be missed.
 * @param enough which stretches have calls enough to be judged
 * @returns null where none has
 */
export function worstStretch(
  minutes: readonly CallMinute[],
  length: number,
  bad: (sum: typeof NONE) => number,
  all: (sum: typeof NONE) => number,
  enough: (sum: typeof NONE) => boolean,
): Stretch | null {
  let worst: Stretch | null = null;
  let first = 0;
  let sum = NONE;
  for (const minute of minutes) {
    sum = add(sum, minute, 1);
    for (let old = minutes[first]; old && old.minute <= minute.minute - length; old = minutes[first]) {
      sum = add(sum, old, -1);
      first += 1;
    }
    const total = all(sum);
    if (total === 0 || !enough(sum)) continue;
    const share = bad(sum) / total;
    if (worst !== null && share <= worst.share) continue;
    worst = {
      ...sum,
      share,
      since: epochSeconds((minutes[first]?.minute ?? minute.minute) * 60),
      until: epochSeconds((minute.minute + 1) * 60),
    };
  }
  return worst;
}

function add(a: typeof NONE, b: typeof NONE, sign: 1 | -1): typeof NONE {
  return {
    calls: a.calls + sign * b.calls,
    throttles: a.throttles + sign * b.throttles,
    clientErrors: a.clientErrors + sign * b.clientErrors,
    serverErrors: a.serverErrors + sign * b.serverErrors,
  };
}
