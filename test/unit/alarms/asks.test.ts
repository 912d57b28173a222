/**
 * What rules are fed with, over a real store: guardrails, latencies by logs, places that cannot be compared, and who
 * uses what has no price.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { Memo } from '../../../src/alarms/ask/task.ts';
import { RULE_TASKS } from '../../../src/alarms/ask/tasks.ts';
import type { RuleName } from '../../../src/config/alarms.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, type FactText, fact } from '../../support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const HOUR = 3600;
const DAY = 86_400;
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const PLACE = { account: accountId('111122223333'), region: regionId('us-east-1') };
const ELSEWHERE = { account: accountId('444455556666'), region: regionId('eu-west-1') };
const SOURCE = { collector: 'invocation-logs/cloudwatch', ...PLACE };
const ARN = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/pii1234567ab';
const book = loadPriceBook();
const rater = createRater(book);

function open(): Store {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  return store;
}

async function look(store: Store, rule: RuleName, now: EpochSeconds = NOW) {
  const config = configSchema.parse({});
  const settings = config.alarms.rules[rule];
  const task = RULE_TASKS.find((one) => one.rule === rule);
  if (task === undefined || settings === false) throw new Error(`${rule} is not asked`);
  return task.look({ store, book, rater, config, now }, settings as never, new Memo());
}

const iso = (when: number): string => new Date(when * 1000).toISOString();

describe('guardrail', () => {
  const GUARDRAIL = { GuardrailArn: ARN, GuardrailVersion: '3' };
  /** Sums of one metric by period. */
  const put = (
    store: Store,
    metric: string,
    points: readonly (readonly [ago: number, value: number])[],
    dimensions: Readonly<Record<string, string>> = GUARDRAIL,
  ) =>
    store.putMetrics({
      data: [
        {
          series: { ...PLACE, namespace: 'AWS/Bedrock/Guardrails', metric, statistic: 'Sum', dimensions },
          points: points.map(([ago, value]) => ({ at: epochSeconds(NOW - ago), period: 300, value })),
        },
      ],
    });

  it('fires when a guardrail steps in three times as often as in the week before', async () => {
    const store = open();
    // 40 of 1,000 in the week before: 4 %. 15 of 100 now: 15 %, above 3 x 4 % = 12 %.
    await put(store, 'Invocations', [
      [2 * DAY, 1000],
      [600, 100],
    ]);
    await put(store, 'InvocationsIntervened', [
      [2 * DAY, 40],
      [600, 15],
    ]);
    // Another level that counts the same texts again, and its own share of them.
    await put(store, 'Invocations', [[600, 100]], { Operation: 'ApplyGuardrail' });
    const { observations } = await look(store, 'guardrail');
    expect(observations).toMatchObject([
      {
        ...{ verdict: 'firing', labels: { ...PLACE, guardrail: ARN, version: '3' } },
        observed: '15.0 % of texts, 15 in an hour',
        expected: 'below 12.0 % (usual 4.0 %)',
      },
    ]);
  });

  it('holds down to seven tenths of its limit, and says nothing of what is new or hardly used', async () => {
    const store = open();
    await put(store, 'Invocations', [
      [2 * DAY, 1000],
      [600, 100],
    ]);
    // Nobody was stopped in the week before: the limit is ten percent.
    await put(store, 'InvocationsIntervened', [[600, 9]]);
    expect((await look(store, 'guardrail')).observations).toMatchObject([{ verdict: 'hold' }]);
    const fresh = open();
    await put(fresh, 'Invocations', [[600, 100]]);
    await put(fresh, 'InvocationsIntervened', [[600, 90]]);
    expect((await look(fresh, 'guardrail')).observations).toEqual([]);
  });
});

