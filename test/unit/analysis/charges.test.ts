import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRater, loadPriceBook, withPricing } from '../../../pricing/index.ts';
import { type Charge, chargesOf } from '../../../src/analysis/charges.ts';
import type { ChargeHour } from '../../../src/domain/charge.ts';
import { regionId } from '../../../src/domain/ids.ts';
import { parseModelId } from '../../../src/domain/model-id.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { NO_QUANTITIES, type Quantities, TOKEN_KINDS } from '../../../src/domain/quantities.ts';
import { epochSeconds, hourOf, startOfHour } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';

const book = loadPriceBook();
const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const NO_COST = { input: 0n, output: 0n, cacheRead: 0n, cacheWrite: 0n, units: 0n };

/** An hour of Claude Sonnet 4.5 by the geo profile: 3.30 in, 16.50 out, 0.33 read, 4.125 and 6.60 written, per million. */
function hour(
  text: Partial<Omit<ChargeHour, 'quantities' | 'unpriced' | 'cost'>> & {
    model?: string;
    quantities?: Partial<Quantities>;
    unpriced?: Partial<Quantities>;
    cost?: Partial<Record<keyof ChargeHour['cost'], bigint>>;
  } = {},
): ChargeHour {
  const { model = SONNET, quantities, unpriced, cost, ...rest } = text;
  const { base, scope, profile } = parseModelId(model);
  const money = { ...NO_COST, ...cost };
  return {
    account: '111122223333',
    hour: hourOf(at('2026-11-20T10:00:00Z')),
    sku: {
      ...{ model: base, scope, region: regionId('us-east-1'), tier: 'standard', latency: 'standard' },
      ...{ band: 0, batch: false, unit: 'token' },
    },
    modelId: model,
    profile,
    principal: 'arn:aws:sts::111122223333:assumed-role/app',
    agent: null,
    tags: new Map(),
    priceVersion: book.version,
    rows: 1,
    ...rest,
    quantities: { ...NO_QUANTITIES, ...quantities },
    unpriced: { ...NO_QUANTITIES, ...unpriced },
    cost: {
      input: nanoUsd(money.input),
      output: nanoUsd(money.output),
      cacheRead: nanoUsd(money.cacheRead),
      cacheWrite: nanoUsd(money.cacheWrite),
      units: nanoUsd(money.units),
    },
  };
}

const byHour = (h: ChargeHour['hour']) => ({
  from: startOfHour(h),
  to: epochSeconds(startOfHour(h) + 3600),
});
const wholeDay = () => ({ from: at('2026-11-20'), to: at('2026-11-21') });
const told = ({ kind, quantity, cost, listCost, rate, listRate, reason }: Charge) => ({
  ...{ kind, quantity, cost, listCost, reason },
  // Atto-dollars a token are micro-micro-dollars a million tokens.
  perMillion: rate === null ? null : Number(rate) / 1e12,
  listPerMillion: listRate === null ? null : Number(listRate) / 1e12,
});

