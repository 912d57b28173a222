/**
 * Forecast and budgets over a real store, with figures worked out by hand.
 *
 * Claude Haiku 4.5 called in-region or by a geographic profile costs $1.10 per million input tokens (pricing facts,
 * section 2).
 */
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { parseCapacityRequest } from '../../../src/analysis/capacity/request.ts';
import { agentsAnswer, agentsJson } from '../../../src/answers/agents.ts';
import { anomalies } from '../../../src/answers/anomalies.ts';
import { anomaliesJson } from '../../../src/answers/anomalies-json.ts';
import { budgetJson, budgets } from '../../../src/answers/budgets.ts';
import { capacity } from '../../../src/answers/capacity.ts';
import { capacityJson } from '../../../src/answers/capacity-json.ts';
import type { AnswerContext } from '../../../src/answers/context.ts';
import { coverage } from '../../../src/answers/coverage.ts';
import { coverageJson } from '../../../src/answers/coverage-json.ts';
import { darkWords, forecast, forecastJson } from '../../../src/answers/forecast.ts';
import { parseForecastRequest } from '../../../src/answers/forecast-request.ts';
import { untilNow } from '../../../src/answers/freshness.ts';
import { quotaAnswer, quotaJson } from '../../../src/answers/quota.ts';
import { sessionAnswer, sessionJson } from '../../../src/answers/session.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds, isoInstant, monthOf } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const NOW = at('2026-11-15T12:00:00Z');
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const AGENT =
  'arn:aws:sts::111122223333:assumed-role/AgentRole/BedrockAgents-PLANNER001-00000001-aaaa-4bbb-8ccc-000000000000';
const LOGS = { collector: 'invocation-logs/cloudwatch', account: '111122223333', region: 'us-east-1' };
const book = loadPriceBook();
const rater = createRater(book);
const NOVEMBER = { period: monthOf(NOW), by: null, where: [] };

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
/** $11.00 on each day, and a call without tokens at noon: up to there the data are read. */
const daily = (from: number, to: number): InvocationFact[] =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    fact({ at: `${day(from + i)}T10:15:00Z`, arn: AGENT, tokens: { input: 10_000_000 } }),
  );
const BEFORE = [...daily(1, 15), fact({ at: '2026-11-15T12:00:00Z' })];

interface Setup {
  readonly facts?: readonly InvocationFact[];
  /** Instants of a million input tokens each that no record tells of. */
  readonly dark?: readonly string[];
  readonly config?: object;
}

async function contextWith({ facts = BEFORE, dark = [], config = {} }: Setup = {}): Promise<AnswerContext> {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  await store.ingest({ source: LOGS, facts, now: NOW }, rater);
  await store.noteAttempt({ source: LOGS, at: NOW, error: null, hint: null });
  await store.noteAttempt({ source: { ...LOGS, collector: 'metrics' }, at: NOW, error: null, hint: null });
  const series = (metric: string, value: number) => ({
    series: {
      ...{
        account: accountId(LOGS.account),
        region: regionId(LOGS.region),
        namespace: 'AWS/Bedrock',
        metric,
      },
      ...{ dimensions: { ModelId: HAIKU }, statistic: 'Sum' },
    },
    points: dark.map((one) => ({ at: at(one), period: 60, value })),
  });
  await store.putMetrics({ data: [series('Invocations', 1), series('InputTokenCount', 1_000_000)] });
  return { store, book, rater, config: configSchema.parse(config), now: NOW };
}

const BUDGET = { budgets: [{ name: 'all', usd: 200, period: 'month', thresholds: [50, 80, 100] }] };

