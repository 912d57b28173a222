/** What stands beside new units: the reserved tier, and units that are there. */
import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../../pricing/index.ts';
import { minuteDemand } from '../../../../src/analysis/capacity/demand.ts';
import { type ProvisionedUnits, unitUse } from '../../../../src/analysis/capacity/existing.ts';
import { reservedOptions, reservedPrices } from '../../../../src/analysis/capacity/reserved.ts';
import { DEMAND_COUNTS, type DemandSeries } from '../../../../src/domain/demand.ts';
import { parseRate, usdString } from '../../../../src/domain/money.ts';
import { at } from '../../../support.ts';

const RATES = {
  input: parseRate('3'),
  output: parseRate('15'),
  cacheRead: parseRate('0.3'),
  cacheWrite: parseRate('3.75'),
};

describe('the reserved tier', () => {
  const listed = loadPriceBook().capacity.find(
    ({ kind, model, scope }) =>
      kind === 'reserved' && model === 'anthropic.claude-sonnet-4-5-20250929-v1:0' && scope === 'global',
  );
  const prices = listed ? reservedPrices(listed) : [];
  const hour = (tokens: { input?: number; output?: number; cacheRead?: number; cacheWrite?: number }) =>
    minuteDemand(
      Array.from({ length: 60 }, (_, minute) => ({
        minute,
        tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ...tokens },
        rates: RATES,
      })),
    );

  it('at a month costs what on demand does when it is always full, at three a tenth less', () => {
    const options = reservedOptions(hour({ input: 100_000, output: 10_000 }), prices, 60);
    // An hour: 6 M input at $3 and 0.6 M output at $15: $18 + $9. Reserved 100 x 0.18 + 10 x 0.90 = $27; 0.9 of that.
    expect(options.map((o) => [o.term, usdString(o.totalCost), usdString(o.onDemandCost)])).toEqual([
      ['3-months', '24.300000000', '27.000000000'],
      ['1-month', '27.000000000', '27.000000000'],
    ]);
  });

  it('has a least size, which small demand pays for in full', () => {
    const [cheapest] = reservedOptions(hour({ input: 100 }), prices, 60);
    expect(cheapest).toMatchObject({ inputKtpm: 100, outputKtpm: 10 });
    expect(usdString(cheapest?.totalCost ?? (parseRate('0') as never))).toBe('24.300000000');
  });

  it('leaves on demand what does not fit, and cache reads in any case', () => {
    const mixed = minuteDemand([
      {
        minute: 0,
        tokens: { input: 50_000, output: 0, cacheRead: 10_000, cacheWrite: 50_000 },
        rates: RATES,
      },
      { minute: 1, tokens: { input: 400_000, output: 0, cacheRead: 0, cacheWrite: 0 }, rates: RATES },
    ]);
    const least = reservedOptions(mixed, prices, 2).find((o) => o.inputKtpm === 100 && o.term === '1-month');
    // Minute 0 fits (writes count, reads do not) but for the reads, $0.003; minute 1 spills 300,000: $0.90.
    expect(usdString(least?.spillCost ?? (parseRate('0') as never))).toBe('0.903000000');
  });
});

describe('units that are there', () => {
  const units: ProvisionedUnits = {
    arn: 'arn:aws:bedrock:us-west-2:111122223333:provisioned-model/abc',
    name: 'recommendations',
    ...{ account: '111122223333', region: 'us-west-2', model: 'amazon.nova-pro-v1:0', units: 2 },
    status: 'InService',
    commitment: '1-month',
    commitmentEnds: null,
    created: null,
  };
  const observed = { from: at('2026-11-20T00:30:00Z'), to: at('2026-11-20T06:30:00Z') };
  const price = { commitment: '1-month' as const, perHour: parseRate('17.50', 1), source: 'test' };

  function series(minutes: readonly string[], input: number, calls = 1): DemandSeries {
    const zero = () => new Float64Array(minutes.length);
    const counts = Object.fromEntries(
      DEMAND_COUNTS.map((count) => [count, zero()]),
    ) as DemandSeries['counts'];
    counts.calls.fill(calls);
    counts.input.fill(input);
    return {
      ...{
        account: units.account,
        region: units.region,
        modelId: units.arn,
        model: units.model,
        scope: 'provisioned',
      },
      minutes: Int32Array.from(minutes, (iso) => at(`2026-11-20T${iso}:00Z`) / 60),
      counts,
    };
  }

  it('cost while nobody calls: whole hours without a call', () => {
    const use = unitUse(units, [series(['01:05', '01:50', '06:10'], 90_000)], observed, {
      throughput: { inputTpm: 90_000, outputTpm: 10_000, countsCacheReads: true },
      price,
      onDemand: RATES,
    });
    // Whole hours 1 to 5; hour 1 has calls, hour 6 is cut.
    expect(use).toMatchObject({ calls: 3, hours: 5, idleHours: 4 });
    // Two units, six hours, and four of them idle, at $17.50.
    expect(use.cost).toBe(210_000_000_000n);
    expect(use.idleCost).toBe(140_000_000_000n);
    // Three unit-minutes of 2 x 360; the fullest minute fills one of two.
    expect(use.utilization).toEqual({ mean: 3 / 720, peak: 0.5 });
    // 270,000 tokens at $3.
    expect(use.onDemandValue).toBe(810_000_000n);
  });

  it('have no cost and no fill that nobody has told', () => {
    const none = { input: null, output: null, cacheRead: null, cacheWrite: null };
    const use = unitUse(units, [series(['01:05'], 10)], observed, {
      throughput: null,
      price: null,
      onDemand: none,
    });
    expect(use).toMatchObject({
      utilization: null,
      cost: null,
      idleCost: null,
      onDemandValue: null,
      idleHours: 4,
    });
  });
});
