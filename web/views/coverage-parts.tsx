/**
 * Small parts of the coverage page.
 * @module
 */
import type { Reason } from '../../src/analysis/coverage/coverage.ts';
import type { Bounds as CostBounds } from '../../src/analysis/coverage/price.ts';
import { formatUsd, UNKNOWN } from '../../src/domain/format.ts';

/** The likely amount, with the least and the most that it can be. @param none whether there is nothing to price */
export function Bounds({ cost, none, reason }: { cost: CostBounds | null; none?: boolean; reason?: string }) {
  if (none === true) return <span class="quiet">{formatUsd(0n as CostBounds['mid'])}</span>;
  if (cost === null) return <span title={reason ?? 'none of it has a price'}>{UNKNOWN}</span>;
  const { low, mid, high } = cost;
  return (
    <span title={`between ${formatUsd(low)} and ${formatUsd(high)}`}>
      {formatUsd(mid)}
      {low !== high && (
        <span class="bounds">
          {formatUsd(low)}–{formatUsd(high)}
        </span>
      )}
    </span>
  );
}

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  'logging-off': 'Logging is off',
  'no-records': 'No record of the Region',
  'not-logged': 'No record of this id',
  'partly-logged': 'Records are missing',
  batch: 'Batch: never logged',
  mantle: 'Mantle: never logged',
  'metrics-absent': 'No metrics beside it',
  'not-yet-comparable': 'Too young to compare',
};
