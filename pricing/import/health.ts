/**
 * Whether the price book can still be trusted: how old it is, and whether the last price list was understood.
 * @module
 */
import { type EpochSeconds, parseInstant, SECONDS_PER_DAY } from '../../src/domain/time.ts';
import type { PriceBook } from '../price-book.ts';
import type { PriceVersion } from './version.ts';

export type PriceBookStatus = 'ok' | 'stale' | 'not-understood';

export interface PriceBookHealth {
  readonly status: PriceBookStatus;
  readonly version: string;
  /** Whole days since the prices were last checked against the price list, or since the catalogue's newest source. */
  readonly ageDays: number;
  /** When the price list was last read in full; null: never. */
  readonly checkedAt: string | null;
  /** Prices that wait for a person. */
  readonly pending: number;
  /** One sentence for each thing that is not well. */
  readonly reasons: readonly string[];
}

/** What is known of imports: the version in force, and when the list was last read in full. */
export interface KnownVersions {
  readonly current: PriceVersion | null;
  readonly checkedAt: string | null;
}

/** Prices move about once a month; five weeks without a check have missed one. */
export const STALE_AFTER_DAYS = 35;
/** More than one unknown row in fifty means that a grammar changed, not that a product is odd. */
export const UNKNOWN_SHARE = 0.02;

/**
 * Not understood is worse than stale: the list is there, and its prices may be missing.
 * @param now the clock, for the age
 */
export function priceBookHealth(
  book: PriceBook,
  versions: KnownVersions,
  now: EpochSeconds,
): PriceBookHealth {
  const { current, checkedAt } = versions;
  const since = parseInstant(checkedAt ?? book.newestSource) ?? now;
  const ageDays = Math.max(0, Math.floor((now - since) / SECONDS_PER_DAY));
  const notUnderstood = current === null ? [] : unknownReasons(current);
  const stale = ageDays > STALE_AFTER_DAYS ? [staleReason(ageDays, checkedAt)] : [];
  const status = notUnderstood.length > 0 ? 'not-understood' : stale.length > 0 ? 'stale' : 'ok';
  return {
    status,
    version: book.version,
    ageDays,
    checkedAt,
    pending: current?.pending.length ?? 0,
    reasons: [...notUnderstood, ...stale],
  };
}

function unknownReasons({ unknown, products, newlyUnknown }: PriceVersion): string[] {
  const share = products === 0 ? 0 : unknown / products;
  return [
    ...(share > UNKNOWN_SHARE
      ? [`${unknown} of ${products} rows of the price list were not understood`]
      : []),
    ...(newlyUnknown > 0 ? [`${newlyUnknown} kinds of rows are unknown that were not there before`] : []),
  ];
}

const staleReason = (days: number, checkedAt: string | null): string =>
  checkedAt === null
    ? `the newest source of the packaged prices is ${days} days old, and no price list was imported`
    : `the price list was last read ${days} days ago`;
