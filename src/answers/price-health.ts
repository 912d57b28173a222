/**
 * Whether the prices in force can still be trusted, from what the last reading of the price list left in the store.
 * @module
 */
import { type PriceBookHealth, type PriceCheck, priceBookHealth } from '../../pricing/index.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { Source, Store } from '../store/port.ts';
import type { AnswerContext } from './context.ts';

/** How readings of the price list stand among the sources. */
export const PRICES_SOURCE: Source = { collector: 'prices', account: null, region: null };
/** Kind of the snapshot that a reading leaves; it has one item. */
const CHECK_KIND = 'price-check';
const CHECK_ID = 'price list';
/** Prices belong to no account and Region. */
const NOWHERE = { account: '', region: '' } as const;

/** `state`, `ageDays`, `since` (ISO instant), `detail`, and `fix`, the command that mends it, or null. */
export async function priceHealth({
  store,
  book,
  now,
}: Pick<AnswerContext, 'store' | 'book' | 'now'>): Promise<PriceBookHealth> {
  const [[item], sources] = await Promise.all([
    store.items({ kind: CHECK_KIND, ...NOWHERE, id: CHECK_ID }),
    store.sources(),
  ]);
  const { collector } = PRICES_SOURCE;
  const checkedAt = sources.find((source) => source.collector === collector)?.lastSuccessAt ?? null;
  const known = item === undefined ? null : { check: item.body as PriceCheck, since: item.from };
  return priceBookHealth(book, checkedAt, known, now);
}

/** Keeps what a reading of the whole price list found. */
export async function keepPriceCheck(store: Store, check: PriceCheck, at: EpochSeconds): Promise<void> {
  await store.putSnapshot({ ...NOWHERE, kind: CHECK_KIND, at, items: [{ id: CHECK_ID, body: check }] });
  await store.noteAttempt({ source: PRICES_SOURCE, at, error: null, hint: null });
}
