import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALWAYS_FROM, ALWAYS_TO, type PriceRow } from '../../../../pricing/catalog-rows.ts';
import { overlayRows } from '../../../../pricing/import/overlay.ts';
import { findOverlaps } from '../../../../pricing/overlap.ts';
import { NO_RATES, type PricedKind, type Rates } from '../../../../pricing/rates.ts';
import { baseModelId, regionId } from '../../../../src/domain/ids.ts';
import type { AttoUsdPerUnit } from '../../../../src/domain/money.ts';
import type { PromptBand } from '../../../../src/domain/sku.ts';
import { epochSeconds } from '../../../../src/domain/time.ts';
import { holds } from '../fixture.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'].map(regionId);
const BANDS: readonly PromptBand[] = [0, 1, 2, 3];
const KINDS = ['input', 'output', 'cacheRead'] as const;

interface RowText {
  readonly from?: number;
  readonly to?: number;
  readonly rates: Partial<Record<PricedKind, bigint>>;
  readonly regions?: readonly string[];
  readonly bands?: readonly PromptBand[];
  readonly source?: string;
}
const row = ({ from, to, rates, regions, bands = BANDS, source = 'base' }: RowText): PriceRow => ({
  model: baseModelId('acme.parrot'),
  scope: 'regional',
  regions: (regions ?? REGIONS).map((region) => regionId(region)),
  rateClass: 'standard',
  bands,
  from: from === undefined ? ALWAYS_FROM : epochSeconds(from),
  to: to === undefined ? ALWAYS_TO : epochSeconds(to),
  unit: null,
  rates: { ...NO_RATES, ...rates } as Rates,
  source,
  derived: source === 'base' ? 'a rule' : null,
  file: '',
  path: [],
});

const rateAt = (
  rows: readonly PriceRow[],
  region: string,
  band: PromptBand,
  at: number,
  kind: PricedKind,
) => {
  const found = rows.filter(
    (r) => r.from <= at && at < r.to && r.regions.includes(regionId(region)) && r.bands.includes(band),
  );
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.rates[kind] ?? null;
};

describe('rows laid over rows', () => {
  it('cut the row below in time, for their Regions and sizes only', () => {
    const base = row({ rates: { input: 10n, output: 20n } });
    const over = row({
      from: 100,
      rates: { input: 11n },
      regions: ['us-west-2'],
      bands: [0],
      source: 'list',
    });
    const result = overlayRows([base], [over]);
    expect(rateAt(result, 'us-west-2', 0, 99, 'input')).toBe(10n);
    expect(rateAt(result, 'us-west-2', 0, 100, 'input')).toBe(11n);
    expect(rateAt(result, 'us-west-2', 0, 100, 'output')).toBe(20n);
    expect(rateAt(result, 'us-west-2', 1, 100, 'input')).toBe(10n);
    expect(rateAt(result, 'us-east-1', 0, 100, 'input')).toBe(10n);
    expect(findOverlaps(result)).toEqual([]);
  });

  it('keep the provenance of what stays, and lose it when nothing does', () => {
    const base = row({ rates: { input: 10n, output: 20n } });
    const [part] = overlayRows([base], [row({ rates: { input: 11n }, source: 'list' })]);
    expect(part).toMatchObject({ source: 'list; base', derived: 'a rule' });
    const [all] = overlayRows([base], [row({ rates: { input: 11n, output: 21n }, source: 'list' })]);
    expect(all).toMatchObject({ source: 'list', derived: null });
  });

  it('end where the row below has a later price of the kind', () => {
    const base = [
      row({ to: 200, rates: { input: 10n } }),
      row({ from: 200, rates: { input: 12n, output: 30n } }),
    ];
    const result = overlayRows(base, [
      row({ from: 100, rates: { input: 11n, cacheRead: 1n }, source: 'list' }),
    ]);
    expect([99, 100, 200].map((at) => rateAt(result, 'us-east-1', 0, at, 'input'))).toEqual([10n, 11n, 12n]);
    expect([99, 100, 200].map((at) => rateAt(result, 'us-east-1', 0, at, 'cacheRead'))).toEqual([
      null,
      1n,
      1n,
    ]);
  });

  it('part prompt sizes that no one range holds', () => {
    const result = overlayRows(
      [row({ rates: { input: 10n } })],
      [row({ from: 100, rates: { input: 11n }, bands: [1], source: 'list' })],
    );
    const later = result.filter((r) => r.to === ALWAYS_TO && r.rates.input === 10n).map(({ bands }) => bands);
    expect(later.every((bands) => bands.every((band, i) => band === (bands[0] ?? 0) + i))).toBe(true);
    expect(BANDS.map((band) => rateAt(result, 'us-east-1', band, 100, 'input'))).toEqual([
      10n,
      11n,
      10n,
      10n,
    ]);
  });

  it('leave what they do not touch as the very same objects', () => {
    const other = { ...row({ rates: { input: 1n } }), model: baseModelId('acme.owl') };
    expect(overlayRows([other], [row({ rates: { input: 2n }, source: 'list' })])).toContain(other);
  });

  /** Some rows per kind, none of which overlap: steps at distinct times. */
  const steps = fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 })
    .map((times) => times.sort((a, b) => a - b));
  const overs = fc
    .array(
      fc.record({ kind: fc.constantFrom(...KINDS), times: steps, region: fc.constantFrom(...REGIONS) }),
      { maxLength: 4 },
    )
    .map((all) =>
      all.filter((one, i) => all.findIndex((o) => o.kind === one.kind && o.region === one.region) === i),
    );

  it('tile: every kind has the price of the latest layer row that began, and no rows overlap', () =>
    holds([overs, fc.integer({ min: 1, max: 9 })], (chosen, change) => {
      const base = [
        row({ to: change, rates: { input: 10n, output: 20n } }),
        row({ from: change, rates: { input: 12n, output: 20n } }),
      ];
      const upper = chosen.flatMap(({ kind, times, region }) =>
        times.map((from, i) => {
          const to = times[i + 1];
          const ends = to === undefined ? {} : { to };
          return row({
            from,
            ...ends,
            rates: { [kind]: BigInt(100 + from) },
            regions: [region],
            source: 'list',
          });
        }),
      );
      const result = overlayRows(base, upper);
      if (findOverlaps(result).length > 0) return false;
      return REGIONS.every((region) =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].every((at) =>
          KINDS.every((kind) => {
            const own = chosen.find((one) => one.kind === kind && one.region === region);
            const begun = own?.times.filter((time) => time <= at).at(-1);
            const below = base.find((r) => r.from <= at && at < r.to)?.rates[kind] ?? null;
            const overtaken = kind !== 'cacheRead' && begun !== undefined && begun < change && change <= at;
            const expected =
              begun === undefined || overtaken ? below : (BigInt(100 + begun) as AttoUsdPerUnit);
            return rateAt(result, region, 0, at, kind) === expected;
          }),
        ),
      );
    }));

  it('twice are once', () =>
    holds([overs], (chosen) => {
      const base = [row({ rates: { input: 10n, output: 20n } })];
      const upper = chosen.flatMap(({ kind, times, region }) =>
        times
          .slice(0, 1)
          .map((from) => row({ from, rates: { [kind]: 7n }, regions: [region], source: 'list' })),
      );
      const once = overlayRows(base, upper);
      const twice = overlayRows(once, upper);
      return [0, 5, 10].every((at) =>
        KINDS.every((kind) =>
          REGIONS.every((region) => rateAt(once, region, 2, at, kind) === rateAt(twice, region, 2, at, kind)),
        ),
      );
    }));
});
