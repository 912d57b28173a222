/**
 * Whether the price book can still be trusted: how old it is, whether the price list was understood, and whether it
 * says anything else than the book.
 * @module
 */
import {
  type EpochSeconds,
  epochSeconds,
  isoInstant,
  parseInstant,
  SECONDS_PER_DAY,
} from '../../src/domain/time.ts';
import type { PriceBook } from '../price-book.ts';
import type { ImportReport } from './report.ts';

/** What a reading of the whole price list found beside the prices in force. Plain data, to be kept. */
export interface PriceCheck {
  /** The prices that it was compared with, as `PriceBook.listVersion` names them. */
  readonly against: string;
  readonly source: 'bulk' | 'api';
  /** Newest publication date of the list. */
  readonly published: string;
  readonly products: number;
  readonly unknown: number;
  /** Kinds of rows that are unknown and were not at the last import. */
  readonly newlyUnknown: number;
  /** Prices that the book does not have, and prices that differ from it. */
  readonly added: number;
  readonly changed: number;
}

/** A check as it is remembered. */
export interface KnownCheck {
  readonly check: PriceCheck;
  /** Since when readings have found just this. */
  readonly since: EpochSeconds;
}

export type PriceBookState = 'ok' | 'stale' | 'not-understood' | 'update-available';

export interface PriceBookHealth {
  readonly state: PriceBookState;
  /** Whole days since the price list was last read in full; before the first time, since the newest source. */
  readonly ageDays: number;
  /** ISO instant: since when it has been so. */
  readonly since: string;
  /** One sentence. */
  readonly detail: string;
  /** What to run; null while all is well. */
  readonly fix: string | null;
}

/** Prices move about once a month; five weeks without a check have missed one. */
export const STALE_AFTER_DAYS = 35;
/** More than one unknown row in fifty means that a grammar changed, not that a product is odd. */
export const UNKNOWN_SHARE = 0.02;

/**
 * Not understood is worse than stale, and stale worse than new prices that are known to be there.
 * @param checkedAt when the price list was last read in full; null: never
 * @param known what that reading found; one that compared other prices than those in force says nothing of them
 */
export function priceBookHealth(
  book: Pick<PriceBook, 'listVersion' | 'newestSource'>,
  checkedAt: EpochSeconds | null,
  known: KnownCheck | null,
  now: EpochSeconds,
): PriceBookHealth {
  const start = checkedAt ?? parseInstant(book.newestSource) ?? now;
  const ageDays = Math.max(0, Math.floor((now - start) / SECONDS_PER_DAY));
  const found = known !== null && known.check.against === book.listVersion ? known : null;
  const health = (state: PriceBookState, since: EpochSeconds, detail: string, fix: string | null) => ({
    ...{ state, ageDays, since: isoInstant(since), detail, fix },
  });
  const unread = found === null ? [] : unknownReasons(found.check);
  if (found !== null && unread.length > 0) {
    return health('not-understood', found.since, unread.join('; '), FIX_UNKNOWN);
  }
  if (ageDays > STALE_AFTER_DAYS) {
    const since = epochSeconds(start + (STALE_AFTER_DAYS + 1) * SECONDS_PER_DAY);
    return health('stale', since, staleReason(ageDays, checkedAt), FIX_STALE);
  }
  if (found !== null && found.check.added + found.check.changed > 0) {
    return health('update-available', found.since, newsOf(found.check), FIX_NEWS);
  }
  return health('ok', start, wellReason(ageDays, checkedAt, book.newestSource), null);
}

const FIX_UNKNOWN =
  'see which rows: bedrock-meter prices update --dry-run; a newer release of bedrock-meter may understand them';
const FIX_STALE = 'bedrock-meter prices update';
const FIX_NEWS =
  'see them: bedrock-meter prices update --dry-run; take them: bedrock-meter prices update --accept';

function unknownReasons({ unknown, products, newlyUnknown }: PriceCheck): string[] {
  const share = products === 0 ? 0 : unknown / products;
  return [
    ...(share > UNKNOWN_SHARE
      ? [`${unknown} of ${products} rows of the price list were not understood`]
      : []),
    ...(newlyUnknown > 0 ? [`${newlyUnknown} kinds of rows are unknown that were not there before`] : []),
  ];
}

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`);

const staleReason = (age: number, checkedAt: EpochSeconds | null): string =>
  checkedAt === null
    ? `the newest source of the packaged prices is ${days(age)} old, and no price list was read since`
    : `the price list was last read ${days(age)} ago`;

const newsOf = ({ added, changed, published }: PriceCheck): string =>
  `the price list of ${published} has ${changed} changed and ${added} new prices that are not in force`;

const wellReason = (age: number, checkedAt: EpochSeconds | null, newestSource: string): string =>
  checkedAt === null
    ? `the price list was not read yet; the newest source of the packaged prices is of ${newestSource}`
    : `the price list was read ${age === 0 ? 'within the last day' : `${days(age)} ago`}`;

/**
 * What is to be kept of an import.
 * @param against the prices in force now; `taken` says whether what was new is in them
 */
export function priceCheckOf(
  report: ImportReport,
  { against, source, taken }: Pick<PriceCheck, 'against' | 'source'> & { readonly taken: boolean },
): PriceCheck {
  const published =
    report.offers
      .map((offer) => offer.published)
      .sort()
      .at(-1) ?? '';
  const { products, unknown, newlyUnknown } = report;
  return {
    ...{ against, source, published, products, unknown, newlyUnknown },
    added: taken ? 0 : report.addedPrices,
    changed: taken ? report.pending : report.changedPrices,
  };
}