describe('a clock that is given', () => {
  it('knows nothing of later calls', async () => {
    const context = await contextWith({ facts: [...BEFORE, ...daily(16, 21)], config: BUDGET });
    // 15 days of $11.00, not 21.
    expect(forecastJson(await forecast(context, NOVEMBER)).actual).toBe('165.000000000');
    const [one] = (await budgets(context)).map(budgetJson);
    expect(one).toMatchObject({ spent: '165.000000000', percent: 82.5 });
    // $110.00 of $200.00 on the tenth, $165.00 on the fifteenth; $209.00 would be on the nineteenth.
    expect(one?.crossed).toEqual([
      { percent: 50, at: '2026-11-10T11:00:00Z' },
      { percent: 80, at: '2026-11-15T11:00:00Z' },
    ]);
  });

  it('says of the running hour that something was passed by now, not at its end', async () => {
    const facts = [...BEFORE, fact({ at: '2026-11-15T12:00:00Z', tokens: { input: 100_000_000 } })];
    const [one] = (await budgets(await contextWith({ facts, config: BUDGET }))).map(budgetJson);
    expect(one?.crossed.at(-1)).toEqual({ percent: 100, at: isoInstant(NOW) });
    expect(one?.runsOut).toEqual({ at: isoInstant(NOW), forecast: false });
  });

  it('answers as if what comes later were not there, whatever it is', async () => {
    const range = monthOf(NOW);
    const answers = async (setup: Setup) => {
      const context = await contextWith({ config: BUDGET, ...setup });
      const request = parseCapacityRequest({ from: '2026-11-01', to: '2026-12-01' }, NOW, (key) => key);
      const agents = await agentsAnswer(context, { range, where: [], limit: 99 });
      const session = agents.sessions[0]?.session ?? '';
      return {
        forecast: forecastJson(await forecast(context, { ...NOVEMBER, by: 'model' })),
        budgets: (await budgets(context)).map(budgetJson),
        anomalies: anomaliesJson(await anomalies(context, { range, where: [], band: null })),
        coverage: coverageJson(await coverage(context, { range, account: null, region: null }), {
          hours: true,
        }),
        agents: agentsJson(agents),
        session: sessionJson(await sessionAnswer(context, { range, where: [], session })),
        capacity: capacityJson(await capacity(context, request)),
        quota: quotaJson(await quotaAnswer(context, { window: 'week' })),
      };
    };
    const early = ['2026-11-14T05:20:00Z'];
    const without = await answers({ dark: early });
    const later = fc.record({
      seconds: fc.integer({ min: 3600, max: 20 * 86_400 }),
      input: fc.integer({ min: 0, max: 500_000_000 }),
      agent: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(later, { minLength: 1, maxLength: 6 }), async (rows) => {
        const facts = rows.map(({ seconds, input, agent }) =>
          fact({
            at: isoInstant(epochSeconds(NOW + seconds)),
            tokens: { input },
            ...(agent ? { arn: AGENT } : {}),
          }),
        );
        const dark = rows.map(({ seconds }) => isoInstant(epochSeconds(NOW + 60 * Math.floor(seconds / 60))));
        expect(await answers({ facts: [...BEFORE, ...facts], dark: [...early, ...new Set(dark)] })).toEqual(
          without,
        );
      }),
      { numRuns: 12 },
    );
  });

  it('cuts a range at the end of the hour that holds it', () => {
    const to = at('2026-11-15T13:00:00Z');
    expect(untilNow(NOVEMBER.period, NOW)).toEqual({ from: at('2026-11-01'), to });
    expect(untilNow({ from: at('2026-11-01'), to: at('2026-11-02') }, NOW).to).toBe(at('2026-11-02'));
    expect(untilNow({ from: at('2026-12-01'), to: at('2027-01-01') }, NOW)).toEqual({ from: to, to });
  });
});

describe('what only metrics saw', () => {
  const dark = ['2026-11-03T05:20:00Z', '2026-11-04T05:20:00Z', '2026-11-14T05:20:00Z'];

  it('stands beside what was logged, in the forecast and in a budget', async () => {
    const context = await contextWith({ dark, config: BUDGET });
    const answer = await forecast(context, NOVEMBER);
    const json = forecastJson(answer);
    // Three million tokens at $1.10; logged are still 15 days of $11.00.
    expect(json).toMatchObject({ actual: '165.000000000', dark: { mid: '3.300000000' } });
    expect(Number(json.dark?.low)).toBeLessThanOrEqual(3.3);
    expect(Number(json.dark?.high)).toBeGreaterThanOrEqual(3.3);
    expect(darkWords(answer.dark)).toMatch(/^about \$3\.30 \(.* to .*\) seen only by metrics$/);
    const [one] = (await budgets(context)).map(budgetJson);
    expect(one).toMatchObject({ spent: '165.000000000', percent: 82.5, dark: { mid: '3.300000000' } });
  });

  it('is null where nothing is, and where filters cannot be told of it', async () => {
    expect(forecastJson(await forecast(await contextWith(), NOVEMBER)).dark).toBeNull();
    const where = [{ dimension: 'principal' as const, values: ['x'] }];
    expect((await forecast(await contextWith({ dark }), { ...NOVEMBER, where })).dark).toBeNull();
  });
});

describe('a month', () => {
  const ask = (month: string) => parseForecastRequest({ month }, NOW, (key) => key);

  it('that has not begun is said to be so', async () => {
    const { total } = await forecast(await contextWith(), ask('2026-12'));
    expect(total).toMatchObject({ actual: 0n, forecast: null, reason: 'the period has not begun' });
  });

  it('that cannot be meant is refused', () => {
    for (const month of ['9999-12', '0000-01', '2022-12', '2032-01']) {
      expect(() => ask(month)).toThrow(`month ${month}: is a month from 2023-01 to 2031-12`);
    }
    expect([ask('2023-01'), ask('2031-12')].map(({ period }) => isoInstant(period.from))).toEqual([
      '2023-01-01T00:00:00Z',
      '2031-12-01T00:00:00Z',
    ]);
  });
});
