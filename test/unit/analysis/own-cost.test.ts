import { describe, expect, it } from 'vitest';
import { CALL_PRICES, ownCost } from '../../../src/analysis/own-cost.ts';
import { dayOf, epochSeconds } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-20T12:00:00Z');
const calls = (service: string, operation: string, n: number, billedUnits = n, daysAgo = 0) => ({
  ...{ service, operation, calls: n, billedUnits, account: '111122223333', region: 'us-east-1' },
  day: dayOf(epochSeconds(NOW - daysAgo * 86_400)),
});
const cost = (rows: ReturnType<typeof calls>[], startedAt = at('2026-11-01T00:00:00Z')) =>
  ownCost(rows, startedAt, NOW);

describe('what watching costs', () => {
  it('counts metrics requested, not calls, of GetMetricData', () => {
    expect(cost([calls('cloudwatch', 'GetMetricData', 3, 1_000)]).usd).toBe('0.010000000');
  });

  it('adds every operation at its own price, dearest first', () => {
    const {
      usd,
      operations,
      calls: n,
    } = cost([
      calls('cloudwatch', 'ListMetrics', 1_000),
      calls('s3', 'ListObjectsV2', 1_000),
      calls('s3', 'GetObject', 10_000),
      calls('cost-explorer', 'GetCostAndUsage', 2),
      calls('cloudwatch-logs', 'FilterLogEvents', 50_000),
    ]);
    expect(usd).toBe('0.039000000');
    expect(n).toBe(62_002);
    expect(operations.map(({ operation, usd: one }) => [operation, one])).toEqual([
      ['GetCostAndUsage', '0.020000000'],
      ['ListMetrics', '0.010000000'],
      ['ListObjectsV2', '0.005000000'],
      ['GetObject', '0.004000000'],
      ['FilterLogEvents', '0.000000000'],
    ]);
  });

  it('has no price for what it does not know, and says so', () => {
    const { operations, usd } = cost([calls('cloudwatch-logs', 'StartQuery', 5)]);
    expect([operations[0]?.usd, usd]).toEqual([null, '0.000000000']);
  });

  it('takes the month off the days that were watched', () => {
    // From midnight of the day before: 36 hours, a twentieth of 30 days.
    const { usdPerMonth, from } = cost([calls('cost-explorer', 'GetCostAndUsage', 1, 1, 1)]);
    expect([usdPerMonth, from]).toEqual(['0.200000000', '2026-11-19T00:00:00Z']);
  });

  it('takes it off the time since the start, on the first day', () => {
    const started = at('2026-11-20T09:00:00Z');
    expect(cost([calls('cloudwatch', 'GetMetricData', 1, 1_000)], started).usdPerMonth).toBe('2.400000000');
    // The bill is read once a day: thirty cents a month, not eight times that.
    expect(cost([calls('cost-explorer', 'GetCostAndUsage', 1)], started).usdPerMonth).toBe('0.300000000');
  });

  it('leaves reading the past out of the month, and tells it apart', () => {
    // $0.20 of which $0.10 go on; half a day, a sixtieth of 30 days.
    const { usd, usdPerMonth, history, operations } = cost([
      calls('cloudwatch', 'GetMetricData', 5, 10_000),
      calls('cloudwatch', 'GetMetricData (history)', 7, 10_000),
    ]);
    expect([usd, usdPerMonth]).toEqual(['0.200000000', '6.000000000']);
    expect(history).toEqual({ calls: 7, usd: '0.100000000' });
    expect(operations).toHaveLength(2);
  });

  it('adds days and Regions of an operation', () => {
    const { operations } = cost([calls('s3', 'GetObject', 1, 1, 2), calls('s3', 'GetObject', 2)]);
    expect(operations).toMatchObject([{ calls: 3, billedUnits: 3 }]);
  });

  it('has a source and a day for every price', () => {
    for (const { source, read } of CALL_PRICES)
      expect([source, read]).toEqual([
        expect.stringMatching(/^https:/),
        expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      ]);
  });
});
