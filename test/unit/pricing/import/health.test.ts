/** Whether the price book can be trusted: its age, and what the last reading of the price list found. */
import { describe, expect, it } from 'vitest';
import { type PriceCheck, priceBookHealth, priceCheckOf } from '../../../../pricing/import/index.ts';
import { marketplace } from '../../../offer-rows.ts';
import { instant } from '../fixture.ts';
import { bookOf, importRows, NOW } from './fixture.ts';

const book = bookOf(null);
const quiet: PriceCheck = {
  against: book.listVersion,
  source: 'bulk',
  published: '2026-10-08',
  products: 100,
  unknown: 2,
  newlyUnknown: 0,
  added: 0,
  changed: 0,
};
const SINCE = instant('2026-11-12');
const READ = instant('2026-11-14T12:00:00Z');
const health = (check: Partial<PriceCheck> = {}, now = NOW, checkedAt: typeof READ | null = READ) =>
  priceBookHealth(book, checkedAt, { check: { ...quiet, ...check }, since: SINCE }, now);

describe('the health of the price book', () => {
  it('is judged by the newest source while no list was read', () => {
    expect(priceBookHealth(book, null, null, NOW)).toEqual({
      state: 'ok',
      ageDays: 5,
      since: '2026-11-10T00:00:00Z',
      detail: 'the price list was not read yet; the newest source of the packaged prices is of 2026-11-10',
      fix: null,
    });
    expect(priceBookHealth(book, null, null, instant('2026-12-16'))).toEqual({
      state: 'stale',
      ageDays: 36,
      // 2026-11-10 and 36 days.
      since: '2026-12-16T00:00:00Z',
      detail: 'the newest source of the packaged prices is 36 days old, and no price list was read since',
      fix: 'bedrock-meter prices update',
    });
  });

  it('is well when the list says what the book says', () => {
    expect(health()).toMatchObject({ state: 'ok', ageDays: 0, since: '2026-11-14T12:00:00Z', fix: null });
  });

  it('is stale after 35 days without a reading, whatever the last one found', () => {
    expect(health({ changed: 3 }, instant('2026-12-19T12:00:00Z'))).toMatchObject({
      state: 'update-available',
      ageDays: 35,
    });
    expect(health({ changed: 3 }, instant('2026-12-20T12:00:00Z'))).toMatchObject({
      state: 'stale',
      ageDays: 36,
      detail: 'the price list was last read 36 days ago',
    });
  });

  it('is not understood when more than one row in fifty is unknown, or new kinds of rows are', () => {
    expect(health({ unknown: 2 }).state).toBe('ok');
    expect(health({ unknown: 3, changed: 9 })).toMatchObject({
      state: 'not-understood',
      since: '2026-11-12T00:00:00Z',
      detail: '3 of 100 rows of the price list were not understood',
    });
    expect(health({ newlyUnknown: 1 }).state).toBe('not-understood');
    expect(health({ products: 0, unknown: 0 }).state).toBe('ok');
  });

  it('tells of prices that are listed and not in force, since when and how to take them', () => {
    expect(health({ added: 2, changed: 1 })).toMatchObject({
      state: 'update-available',
      since: '2026-11-12T00:00:00Z',
      detail: 'the price list of 2026-10-08 has 1 changed and 2 new prices that are not in force',
      fix: expect.stringContaining('prices update --accept'),
    });
  });

  it('a reading beside other prices than those in force says nothing of them', () => {
    expect(health({ against: 'another version', unknown: 50, changed: 9 }).state).toBe('ok');
  });
});

describe('what is kept of a reading', () => {
  const dearer = [marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.21')];

  it('of a check: everything that differs', () => {
    const { report } = importRows(dearer);
    expect(priceCheckOf(report, { against: 'v', source: 'api', taken: false })).toMatchObject({
      against: 'v',
      source: 'api',
      published: '2026-10-08',
      added: 0,
      changed: 1,
    });
  });

  it('of an import: what still waits', () => {
    expect(
      priceCheckOf(importRows(dearer).report, { against: 'v', source: 'bulk', taken: true }).changed,
    ).toBe(1);
    const { report } = importRows(dearer, { accept: true });
    expect(priceCheckOf(report, { against: 'v', source: 'bulk', taken: true }).changed).toBe(0);
  });
});