describe('charges', () => {
  it('are a row per kind of token, with its price', () => {
    const charges = chargesOf(
      [
        hour({
          quantities: {
            input: 1_234,
            output: 567,
            cacheRead: 45_678,
            cacheWrite5m: 2_048,
            cacheWrite1h: 4_096,
          },
          // As worked out in docs/how/spend.md: 0.063983040 in all.
          cost: { input: 4_072_200n, output: 9_355_500n, cacheRead: 15_073_740n, cacheWrite: 35_481_600n },
        }),
      ],
      book,
      byHour,
    );
    expect(charges.map(told).sort((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      row('cacheRead', 45_678, 15_073_740n, 0.33),
      row('cacheWrite1h', 4_096, 27_033_600n, 6.6),
      row('cacheWrite5m', 2_048, 8_448_000n, 4.125),
      row('input', 1_234, 4_072_200n, 3.3),
      row('output', 567, 9_355_500n, 16.5),
    ]);
  });

  const row = (kind: string, quantity: number, cost: bigint, perMillion: number) => ({
    ...{ kind, quantity, cost, listCost: cost, reason: null, perMillion, listPerMillion: perMillion },
  });

  it('show the list price beside what a discount leaves', () => {
    // 10 % off 3.30 is 2.97 a million.
    const discounted = withPricing(book, { discountPercent: 10 });
    const [charge] = chargesOf(
      [hour({ quantities: { input: 1_000_000 }, cost: { input: 2_970_000_000n } })],
      discounted,
      byHour,
    );
    expect(charge && told(charge)).toMatchObject({
      ...{ cost: 2_970_000_000n, listCost: 3_300_000_000n, perMillion: 2.97, listPerMillion: 3.3 },
    });
  });

  it('have no list price where only the user has one', () => {
    const own = withPricing(book, {
      overrides: [{ model: 'acme.new-v1:0', newModel: true, usdPerMillion: { input: '2' } }],
    });
    const [charge] = chargesOf(
      [hour({ model: 'acme.new-v1:0', quantities: { input: 1_000_000 }, cost: { input: 2_000_000_000n } })],
      own,
      byHour,
    );
    expect(charge && told(charge)).toMatchObject({
      ...{ cost: 2_000_000_000n, listCost: 2_000_000_000n, perMillion: 2, listPerMillion: null },
    });
  });

  it('state no price that does not make their cost', () => {
    const [charge] = chargesOf(
      [
        hour({
          priceVersion: 'an older book',
          quantities: { input: 1_000_000 },
          cost: { input: 3_000_000_000n },
        }),
      ],
      book,
      byHour,
    );
    expect(charge && told(charge)).toMatchObject({
      ...{ cost: 3_000_000_000n, listCost: 3_300_000_000n, perMillion: null, listPerMillion: 3.3 },
    });
  });

  it('leave writes of two times-to-live together where no price tells them apart', () => {
    const charges = chargesOf(
      [
        hour({
          model: 'acme.unknown-v1:0',
          quantities: { cacheWrite5m: 10, cacheWrite1h: 20 },
          cost: { cacheWrite: 77n },
        }),
      ],
      book,
      byHour,
    );
    expect(charges.map(told)).toEqual([
      {
        ...{ kind: 'cacheWrite', quantity: 30, cost: 77n, listCost: 77n },
        ...{ reason: null, perMillion: null, listPerMillion: null },
      },
    ]);
  });

  it('say why what has no price has none, and that what is known now was not then', () => {
    const reasonOf = (text: Parameters<typeof hour>[0]) => {
      const [charge] = chargesOf(
        [hour({ quantities: { input: 5 }, unpriced: { input: 5 }, ...text })],
        book,
        byHour,
      );
      return [charge?.reason, charge?.cost, charge?.listCost];
    };
    expect(reasonOf({ model: 'acme.unknown-v1:0' })).toEqual(['unknown-model', null, null]);
    expect(reasonOf({})).toEqual(['stored-without-price', null, null]);
    const cached = { quantities: { cacheRead: 5 }, unpriced: { cacheRead: 5 } };
    expect(reasonOf({ model: 'mistral.mistral-large-2402-v1:0', ...cached })).toEqual([
      'no-rate-for-kind',
      null,
      null,
    ]);
  });

  it('keep the part of a kind that has a price apart from the part that has none', () => {
    const charges = chargesOf(
      [hour({ quantities: { input: 30 }, unpriced: { input: 10 }, cost: { input: 66_000n } })],
      book,
      byHour,
    );
    expect(charges.map(({ quantity, cost }) => [quantity, cost]).sort()).toEqual([
      [10, null],
      [20, 66_000n],
    ]);
  });

  it('are no rows where nothing was used', () => {
    expect(chargesOf([hour({ rows: 3 })], book, byHour)).toEqual([]);
  });

  it('are free where the price is zero, which is not unpriced', () => {
    const nova = 'amazon.nova-lite-v1:0';
    const [charge] = chargesOf([hour({ model: nova, quantities: { cacheWrite: 500 } })], book, byHour);
    expect(charge && told(charge)).toMatchObject({ cost: 0n, perMillion: 0, reason: null });
  });

  it('add up hours to days, and tell parties apart', () => {
    const later = hourOf(at('2026-11-20T11:00:00Z'));
    const one = { quantities: { input: 10 }, cost: { input: 33_000n } };
    const charges = chargesOf(
      [
        hour(one),
        hour({ ...one, hour: later }),
        hour({ ...one, principal: null }),
        hour({ ...one, tags: new Map([['a', 'b']]) }),
      ],
      book,
      wholeDay,
    );
    expect(charges.map(({ quantity, cost }) => [quantity, cost])).toEqual(
      expect.arrayContaining([
        [20, 66_000n],
        [10, 33_000n],
        [10, 33_000n],
      ]),
    );
    expect(charges).toHaveLength(3);
  });

  it('are in one order, whatever the order of the hours', () => {
    const hours = [0, 1, 2, 3, 4, 5].map((i) =>
      hour({
        principal: `p${i % 3}`,
        hour: hourOf(at(`2026-11-20T1${i % 2}:00:00Z`)),
        quantities: { input: i + 1 },
      }),
    );
    expect(chargesOf(hours.toReversed(), book, byHour)).toEqual(chargesOf(hours, book, byHour));
  });

  it('are exactly the whole, for any quantities and prices', () => {
    const models = [
      SONNET,
      'global.anthropic.claude-opus-4-5-20251101-v1:0',
      'amazon.nova-lite-v1:0',
      'acme.unknown-v1:0',
      'openai.gpt-oss-120b-1:0',
    ];
    const some = fc.record({
      model: fc.constantFrom(...models),
      at: fc.integer({ min: 0, max: 23 }),
      counts: fc.tuple(...TOKEN_KINDS.map(() => fc.oneof(fc.constant(0), fc.nat({ max: 5_000_000 })))),
      discount: fc.constantFrom(0, 7.5, 33.333333),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), fc.constantFrom(0, 12.5), (uses, discount) => {
        const hours = uses.map(({ model, at: hourOfDay, counts, discount: stored }) => {
          const quantities = Object.fromEntries(TOKEN_KINDS.map((kind, i) => [kind, counts[i] ?? 0]));
          const one = hour({
            model,
            hour: hourOf(epochSeconds(at('2026-11-20') + hourOfDay * 3600)),
            quantities,
          });
          // Stored by another discount than the one in force.
          const rated = createRater(withPricing(book, { discountPercent: stored })).rate(
            one.sku,
            startOfHour(one.hour),
            one.quantities,
          );
          const unpriced = Object.fromEntries(
            rated.unpricedKinds.map((kind) => [kind, one.quantities[kind]]),
          );
          return { ...one, cost: rated.cost, unpriced: { ...NO_QUANTITIES, ...unpriced } };
        });
        const charges = chargesOf(hours, withPricing(book, { discountPercent: discount }), wholeDay);
        const stored = hours.reduce(
          (sum, { cost: c }) => sum + c.input + c.output + c.cacheRead + c.cacheWrite,
          0n,
        );
        expect(charges.reduce((sum, { cost }) => sum + (cost ?? 0n), 0n)).toBe(stored);
        const tokens = hours.reduce(
          (sum, { quantities }) => sum + TOKEN_KINDS.reduce((n, kind) => n + quantities[kind], 0),
          0,
        );
        expect(charges.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(tokens);
        for (const { cost, reason, rate, quantity } of charges) {
          expect(cost === null).toBe(reason !== null);
          expect(cost ?? 0n).toBeGreaterThanOrEqual(0n);
          if (rate === null || cost === null) continue;
          const apart = Number(rate * BigInt(quantity) - cost * 1_000_000_000n) / 1e9;
          expect(Math.abs(apart)).toBeLessThanOrEqual(24);
        }
      }),
    );
  });
});
