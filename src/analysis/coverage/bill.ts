/**
 * The third witness: what AWS charged, beside what was computed. Pure.
 * @module
 */
import type { BillRow } from '../../domain/bill.ts';
import { addUsd, type NanoUsd, nanoUsd, ZERO_USD } from '../../domain/money.ts';
import type { EpochDay } from '../../domain/time.ts';

export interface BillDay {
  readonly day: EpochDay;
  readonly billed: NanoUsd;
  /** The part billed by the hour, for capacity: no call has a price of its own there. */
  readonly capacity: NanoUsd;
  /** Logged usage and the likely cost of what only metrics saw. */
  readonly estimated: NanoUsd;
  /** `billed - capacity - estimated`. */
  readonly difference: NanoUsd;
  /** Of what was billed for use; null where nothing was. */
  readonly share: number | null;
  /** AWS still revises it. */
  readonly provisional: boolean;
}

const BY_THE_HOUR = /ProvisionedThroughput|Reserved[_-]/i;

/** One row for each day that was billed, in order of time. @param estimates of the accounts that have a bill */
export function billDays(rows: readonly BillRow[], estimates: ReadonlyMap<EpochDay, NanoUsd>): BillDay[] {
  const days = new Map<EpochDay, { billed: NanoUsd; capacity: NanoUsd; provisional: boolean }>();
  for (const { day, unblendedCost, usageType, provisional } of rows) {
    const sum = days.get(day) ?? { billed: ZERO_USD, capacity: ZERO_USD, provisional: false };
    days.set(day, sum);
    sum.billed = addUsd(sum.billed, unblendedCost);
    if (BY_THE_HOUR.test(usageType)) sum.capacity = addUsd(sum.capacity, unblendedCost);
    sum.provisional ||= provisional;
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, { billed, capacity, provisional }]) => {
      const estimated = estimates.get(day) ?? ZERO_USD;
      const forUse = billed - capacity;
      const difference = nanoUsd(forUse - estimated);
      const share = forUse === 0n ? null : Number((difference * 1_000_000n) / forUse) / 1_000_000;
      return { day, billed, capacity, estimated, difference, share, provisional };
    });
}
