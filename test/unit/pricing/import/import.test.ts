import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVersion } from '../../../../pricing/import/version.ts';
import { regionId } from '../../../../src/domain/ids.ts';
import { parseRate } from '../../../../src/domain/money.ts';
import { astra, dashed, marketplace, type OfferRowText } from '../../../offer-rows.ts';
import { realisticRows } from '../../../offer-server.ts';
import { holds, instant, skuOf } from '../fixture.ts';
import { bookOf, catalog, FM, importAll, importRows, offersOf, rateIn } from './fixture.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const OREGON = { region: regionId('us-west-2') };
const usd = (text: string) => parseRate(text);
const haiku = (dimension: string, price: string, more: Partial<OfferRowText> = {}) =>
  marketplace('us-west-2', 'Claude Haiku 4.5', dimension, price, more);

describe('a list that says what the book says', () => {
  const { report, version } = importAll(offersOf(realisticRows()));

  it('is understood to the last row, and adds nothing', () => {
    expect(report).toMatchObject({ unknown: 0, ambiguous: [], addedPrices: 0, changedPrices: 0, pending: 0 });
    expect(report.unchanged).toBe(report.prices);
    expect(report.products).toBe(report.classified + 1);
    expect(report.skipped).toEqual({ modality: 1 });
    expect(version.catalog).toEqual([]);
  });

  it('still names itself in the version of the book', () => {
    expect(bookOf(version).version).toBe(
      `${catalog.version} with price list 2026-10-08 (${version.name.slice(-8)})`,
    );
    expect(version.name).toMatch(/^2026-11-15-[0-9a-f]{8}$/);
  });

  it('read again, it is no new version', () => {
    const again = importAll(offersOf(realisticRows()), { previous: version, at: '2026-11-20' });
    expect(again.isNew).toBe(false);
    expect(again.report.vanished).toEqual([]);
  });

  it('its order does not matter', () =>
    holds(
      [fc.infiniteStream(fc.nat())],
      (numbers) => {
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, rank: numbers.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
        const shuffled = importAll(shuffle(offersOf(realisticRows(), { order: shuffle })));
        expect(shuffled.version).toEqual(version);
        expect(shuffled.report).toEqual(report);
        return true;
      },
      5,
    ));
});

describe('an addition', () => {
  const rows = astra('ap-south-1');
  const { report, version } = importRows(rows);
  const book = bookOf(version);
  const mumbai = { region: regionId('ap-south-1') };

  it('is taken, from the start of its term', () => {
    expect(report.pending).toBe(0);
    expect(
      report.added.map(({ kind, prompt, new: price, old, regions, from }) => [
        kind,
        prompt,
        price,
        old,
        regions[0],
        from?.slice(0, 10),
      ]),
    ).toContainEqual(['output', '> 272000', '82.5', null, 'ap-south-1', '2026-10-01']);
    expect(rateIn(book, 'in.openai.gpt-6-astra', 'input', mumbai)).toBe(usd('11'));
    expect(rateIn(book, 'in.openai.gpt-6-astra', 'input', { ...mumbai, band: 3 })).toBe(usd('22'));
    expect(rateIn(book, 'in.openai.gpt-6-astra', 'input', mumbai, '2026-09-30')).toBe('no-rate-at-date');
    expect(rateIn(book, 'in.openai.gpt-6-astra', 'cacheWrite', mumbai)).toBe(usd('13.75'));
  });

  it('names its source', () => {
    const row = book.rows.find(
      ({ model, regions }) =>
        model === 'openai.gpt-6-astra' && regions.includes(mumbai.region) && regions.length === 1,
    );
    expect(row?.source).toBe('AWS Price List AmazonBedrockFoundationModels 2026-10-08');
    expect(row?.derived).toBeNull();
  });

  it('is in the book at the next import', () => {
    const again = importRows(rows, { previous: version });
    expect(again.isNew).toBe(false);
    expect(again.report.addedPrices).toBe(0);
  });

  it('of a kind leaves the other kinds of its row, and their provenance, alone', () => {
    const added = importRows([haiku('CacheReadInputTokenCount_Batch', '0.055')]);
    const batched = bookOf(added.version);
    const batch = { ...OREGON, batch: true };
    expect(rateIn(batched, HAIKU, 'cacheRead', batch)).toBe(usd('0.055'));
    expect(rateIn(batched, HAIKU, 'input', batch)).toBe(usd('0.55'));
    expect(rateIn(batched, HAIKU, 'input', batch, '2026-01-01')).toBe(usd('0.55'));
    expect(rateIn(batched, HAIKU, 'cacheRead', batch, '2026-01-01')).toBeNull();
    expect(rateIn(batched, HAIKU, 'cacheRead', { ...batch, region: regionId('us-east-1') })).toBeNull();
  });

  it('of a model that the list names by id becomes a model', () => {
    const body = 'deepseek.v9-mantle';
    const added = importRows([
      dashed('us-west-2', `${body}-input-tokens-standard`, '0.001', {
        model: 'DeepSeek V9',
        provider: 'DeepSeek',
      }),
      dashed('us-west-2', `${body}-cache-write-tokens-30m-standard`, '0.00125', {
        model: 'DeepSeek V9',
        provider: 'DeepSeek',
      }),
    ]);
    expect(added.report.newModels).toEqual(['deepseek.v9']);
    const grown = bookOf(added.version);
    expect(grown.models.get('deepseek.v9' as never)).toMatchObject({
      name: 'DeepSeek V9',
      provider: 'DeepSeek',
      cacheWriteTtl: '30m',
    });
    expect(rateIn(grown, 'deepseek.v9', 'input', OREGON)).toBe(usd('1'));
    expect(rateIn(grown, 'deepseek.v9', 'cacheWrite', OREGON)).toBe(usd('1.25'));
  });

  it('of a model without a price on purpose waits for a release', () => {
    const { report: held, version: same } = importRows([
      marketplace('us-west-2', 'Claude Mythos 5', 'input_tokens_standard', '27.5'),
    ]);
    expect(held.onPurpose).toBe(1);
    expect(same.catalog).toEqual([]);
  });
});

