/**
 * Points of several grains of one series, against the rule read literally, point by point.
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import type { MetricPoint, MetricSeries } from '../../../src/domain/metric.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

const START = Date.parse('2026-11-20T00:00:00Z') / 1000;
const series: MetricSeries = {
  account: accountId('111122223333'),
  region: regionId('us-east-1'),
  namespace: 'AWS/Bedrock',
  metric: 'InputTokenCount',
  dimensions: { ModelId: 'm' },
  statistic: 'Sum',
};

/** A point in two hours: mostly where its period begins, now and then not. */
const point = fc
  .record({
    period: fc.constantFrom(60, 300, 3600),
    slot: fc.integer({ min: 0, max: 119 }),
    skew: fc.constantFrom(0, 0, 0, 30),
    value: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ period, slot, skew, value }): MetricPoint => {
    const at = START + Math.floor((slot * 60) / period) * period + skew;
    return { at: epochSeconds(at), period, value };
  });
/** Batches of one grain, as CloudWatch gives them, and of several. */
const batch = fc.oneof(
  fc.array(point, { maxLength: 12 }),
  fc
    .tuple(fc.constantFrom(60, 300, 3600), fc.array(point, { maxLength: 12 }))
    .map(([period, points]) =>
      points.map((one) => ({ ...one, period, at: epochSeconds(one.at - (one.at % period)) })),
    ),
);

it('a series never has two points for one instant, and the later reading of the same period counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { maxLength: 6 }), async (batches) => {
      const store = openSqliteStore(':memory:');
      const expected = new Map<number, MetricPoint>();
      for (const points of batches) {
        await store.putMetrics({ data: [{ series, points }] });
        for (const one of points) {
          const same = expected.get(one.at)?.period === one.period;
          const overlaps = [...expected.values()].some(
            ({ at, period }) => at < one.at + one.period && one.at < at + period,
          );
          if (same || !overlaps) expected.set(one.at, one);
        }
      }
      const range = { from: epochSeconds(START - 86_400), to: epochSeconds(START + 2 * 86_400) };
      const found = (await store.metrics({ range, namespace: series.namespace })).flatMap(
        (one) => one.points,
      );
      expect(found).toEqual([...expected.values()].toSorted((x, y) => x.at - y.at));
      await store.close();
    }),
    { numRuns: 300 },
  );
});
