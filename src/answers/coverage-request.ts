/**
 * The question of `coverage` as text, from flags or query parameters.
 * @module
 */
import { UsageError } from '../domain/errors.ts';
import { ACCOUNT_PATTERN, REGION_PATTERN } from '../domain/ids.ts';
import { parseRange, type RangeText } from '../domain/range.ts';
import { type EpochSeconds, type TimeRange, toWholeHours } from '../domain/time.ts';

export interface CoverageText extends RangeText {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface CoverageRequest {
  /** Whole UTC hours. */
  readonly range: TimeRange;
  /** Null: all. */
  readonly account: string | null;
  readonly region: string | null;
}

/** @throws UsageError naming the parameter, its value and what would be right */
export function parseCoverageRequest(
  text: CoverageText,
  now: EpochSeconds,
  name: (key: string) => string,
): CoverageRequest {
  const { account, region } = text;
  if (account !== undefined && !ACCOUNT_PATTERN.test(account)) {
    throw new UsageError(`${name('account')} ${short(account)}: an account id is twelve digits`);
  }
  if (region !== undefined && !REGION_PATTERN.test(region)) {
    throw new UsageError(`${name('region')} ${short(region)}: a Region looks like us-east-1`);
  }
  return {
    range: toWholeHours(parseRange(text, now, name)),
    account: account ?? null,
    region: region ?? null,
  };
}

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}...` : text);