describe('a changed price', () => {
  const rows = [haiku('InputTokenCount', '1.21')];

  it('waits: listed, counted, not in force', () => {
    const { report, version } = importRows(rows);
    expect(report).toMatchObject({ changedPrices: 1, pending: 1, addedPrices: 0 });
    expect(version.pending).toEqual([
      {
        model: HAIKU,
        scope: 'regional',
        tier: 'standard',
        prompt: '',
        kind: 'input',
        regions: ['us-west-2'],
        old: '1.1',
        new: '1.21',
        oldSource: expect.stringContaining('Bedrock pricing page'),
        source: 'AWS Price List AmazonBedrockFoundationModels 2026-10-08',
        from: '2026-10-01T00:00:00Z',
      },
    ]);
    expect(rateIn(bookOf(version), HAIKU, 'input', OREGON)).toBe(usd('1.1'));
  });

  it('accepted, it is a new dated row: what was before stays', () => {
    const pending = importRows(rows);
    const { version, isNew, report } = importRows(rows, { previous: pending.version, accept: true });
    const book = bookOf(version);
    expect(isNew).toBe(true);
    expect(report.pending).toBe(0);
    expect(version.pending).toEqual([]);
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-09-30')).toBe(usd('1.1'));
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-10-01')).toBe(usd('1.21'));
    expect(rateIn(book, HAIKU, 'output', OREGON, '2026-10-01')).toBe(usd('5.5'));
    expect(rateIn(book, HAIKU, 'input', { region: regionId('us-east-1') })).toBe(usd('1.1'));
    expect(rateIn(book, `global.${HAIKU}`, 'input', OREGON)).toBe(usd('1'));
    // It is in the book now: nothing waits any more, and the next import changes nothing.
    expect(importRows(rows, { previous: version })).toMatchObject({ isNew: false });
  });

  it('never starts before the row that it replaces', () => {
    // Sonnet 5.5 cache reads went from 0.22 to 0.11 on 2026-10-07, and the term is dated 2026-10-01.
    const model = 'anthropic.claude-sonnet-5-5';
    const cut = marketplace('us-west-2', 'Claude Sonnet 5.5', 'cache_read_tokens_standard', '0.055');
    const { version } = importRows([cut], { accept: true });
    const book = bookOf(version);
    expect(rateIn(book, model, 'cacheRead', OREGON, '2026-10-06')).toBe(usd('0.22'));
    expect(rateIn(book, model, 'cacheRead', OREGON, '2026-10-07')).toBe(usd('0.055'));
  });

  it('that the book has announced is no change', () => {
    const cut = marketplace('us-west-2', 'Claude Sonnet 5.5', 'cache_read_tokens_standard', '0.11', {
      effectiveDate: '2026-10-07T00:00:00Z',
    });
    expect(importRows([cut], { at: '2026-10-05' }).report).toMatchObject({
      changedPrices: 0,
      addedPrices: 0,
    });
    expect(importRows([cut], { at: '2026-10-08' }).report).toMatchObject({
      changedPrices: 0,
      addedPrices: 0,
    });
  });

  it('starts on a whole hour', () => {
    const odd = [haiku('InputTokenCount', '1.21', { effectiveDate: '2026-10-01T10:20:30Z' })];
    const book = bookOf(importRows(odd, { accept: true }).version);
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-10-01T09:59:59Z')).toBe(usd('1.1'));
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-10-01T10:00:00Z')).toBe(usd('1.21'));
  });

  it('of a term that has not begun waits for its day', () => {
    const later = [haiku('InputTokenCount', '1.21', { effectiveDate: '2026-12-01T00:00:00Z' })];
    const book = bookOf(importRows(later, { accept: true }).version);
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-11-30')).toBe(usd('1.1'));
    expect(rateIn(book, HAIKU, 'input', OREGON, '2026-12-01')).toBe(usd('1.21'));
  });

  it('changes again: each has its time', () => {
    const first = importRows(rows, { accept: true }).version;
    const cut = [haiku('InputTokenCount', '0.9', { effectiveDate: '2026-11-10T00:00:00Z' })];
    const book = bookOf(importRows(cut, { previous: first, accept: true }).version);
    expect(
      ['2026-09-01', '2026-10-15', '2026-11-10'].map((day) => rateIn(book, HAIKU, 'input', OREGON, day)),
    ).toEqual([usd('1.1'), usd('1.21'), usd('0.9')]);
  });
});

