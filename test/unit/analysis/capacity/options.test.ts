import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEvenOfDemand, breakEvenUtilization } from '../../../../src/analysis/capacity/break-even.ts';
import {
  type DemandPart,
  type MinuteDemand,
  minuteDemand,
} from '../../../../src/analysis/capacity/demand.ts';
import { capacityOptions, type UnitPrice } from '../../../../src/analysis/capacity/options.ts';
import { spillCurve, type UnitThroughput } from '../../../../src/analysis/capacity/spill.ts';
import { type AttoUsdPerUnit, parseRate, usdString } from '../../../../src/domain/money.ts';

const RATES = {
  input: parseRate('3'),
  output: parseRate('15'),
  cacheRead: parseRate('0.3'),
  cacheWrite: parseRate('3.75'),
};
const UNIT: UnitThroughput = { inputTpm: 180_000, outputTpm: 36_000, countsCacheReads: true };
const price = (usd: string, commitment: UnitPrice['commitment'] = 'none'): UnitPrice => ({
  commitment,
  perHour: parseRate(usd, 1),
  source: 'test',
});

type Tokens = Partial<DemandPart['tokens']>;
const demandOf = (minutes: Readonly<Record<number, Tokens>>): MinuteDemand =>
  minuteDemand(
    Object.entries(minutes).map(([minute, tokens]) => ({
      minute: Number(minute),
      tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ...tokens },
      rates: RATES,
    })),
  );

/** Fractions with whatever denominator, for a brute force without rounding. */
class Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
  constructor(top: bigint, bottom: bigint) {
    this.top = top;
    this.bottom = bottom;
  }
  plus(other: Fraction): Fraction {
    return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }
  times(other: Fraction): Fraction {
    return new Fraction(this.top * other.top, this.bottom * other.bottom);
  }
  less(other: Fraction): boolean {
    return this.top * other.bottom < other.top * this.bottom;
  }
  /** To whole nano-dollars from atto-dollars, half up. */
  nano(): bigint {
    const bottom = this.bottom * 1_000_000_000n;
    return (2n * this.top + bottom) / (2n * bottom);
  }
}
const whole = (n: bigint | number) => new Fraction(BigInt(n), 1n);
const least = (...all: Fraction[]) => all.reduce((a, b) => (b.less(a) ? b : a));

/** What the issue says, minute by minute and unit by unit. */
function bruteForce(rows: readonly Tokens[], unit: UnitThroughput, perHour: bigint, units: number) {
  let spill = whole(0);
  for (const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } of rows) {
    const counted = input + cacheWrite + (unit.countsCacheReads ? cacheRead : 0);
    const cost =
      BigInt(input) * RATES.input +
      BigInt(output) * RATES.output +
      BigInt(cacheRead) * RATES.cacheRead +
      BigInt(cacheWrite) * RATES.cacheWrite;
    const fits = (tokens: number, each: number) =>
      tokens === 0 ? whole(units === 0 ? 0 : 1) : new Fraction(BigInt(units * each), BigInt(tokens));
    const some = input + output + cacheRead + cacheWrite > 0;
    const share = some
      ? least(whole(1), fits(counted, unit.inputTpm), fits(output, unit.outputTpm))
      : whole(1);
    spill = spill.plus(whole(cost).times(whole(1).plus(new Fraction(-share.top, share.bottom))));
  }
  return { spill, unit: new Fraction(BigInt(units) * perHour * BigInt(rows.length), 60n) };
}

const count = (max: number) => fc.oneof(fc.constant(0), fc.nat({ max }));
const minutes = fc.array(
  fc.record({
    input: count(900_000),
    output: count(200_000),
    cacheRead: count(500_000),
    cacheWrite: count(90_000),
  }),
  { minLength: 1, maxLength: 12 },
);
const unitOf = fc.record({
  inputTpm: fc.integer({ min: 20_000, max: 400_000 }),
  outputTpm: fc.integer({ min: 5_000, max: 90_000 }),
  countsCacheReads: fc.boolean(),
});

