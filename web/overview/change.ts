/**
 * How an amount or a rate moved from one period to the next.
 * @module
 */
import { costOf } from '../../src/analysis/spend.ts';
import { relativeChange } from '../../src/domain/format.ts';
import { type Measures, tokensOf } from '../../src/domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../src/domain/money.ts';

export type CostChange =
  | { readonly kind: 'changed'; readonly delta: NanoUsd; readonly ratio: number }
  /** There was none before. */
  | { readonly kind: 'new'; readonly delta: NanoUsd }
  /** There is none now. */
  | { readonly kind: 'gone'; readonly delta: NanoUsd };

const isUsed = (m: Measures): boolean => m.invocations + m.failedInvocations + tokensOf(m) + m.units > 0;

/** Null where either side is unknown, or there was nothing on both. */
export function costChange(before: Measures, now: Measures): CostChange | null {
  const [costBefore, costNow] = [costOf(before), costOf(now)];
  if (costBefore === null || costNow === null) return null;
  const delta = nanoUsd(costNow - costBefore);
  if (!isUsed(now)) return isUsed(before) ? { kind: 'gone', delta } : null;
  const ratio = relativeChange(costBefore, costNow);
  if (ratio !== null) return { kind: 'changed', delta, ratio };
  return isUsed(before) ? null : { kind: 'new', delta };
}

/** Change of a count as a share; null where there was none. */
export function countChange(before: number, now: number): number | null {
  return before === 0 ? null : (now - before) / before;
}
