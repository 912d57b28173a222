/**
 * Who is behind a budget and behind slow answers, over a real store.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { Memo } from '../../../src/alarms/ask/task.ts';
import { RULE_TASKS } from '../../../src/alarms/ask/tasks.ts';
import type { RuleName } from '../../../src/config/alarms.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds, isoInstant } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const PLACE = { account: accountId('111122223333'), region: regionId('us-east-1') };
const book = loadPriceBook();
const rater = createRater(book);
const role = (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}/worker-1`;

/** A look of one rule over facts and metrics. */
async function look(
  rule: RuleName,
  facts: readonly InvocationFact[],
  config: object,
  metrics: readonly {
    metric: string;
    statistic: string;
    points: readonly { at: number; value: number }[];
  }[] = [],
) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  await store.ingest({ source: { collector: 'file', account: null, region: null }, facts, now: NOW }, rater);
  await store.putMetrics({
    data: metrics.map(({ metric, statistic, points }) => ({
      series: { ...PLACE, namespace: 'AWS/Bedrock', metric, statistic, dimensions: { ModelId: HAIKU } },
      points: points.map((one) => ({ ...one, at: epochSeconds(one.at), period: 60 })),
    })),
  });
  const parsed = configSchema.parse(config);
  const settings = parsed.alarms.rules[rule];
  const task = RULE_TASKS.find((one) => one.rule === rule);
  if (task === undefined || settings === false) throw new Error(`${rule} is not asked`);
  const context = { store, book, rater, config: parsed, now: NOW };
  return (await task.look(context, settings as never, new Memo())).observations;
}

describe('the causes of an alarm', () => {
  it('are the dearest callers of a budget within its scope, which stays spent however old the last call is', async () => {
    // $1.10 per million input tokens (pricing facts, section 2): $8.80 and $2.20 of $20.00; $55.00 elsewhere.
    const facts = [
      fact({ arn: role('big'), tokens: { input: 8_000_000 } }),
      fact({ arn: role('small'), tokens: { input: 2_000_000 } }),
      fact({ arn: role('other'), tokens: { input: 50_000_000 }, region: regionId('eu-west-1') }),
    ];
    const budgets = [
      { name: 'us', usd: 20, period: 'month', where: { region: 'us-east-1' }, thresholds: [50] },
    ];
    expect(await look('budget', facts, { budgets })).toMatchObject([
      {
        observed: '$11.00 (55.0 %)',
        causes: [
          { name: expect.stringContaining('big'), detail: `$8.80 on ${HAIKU}` },
          { name: expect.stringContaining('small'), detail: `$2.20 on ${HAIKU}` },
        ],
        // Half was passed in the hour of the calls, 10:15.
        since: at('2026-11-20T11:00:00Z'),
        until: NOW,
      },
    ]);
  });

  it('are the callers of the id whose answers are slow, in the minutes that are', async () => {
    const minutes = Array.from({ length: 60 }, (_, i) => NOW - 3600 + i * 60);
    const week = Array.from({ length: 200 }, (_, i) => NOW - 3 * 86_400 + i * 60);
    const call = (arn: string, input: number, seconds: number) =>
      fact({ arn, tokens: { input }, at: isoInstant(epochSeconds(NOW - seconds)), modelId: HAIKU });
    const facts = [
      call(role('big'), 3000, 600),
      call(role('small'), 1000, 900),
      // Long before, and of another id.
      call(role('early'), 90_000, 7200),
      fact({
        arn: role('elsewhere'),
        at: isoInstant(epochSeconds(NOW - 600)),
        modelId: 'amazon.nova-lite-v1:0',
      }),
    ];
    const observations = await look('latency', facts, {}, [
      {
        metric: 'InvocationLatency',
        statistic: 'p95',
        points: [...week.map((at) => ({ at, value: 900 })), ...minutes.map((at) => ({ at, value: 30_000 }))],
      },
      { metric: 'Invocations', statistic: 'Sum', points: minutes.map((at) => ({ at, value: 5 })) },
    ]);
    expect(observations).toMatchObject([
      {
        verdict: 'firing',
        causes: [
          { name: expect.stringContaining('big'), detail: '1 calls, 75.0 % of the tokens taken or reserved' },
          {
            name: expect.stringContaining('small'),
            detail: '1 calls, 25.0 % of the tokens taken or reserved',
          },
        ],
      },
    ]);
  });
});