describe('latency by logs', () => {
  const calls = (daysAgo: number, ms: number, count = 40, more: FactText = {}) =>
    Array.from({ length: count }, () => fact({ at: iso(NOW - daysAgo * DAY - 600), latencyMs: ms, ...more }));

  it('is looked at where no metric tells', async () => {
    const store = open();
    const facts = [0, 1, 2, 3].flatMap((day) => calls(day, day === 0 ? 16_000 : 5_000));
    await store.ingest({ source: SOURCE, facts, now: NOW }, rater);
    expect((await look(store, 'latency')).observations).toMatchObject([
      {
        ...{ verdict: 'firing', observed: 'p95 16.0 s', expected: 'below 15.0 s (usual 5.0 s)' },
        labels: { ...PLACE, modelId: HAIKU },
      },
    ]);
    // CloudWatch tells of the place: its word holds, and it has nothing unusual.
    const points = Array.from({ length: 30 }, (_, i) => ({
      ...{ at: epochSeconds(NOW - HOUR + i * 60), period: 60, value: 4_000 },
    }));
    const series = { ...PLACE, namespace: 'AWS/Bedrock', metric: 'InvocationLatency', statistic: 'p95' };
    await store.putMetrics({ data: [{ series: { ...series, dimensions: { ModelId: HAIKU } }, points }] });
    expect((await look(store, 'latency')).observations).toEqual([]);
  });

  it('has nothing to read where records do not tell, or tell of too few days', async () => {
    const store = open();
    const silent = calls(0, 0, 40, { latencyMs: null });
    await store.ingest({ source: SOURCE, facts: [...silent, ...calls(1, 5_000)], now: NOW }, rater);
    expect((await look(store, 'latency')).observations).toEqual([]);
    const young = open();
    const facts = [...calls(0, 60_000), ...calls(1, 5_000), ...calls(2, 5_000)];
    await young.ingest({ source: SOURCE, facts, now: NOW }, rater);
    expect((await look(young, 'latency')).observations).toEqual([]);
  });
});

describe('darkUsage', () => {
  it('is blind for the place that has not been read, and judges the others', async () => {
    const store = open();
    const metric = (place: typeof PLACE, name: string, value: number) => ({
      series: {
        ...{ ...place, namespace: 'AWS/Bedrock', metric: name, statistic: 'Sum' },
        dimensions: { ModelId: HAIKU },
      },
      points: [{ at: epochSeconds(NOW - 8 * HOUR - 1800), period: HOUR, value }],
    });
    await store.putMetrics({
      data: [PLACE, ELSEWHERE].flatMap((place) => [
        metric(place, 'Invocations', 10),
        metric(place, 'InputTokenCount', 5_000_000),
      ]),
    });
    const read = async (collector: string, place: typeof PLACE, ago: number) => {
      const when = epochSeconds(NOW - ago);
      await store.noteAttempt({ source: { collector, ...place }, at: when, error: null, hint: null });
    };
    for (const place of [PLACE, ELSEWHERE]) await read('metrics', place, 600);
    await read('invocation-logs/cloudwatch', PLACE, 60);
    await read('invocation-logs/cloudwatch', ELSEWHERE, 2 * DAY);
    const { observations, blind } = await look(store, 'darkUsage');
    expect(blind).toEqual([ELSEWHERE]);
    // 5 M tokens at $1.10 a million.
    expect(observations.find(({ labels }) => labels.account === PLACE.account)).toMatchObject({
      ...{ verdict: 'firing', observed: '100.0 % without a log' },
      since: Math.floor((NOW - 8 * HOUR - 1800) / HOUR) * HOUR,
    });
  });
});

describe('unpricedUsage', () => {
  it('says since when, and who', async () => {
    const store = open();
    const use = (hoursAgo: number, role: string, input: number) =>
      fact({
        ...{ at: iso(NOW - hoursAgo * HOUR), modelId: 'acme.mystery-v1:0', tokens: { input } },
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/s`,
      });
    const facts = [use(5, 'small', 8_000), use(2, 'big', 90_000), fact({ at: iso(NOW - 20 * HOUR) })];
    await store.ingest({ source: SOURCE, facts, now: NOW }, rater);
    expect((await look(store, 'unpricedUsage')).observations).toMatchObject([
      {
        since: at('2026-11-20T07:00:00Z'),
        causes: [
          { name: 'assumed-role/big', detail: '1 call in us-east-1, 90.0 k tokens' },
          { name: 'assumed-role/small', detail: '1 call in us-east-1, 8.00 k tokens' },
        ],
        fix: expect.stringContaining('bedrock-meter prices show acme.mystery-v1:0'),
      },
    ]);
  });

  it('puts no name into a command that would mean something to a shell', async () => {
    const store = open();
    const evil = 'acme.$(curl evil)-v1:0';
    await store.ingest(
      {
        source: SOURCE,
        facts: [fact({ at: iso(NOW - HOUR), modelId: evil, tokens: { input: 99_000 } })],
        now: NOW,
      },
      rater,
    );
    const { observations } = await look(store, 'unpricedUsage');
    expect(observations).toHaveLength(1);
    expect(observations[0]?.fix).not.toContain('curl');
  });
});