describe('numbers of units', () => {
  it('cost what a brute force over minutes and units says, and the best is the best', () => {
    fc.assert(
      fc.property(minutes, unitOf, fc.integer({ min: 1, max: 300_000 }), (rows, unit, millis) => {
        const perHour = (BigInt(millis) * 10n ** 15n) as AttoUsdPerUnit;
        const curve = spillCurve(demandOf(Object.fromEntries(rows.entries())), unit);
        const { options, best } = capacityOptions(
          curve,
          [{ commitment: 'none', perHour, source: 'test' }],
          rows.length,
        );
        // To one unit more than the peak needs.
        const top = Math.max(0, ...options.map(({ units }) => units)) + 1;
        let cheapest = { units: 0, total: whole(0) };
        for (let units = 0; units <= top; units++) {
          const exact = bruteForce(rows, unit, perHour, units);
          const total = exact.spill.plus(exact.unit);
          if (units === 0 || total.less(cheapest.total)) cheapest = { units, total };
          const found = options.find((option) => option.units === units);
          if (units === top) continue;
          expect(found).toMatchObject({ unitCost: exact.unit.nano(), spillCost: exact.spill.nano() });
          expect(found?.totalCost).toBe(exact.unit.nano() + exact.spill.nano());
        }
        expect(bruteForce(rows, unit, perHour, Math.max(1, top - 1)).spill.top).toBe(0n);
        expect(best?.units).toBe(cheapest.units);
      }),
      { numRuns: 3000 },
    );
  });

  it('with several prices, the best is the cheapest of all', () => {
    fc.assert(
      fc.property(
        minutes,
        unitOf,
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        (rows, unit, usd) => {
          const curve = spillCurve(demandOf(Object.fromEntries(rows.entries())), unit);
          const prices = usd.map((each) => price(String(each), '1-month'));
          const { options, best } = capacityOptions(curve, prices, rows.length);
          const least = options.reduce((a, b) => (b.totalCost < a.totalCost ? b : a)).totalCost;
          // Rounded parts may add up to a nano-dollar more than an exactly cheaper neighbour's.
          expect((best?.totalCost ?? 0n) - least).toBeLessThanOrEqual(1n);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are added up by hand', () => {
    // One hour: 30 idle minutes, 20 at one unit's full load ($1.08 each), 10 at twice that.
    const full = { input: 180_000, output: 36_000 };
    const rows: Record<number, Tokens> = {};
    for (let i = 30; i < 50; i++) rows[i] = full;
    for (let i = 50; i < 60; i++) rows[i] = { input: 360_000, output: 72_000 };
    const { options, best } = capacityOptions(spillCurve(demandOf(rows), UNIT), [price('30')], 60);
    const table = options.map((o) => [o.units, o.unitCost, o.spillCost, o.totalCost, o.saving].map(String));
    // 40 full minutes x $1.08 = $43.20; one unit leaves 10 x $1.08; two leave nothing.
    expect(table).toEqual([
      ['0', '0', '43200000000', '43200000000', '0'],
      ['1', '30000000000', '10800000000', '40800000000', '2400000000'],
      ['2', '60000000000', '0', '60000000000', '-16800000000'],
    ]);
    expect(best?.units).toBe(1);
    // One unit is full in 30 of 60 minutes; two are in 40 of 120 unit-minutes.
    expect(options.map(({ utilization }) => utilization)).toEqual([null, 0.5, 1 / 3]);
  });

  it('idle minutes cost the unit, too', () => {
    const demand = demandOf({ 0: { input: 180_000, output: 36_000 } });
    const [, hour] = capacityOptions(spillCurve(demand, UNIT), [price('60')], 60).options;
    const [, day] = capacityOptions(spillCurve(demand, UNIT), [price('60')], 1440).options;
    expect([
      usdString(hour?.unitCost ?? (parseRate('0') as never)),
      usdString(day?.unitCost ?? (parseRate('0') as never)),
    ]).toEqual(['60.000000000', '1440.000000000']);
  });

  it('never pay where the cheapest is none', () => {
    const demand = demandOf({ 0: { input: 1000 } });
    expect(capacityOptions(spillCurve(demand, UNIT), [price('60')], 60).best?.units).toBe(0);
  });

  it('stay listed around the best one where the peak is far away', () => {
    const rows = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [i, { input: 180_000 * 1000 * (i + 1) }]),
    );
    const { options, best } = capacityOptions(spillCurve(demandOf(rows), UNIT), [price('20')], 60);
    expect(options.length).toBeLessThan(200);
    expect(options.at(-1)?.units).toBe(60_000);
    expect(options.some(({ units }) => units === best?.units)).toBe(true);
    // A unit's slice is worth $0.54 a minute: it pays while more than 37 of 60 minutes fill it.
    expect(best?.units).toBe(23_000);
  });

  it('nothing asked for has one option: no unit', () => {
    const { options, best } = capacityOptions(spillCurve(demandOf({}), UNIT), [price('60')], 60);
    expect(options).toHaveLength(1);
    expect(best).toMatchObject({ units: 0, totalCost: 0n });
  });
});

describe('break-even', () => {
  it('is 92.6 % for $60 an hour with 180k + 36k tokens a minute at $3 and $15', () => {
    // 10.8 M input at $3 and 2.16 M output at $15 an hour: $32.40 + $32.40 = $64.80; 60 / 64.80.
    expect(breakEvenUtilization(parseRate('60', 1), UNIT, RATES)).toBeCloseTo(60 / 64.8, 12);
    // Claude 3.7 Sonnet's only known price, us-west-2, one month: never on price alone.
    expect(breakEvenUtilization(parseRate('158.40', 1), UNIT, RATES)).toBeCloseTo(158.4 / 64.8, 12);
  });

  it('of a demand counts its own mix and its caching', () => {
    // Input alone: a full unit is worth $32.40 an hour.
    const inputs = demandOf({ 0: { input: 90_000 }, 5: { input: 360_000 } });
    expect(breakEvenOfDemand(parseRate('16.2', 1), inputs, spillCurve(inputs, UNIT))).toBeCloseTo(0.5, 12);
    // All of it read from the cache: a tenth of that, where reads fill the ceiling.
    const reads = demandOf({ 0: { cacheRead: 90_000 } });
    expect(breakEvenOfDemand(parseRate('16.2', 1), reads, spillCurve(reads, UNIT))).toBeCloseTo(5, 12);
  });

  it('is unknown where nothing was asked for, or it is free', () => {
    expect(breakEvenOfDemand(parseRate('60', 1), demandOf({}), spillCurve(demandOf({}), UNIT))).toBeNull();
    const free = { input: parseRate('0'), output: parseRate('0') };
    expect(breakEvenUtilization(parseRate('60', 1), UNIT, free)).toBeNull();
  });
});

describe('a minute', () => {
  it('of cache reads alone is served by any unit where they fill no ceiling', () => {
    const demand = demandOf({ 0: { cacheRead: 1_000_000 } });
    const curve = spillCurve(demand, { ...UNIT, countsCacheReads: false });
    expect([curve.spill(0) > 0n, curve.spill(1), curve.peakUnits]).toEqual([true, 0n, 1]);
  });

  it('sums what comes for it in parts, and tells tokens without a price', () => {
    const part = { minute: 3, tokens: { input: 10, output: 1, cacheRead: 4, cacheWrite: 0 } };
    const demand = minuteDemand([
      { ...part, rates: RATES },
      { ...part, rates: { ...RATES, cacheRead: null } },
    ]);
    expect(demand.minutes).toEqual([3]);
    expect(demand.tokens.cacheRead).toEqual([8]);
    expect(demand.unpricedTokens).toBe(4);
    // 20 x 3 + 2 x 15 + 4 x 0.3 = 91.2 micro-dollars.
    expect(demand.cost).toEqual([91_200_000_000_000n]);
    expect(demand.readCost).toEqual([1_200_000_000_000n]);
  });
});