describe('units that are not tokens', () => {
  const created = (usd: string) =>
    marketplace('us-west-2', 'Stable Image Services', 'CreatedImageStyleGuide', usd, {
      unit: 'Units',
      description: 'AWS Marketplace software usage|us-west-2|Created Image',
    });
  const imagePrice = (version: Parameters<typeof bookOf>[0], id: string, at: string) => {
    const found = bookOf(version).lookup(
      skuOf(id, { ...OREGON, unit: 'image:1024x1024:standard' }),
      instant(at),
    );
    return found.status === 'priced' ? found.rates.units : found.reason;
  };

  it('are those of the product that the usagetype names, not of its family', () => {
    const { report, version } = importRows([created('0.09')], { accept: true });
    expect(report.changed).toMatchObject([
      { model: 'stability.stable-image-style-guide-v1:0', kind: 'image', old: '0.07', new: '0.09' },
    ]);
    const id = 'stability.stable-image-style-guide-v1:0';
    expect(imagePrice(version, id, '2026-09-30')).toBe(parseRate('0.07', 1));
    expect(imagePrice(version, id, '2026-10-01')).toBe(parseRate('0.09', 1));
    expect(importRows([created('0.07')]).report).toMatchObject({
      changedPrices: 0,
      addedPrices: 0,
      unknown: 0,
    });
  });

  it('by sizes that the book divides otherwise are left to a person', () => {
    const { report, version } = importRows([
      dashed('us-east-1', 'NovaCanvas-T2I-512-Standard', '0.03', { model: 'Nova Canvas' }, 'image'),
    ]);
    expect(report).toMatchObject({ otherRules: 1, addedPrices: 0 });
    expect(version.catalog).toEqual([]);
  });
});

describe('what is no longer listed', () => {
  it('stays in the book, and is named', () => {
    const { version } = importRows(astra('ap-south-1'));
    const later = importAll(offersOf(realisticRows()), { previous: version });
    expect(later.report.vanished).toContainEqual({
      price: 'openai.gpt-6-astra regional standard input <= 272000',
      regions: ['ap-south-1'],
    });
    expect(
      rateIn(bookOf(later.version), 'openai.gpt-6-astra', 'input', { region: regionId('ap-south-1') }),
    ).toBe(usd('11'));
  });
});

describe('a version as text', () => {
  const { version } = importRows([...astra('ap-south-1'), haiku('InputTokenCount', '1.21')]);
  const text = JSON.stringify(version);

  it('reads back as it was', () => expect(parseVersion(text, 'v.json')).toEqual(version));

  it.each([
    ['cut in half', text.slice(0, 500), 'v.json: not JSON'],
    ['HTML', '<p>', 'v.json: not JSON'],
    ['another format', text.replace('"format":1', '"format":2'), 'v.json: not a price version: format'],
    ['a price changed by hand', text.replace('"82.5"', '"8.25"'), 'v.json: was changed by hand'],
  ])('%s: refused by name', (_, broken, message) => {
    expect(() => parseVersion(broken, 'v.json')).toThrow(message);
  });
});

describe('rows that are new to nobody', () => {
  it('unknown rows are told from unknown rows that were there before', () => {
    const strange = [haiku('InputTokenCount_Turbo', '1')];
    const first = importRows(strange);
    expect(first.version.unknownShapes).toEqual([
      `${FM} MP:InputTokenCount_Turbo-Units: unknown token "Turbo"`,
    ]);
    expect(importRows(strange, { previous: first.version }).report.newlyUnknown).toBe(0);
    const more = importRows([...strange, haiku('OutputTokenCount_Turbo', '1')], { previous: first.version });
    expect(more.report.newlyUnknown).toBe(1);
  });
});
