/**
 * Counted calls added up by operation and day, until they are stored.
 * @module
 */
import type { AwsCalls } from '../../src/domain/own-cost.ts';
import { dayOf, type EpochSeconds } from '../../src/domain/time.ts';
import type { CountedCall } from './count-calls.ts';

export interface CallTally {
  readonly count: (call: CountedCall) => void;
  /** What has been counted since the last time. */
  readonly take: () => AwsCalls[];
}

/** A tally for the calls into one account and Region. */
export function createCallTally(owner: {
  readonly account: string;
  readonly region: string;
  readonly now: () => EpochSeconds;
}): CallTally {
  let sums = new Map<string, AwsCalls>();
  return {
    count: ({ service, operation, billedUnits }) => {
      const day = dayOf(owner.now());
      const key = `${day} ${service} ${operation}`;
      const sum = sums.get(key);
      sums.set(key, {
        day,
        account: owner.account,
        region: owner.region,
        service,
        operation,
        calls: (sum?.calls ?? 0) + 1,
        billedUnits: (sum?.billedUnits ?? 0) + billedUnits,
      });
    },
    take: () => {
      const taken = [...sums.values()];
      sums = new Map();
      return taken;
    },
  };
}
