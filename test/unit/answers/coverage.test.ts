import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { coverage, spendCoverage } from '../../../src/answers/coverage.ts';
import { parseCoverageRequest } from '../../../src/answers/coverage-request.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { historyCursor, writeHistory } from '../../../src/daemon/collect/history.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { usdString } from '../../../src/domain/money.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const LOGS = { collector: 'invocation-logs/cloudwatch', account: ACCOUNT, region: REGION };
const request = parseCoverageRequest({ from: '2026-11-18', to: '2026-11-21' }, NOW, (key) => key);
const book = loadPriceBook();

/** Metrics of a million input tokens in each of some hours; nothing is logged in them. */
async function contextWith(hours: readonly string[], metricsReadAt: EpochSeconds | null = NOW) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const rater = createRater(book);
  // A record of another id, so that the Region has records at all.
  const facts = [fact({ at: '2026-11-18T00:10:00Z' })];
  await store.ingest({ source: LOGS, facts, now: NOW }, rater);
  await store.noteAttempt({ source: LOGS, at: NOW, error: null, hint: null });
  if (metricsReadAt !== null) {
    const source = { ...LOGS, collector: 'metrics' };
    await store.noteAttempt({ source, at: metricsReadAt, error: null, hint: null });
  }
  const series = (metric: string, value: number) => ({
    series: {
      ...{ account: accountId(ACCOUNT), region: regionId(REGION), namespace: 'AWS/Bedrock', metric },
      ...{ dimensions: { ModelId: HAIKU }, statistic: 'Sum' },
    },
    points: hours.map((hour) => ({ at: at(`2026-11-${hour}:00:00Z`), period: 60, value })),
  });
  await store.putMetrics({ data: [series('Invocations', 1), series('InputTokenCount', 1_000_000)] });
  return { store, book, rater, config: configSchema.parse({ collect: { backfill: '35d' } }), now: NOW };
}
const darkHours = async (context: Awaited<ReturnType<typeof contextWith>>) =>
  (await coverage(context, request)).rows.flatMap((row) =>
    row.hours.map(({ hour }) => new Date(hour * 3_600_000).toISOString().slice(8, 13)),
  );

describe('what is compared', () => {
  const hours = ['18T05', '19T05', '20T05', '20T09', '20T10', '20T11'];

  it('ends two hours ago, or where a source has stopped', async () => {
    const context = await contextWith(hours);
    expect(await darkHours(context)).toEqual(['18T05', '19T05', '20T05', '20T09']);
    // Logs are behind: what is missing there is late, not dark.
    const behind = { ...LOGS, collector: 'invocation-logs/s3' };
    const stuck = await contextWith(hours);
    await stuck.store.noteAttempt({ source: behind, at: NOW, error: 'denied', hint: null });
    expect(await darkHours(stuck)).toEqual(['18T05', '19T05', '20T05', '20T09']);
  });

  it('begins where the logs of the past have been read back to', async () => {
    const context = await contextWith(hours);
    const to = at('2026-11-20');
    const keep = (position: EpochSeconds) =>
      context.store.ingest(
        {
          source: LOGS,
          ...{ facts: [], now: NOW },
          cursor: { name: historyCursor(LOGS), value: writeHistory({ at: position, to }) },
        },
        context.rater,
      );
    await keep(at('2026-11-19T06:00:00Z'));
    expect(await darkHours(context)).toEqual(['20T05', '20T09']);
    await keep(at('2026-11-19'));
    expect(await darkHours(context)).toEqual(['19T05', '20T05', '20T09']);
    // All 35 days are read: nothing is waited for any more.
    await keep(at('2026-10-16'));
    expect(await darkHours(context)).toEqual(['18T05', '19T05', '20T05', '20T09']);
  });
});

describe('coverage beside spend', () => {
  const range = { from: at('2026-11-01'), to: at('2026-12-01') };

  it('is the same money as the page', async () => {
    const context = await contextWith(['19T05', '20T05']);
    const { total } = await coverage(context, { range, account: null, region: null });
    // us. Haiku 4.5: $1.10 a million.
    expect(usdString(total.cost?.mid ?? (0n as never))).toBe('2.200000000');
    expect((await spendCoverage(context, { range, where: [] }))?.cost).toEqual(total.cost);
  });

  it('is left out under filters it cannot answer, for long ranges, and without metrics', async () => {
    const context = await contextWith(['19T05']);
    const ask = (dimension: 'account' | 'region' | 'model', ...values: (string | null)[]) =>
      spendCoverage(context, { range, where: [{ dimension, values }] });
    expect((await ask('region', REGION))?.dark.input).toBe(1_000_000);
    expect((await ask('region', 'eu-west-1')) ?? null).toBeNull();
    expect(await ask('account', ACCOUNT, '444455556666')).toBeNull();
    expect(await ask('account', null)).toBeNull();
    expect(await ask('model', 'x')).toBeNull();
    expect(
      await spendCoverage(context, { range: { from: at('2026-01-01'), to: range.to }, where: [] }),
    ).toBeNull();
    expect(await spendCoverage(await contextWith([]), { range, where: [] })).toBeNull();
  });
});
