import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge } from '../../../src/alarms/ask/calls.ts';
import { blindPlaces, logsAreStale } from '../../../src/alarms/ask/fresh.ts';
import { agentSession } from '../../../src/alarms/rules/agent-session.ts';
import { anomaly } from '../../../src/alarms/rules/anomaly.ts';
import { type BudgetRow, budget } from '../../../src/alarms/rules/budget.ts';
import { type CallMinute, type CallSeries, worstStretch } from '../../../src/alarms/rules/call-minutes.ts';
import { collectorStale, everyOf } from '../../../src/alarms/rules/collector-stale.ts';
import { commitment } from '../../../src/alarms/rules/commitment.ts';
import { darkUsage } from '../../../src/alarms/rules/dark-usage.ts';
import { errorRate } from '../../../src/alarms/rules/error-rate.ts';
import { isSlow, latency } from '../../../src/alarms/rules/latency.ts';
import { priceBookStale } from '../../../src/alarms/rules/price-book-stale.ts';
import { type QuotaInputRow, quota } from '../../../src/alarms/rules/quota.ts';
import { spendLimit } from '../../../src/alarms/rules/spend-limit.ts';
import { throttleShare } from '../../../src/alarms/rules/throttle-share.ts';
import { unpricedUsage } from '../../../src/alarms/rules/unpriced-usage.ts';
import type { AgentSession } from '../../../src/analysis/agents/session.ts';
import type { ExplainedIncident } from '../../../src/answers/anomalies.ts';
import type { RuleName, RuleSettings } from '../../../src/config/alarms.ts';
import { defaultConfig } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import type { MetricData } from '../../../src/domain/metric.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { type EpochHour, type EpochMinute, epochSeconds, hourOf } from '../../../src/domain/time.ts';
import type { SourceState } from '../../../src/store/port.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-21T14:00:00Z');
const PLACE = { account: '111122223333', region: 'us-east-1' };
const rules = defaultConfig().alarms.rules;

function settingsOf<Name extends RuleName>(name: Name): RuleSettings<Name> {
  const settings = rules[name];
  if (settings === false) throw new Error(`${name} is off`);
  return settings as RuleSettings<Name>;
}
const usd = (dollars: number) => nanoUsd(BigInt(Math.round(dollars * 1e9)));
const minute = (n: number, part: Partial<CallMinute> = {}): CallMinute => ({
  ...{ minute: n as EpochMinute, calls: 0, throttles: 0, clientErrors: 0, serverErrors: 0 },
  ...part,
});
const series = (minutes: readonly CallMinute[]): CallSeries => ({ ...PLACE, modelId: 'us.m-v1:0', minutes });

describe('the worst stretch of minutes', () => {
  it('is the same as trying every stretch', () => {
    const minutes = fc
      .uniqueArray(
        fc.record({ minute: fc.integer({ min: 0, max: 40 }), calls: fc.nat(30), throttles: fc.nat(9) }),
        {
          selector: (one) => one.minute,
          maxLength: 30,
        },
      )
      .map((rows) =>
        rows
          .toSorted((a, b) => a.minute - b.minute)
          .map(({ minute: at, calls, throttles }) => minute(at, { calls, throttles })),
      );
    const bad = ({ throttles }: { throttles: number }) => throttles;
    const all = ({ calls, throttles }: { calls: number; throttles: number }) => calls + throttles;
    const enough = (sum: { calls: number; throttles: number }) => all(sum) >= 20;
    fc.assert(
      fc.property(minutes, (rows) => {
        let best = -1;
        for (let end = 0; end <= 40; end++) {
          const within = rows.filter((row) => row.minute > end - 5 && row.minute <= end);
          const sum = {
            calls: within.reduce((n, row) => n + row.calls, 0),
            throttles: within.reduce((n, row) => n + row.throttles, 0),
          };
          // A stretch ends with a minute that has data.
          if (!rows.some((row) => row.minute === end) || all(sum) === 0 || !enough(sum)) continue;
          best = Math.max(best, bad(sum) / all(sum));
        }
        expect(worstStretch(rows, 5, bad, all, enough)?.share ?? -1).toBeCloseTo(best, 12);
      }),
    );
  });
});

describe('throttleShare', () => {
  const judge = (minutes: readonly CallMinute[]) =>
    throttleShare({ series: [series(minutes)], blind: [] }, settingsOf('throttleShare')).observations[0];

  it('fires at five in a hundred within five minutes, holds down to half of it', () => {
    expect(judge([minute(1, { calls: 95, throttles: 5 })])).toMatchObject({
      verdict: 'firing',
      labels: PLACE,
    });
    expect(judge([minute(1, { calls: 195, throttles: 5 })])).toMatchObject({ verdict: 'hold' });
    expect(judge([minute(1, { calls: 995, throttles: 5 })])).toMatchObject({ verdict: 'clear' });
  });

  it('sees a burst between two looks, and says nothing of a handful of calls', () => {
    const quiet = Array.from({ length: 25 }, (_, i) => minute(i + 10, { calls: 100 }));
    expect(judge([minute(1, { calls: 10, throttles: 10 }), ...quiet])).toMatchObject({
      verdict: 'firing',
      observed: '50.0 % of calls throttled in 5 min',
      since: 60,
    });
    expect(judge([minute(1, { calls: 5, throttles: 4 })])).toBeUndefined();
  });
});

describe('calls by minute', () => {
  it('are the larger count of both witnesses, of series by model alone', () => {
    const metric = (name: string, value: number, dimensions: Record<string, string>): MetricData => ({
      series: {
        ...{ account: accountId(PLACE.account), region: regionId(PLACE.region) },
        ...{ namespace: 'AWS/Bedrock', metric: name, statistic: 'Sum', dimensions },
      },
      points: [{ at: epochSeconds(600), period: 60, value }],
    });
    const one = (n: number) => Float64Array.of(n);
    const merged = merge(
      [
        metric('Invocations', 9, { ModelId: 'm' }),
        metric('InvocationThrottles', 7, { ModelId: 'm' }),
        metric('Invocations', 500, {}),
        metric('Invocations', 500, { ModelId: 'm', Extra: 'x' }),
      ],
      [
        {
          ...{ ...PLACE, modelId: 'm', model: null, scope: 'in-region', minutes: Int32Array.of(10, 11) },
          counts: {
            ...{ calls: Float64Array.of(12, 3), throttled: Float64Array.of(2, 0) },
            ...{ clientErrors: Float64Array.of(0, 1), serverErrors: Float64Array.of(0, 0) },
            ...{ input: one(0), output: one(0), cacheRead: one(0), cacheWrite: one(0) },
            ...{ maxTokens: one(0), maxTokensOmitted: one(0), maxTokensUnknown: one(0) },
          },
        },
      ],
    );
    expect(merged).toEqual([
      {
        ...PLACE,
        modelId: 'm',
        minutes: [minute(10, { calls: 12, throttles: 7 }), minute(11, { calls: 3, clientErrors: 1 })],
      },
    ]);
  });
});

describe('errorRate', () => {
  it('names the side that fails', () => {
    const judge = (part: Partial<CallMinute>) =>
      errorRate({ series: [series([minute(1, part)])], blind: [] }, settingsOf('errorRate')).observations[0];
    expect(judge({ calls: 180, clientErrors: 20 })).toMatchObject({
      verdict: 'firing',
      summary: expect.stringMatching(/20 of 200 .* caller's side/),
    });
    expect(judge({ calls: 10, serverErrors: 25 })?.summary).toMatch(/service's side/);
    expect(judge({ calls: 1, clientErrors: 19 })).toBeUndefined();
  });
});

describe('latency', () => {
  const one = (p95Ms: number, usualMs: number | null, calls = 100) =>
    latency(
      {
        series: [{ ...PLACE, modelId: 'm', by: 'metrics', since: NOW, until: NOW, calls, p95Ms, usualMs }],
        blind: [],
      },
      settingsOf('latency'),
    ).observations[0]?.verdict;
  it('is three times the usual, and ten seconds at least', () => {
    expect([one(15_000, 5_000), one(14_999, 5_000), one(10_400, 5_000)]).toEqual(['firing', 'hold', 'clear']);
    expect([one(3_000, 500), one(9_999, 500), one(10_000, 500)]).toEqual(['clear', 'hold', 'firing']);
    expect([one(60_000, null), one(60_000, 5_000, 29)]).toEqual([undefined, undefined]);
  });

  it('names the callers of what is slow', () => {
    const slow = {
      ...{ ...PLACE, modelId: 'm', by: 'metrics' as const, since: NOW, until: NOW, calls: 100 },
      ...{ p95Ms: 20_000, usualMs: 500 },
    };
    const causes = [{ name: 'role/app', detail: '90 calls' }];
    const callers = new Map([[JSON.stringify([PLACE.account, PLACE.region, 'm']), causes]]);
    const { observations } = latency({ series: [slow], blind: [], callers }, settingsOf('latency'));
    expect(observations).toMatchObject([{ verdict: 'firing', causes }]);
    expect(isSlow(slow, settingsOf('latency'))).toBe(true);
    expect(isSlow({ ...slow, p95Ms: 9_999 }, settingsOf('latency'))).toBe(false);
    expect(isSlow({ ...slow, calls: 29 }, settingsOf('latency'))).toBe(false);
  });
});

describe('spendPerHour', () => {
  const input = (dollars: number, highest: number | null, stale = false) => ({
    period: 'hour' as const,
    periods: [{ since: epochSeconds(NOW - 3600), until: NOW, usd: usd(dollars), causes: [] }],
    highest: highest === null ? null : { at: NOW, usd: usd(highest) },
    stale,
  });
  const judge = (...of: Parameters<typeof input>) => spendLimit(input(...of), settingsOf('spendPerHour'));

  it('is three times the highest hour before, and twenty dollars at least', () => {
    expect(judge(30, 10).observations[0]).toMatchObject({
      verdict: 'firing',
      atRisk: { usd: usd(20), per: 'hour' },
    });
    expect(judge(29.99, 10).observations[0]?.verdict).toBe('hold');
    expect(judge(23.99, 10).observations[0]?.verdict).toBe('clear');
    expect(judge(19, 1).observations[0]?.verdict).toBe('hold');
  });

  it('says nothing without history or with calls missing, unless it is too much already', () => {
    expect(judge(1_000, null)).toEqual({ observations: [], blind: [{}] });
    expect(judge(5, 10, true)).toEqual({ observations: [], blind: [{}] });
    expect(judge(30, 10, true).observations[0]?.verdict).toBe('firing');
    const own = spendLimit(input(50, null), { ...settingsOf('spendPerHour'), usd: 50 });
    expect(own.observations[0]?.verdict).toBe('firing');
  });
});

describe('quota', () => {
  const row = (
    state: QuotaInputRow['state'],
    peak: number,
    part: Partial<QuotaInputRow> = {},
  ): QuotaInputRow => ({
    ...{ ...PLACE, state, since: NOW, why: 'because', likelyThrottle: null, callers: null, notes: [] },
    limit: { value: 1000, of: 'applied' },
    quota: { code: 'L-1', name: 'tokens per minute for X', adjustable: true, default: 1000 },
    ...{ withinHour: null, exceeded: null, hot: { by: 'reserved' } },
    match: { parsed: { scope: 'cross-region', metric: 'tpm' } },
    windows: {
      hour: {
        ...{ minutes: 60, utilization: { peak, p99: peak, p95: peak }, reserved: null, minutesOver80: 0 },
        ...{
          minutesOver95: 0,
          peakAt: null,
          reservedPeakAt: null,
          requests: 0,
          throttledCalls: 0,
          throttledMinutes: 0,
        },
      },
    },
    ...part,
  });
  const judge = (...of: Parameters<typeof row>) => quota({ rows: [row(...of)], now: NOW });

  it('fires from warn on and is over ten points below', () => {
    expect(judge('warn', 0.81).observations[0]).toMatchObject({ verdict: 'firing', severity: 'warning' });
    expect(judge('watch', 0.75).observations[0]?.verdict).toBe('hold');
    expect(judge('watch', 0.69).observations).toEqual([]);
    expect(judge('hold', 0).observations[0]).toMatchObject({
      severity: 'critical',
      observed: 'applied quota 0',
    });
  });

  it('cannot say of what is stale, and leaves throttling of another quota to that one', () => {
    expect(judge('stale', 0.2)).toEqual({ observations: [], blind: [{ ...PLACE, quotaCode: 'L-1' }] });
    expect(judge('throttling', 0.3, { likelyThrottle: false }).observations).toEqual([]);
    expect(judge('throttling', 0.3, { likelyThrottle: true }).observations[0]?.severity).toBe('warning');
  });

  it('says what is likely within the hour, who does it and what to do; over ten points below', () => {
    const caller = { agent: null, calls: 40, throttled: 0, amount: 1, share: 0.8 };
    const callers = [{ ...caller, principal: 'arn:aws:sts::111122223333:assumed-role/claims/web' }];
    const [likely] = judge('critical', 0.72, { withinHour: 0.62, callers }).observations;
    expect(likely).toMatchObject({
      ...{ verdict: 'firing', severity: 'critical' },
      title: 'Likely to throttle within the hour: tokens per minute for X in us-east-1',
      observed:
        'reaches its limit within the hour with 62 %, reserved up to 72.0 % of 1,000 tokens a minute in the last hour',
      expected: 'below 50 %',
      causes: [{ name: 'claims/web', detail: '80.0 % of the hottest minutes, 40 calls' }],
    });
    expect(likely?.fix).toMatch(/^Lower max_tokens of claims\/web, .*global profile.*Ask for more of L-1/);
    expect(judge('watch', 0.6, { withinHour: 0.41 }).observations[0]?.verdict).toBe('hold');
    expect(judge('watch', 0.6, { withinHour: 0.39 }).observations).toEqual([]);
    // What was seen is told first.
    expect(judge('critical', 0.97, { withinHour: 0.8 }).observations[0]?.title).toMatch(/^Almost full/);
    const other = { likelyThrottle: false, withinHour: 0.9 };
    expect(judge('throttling', 0.3, other).observations).toEqual([]);
  });

  it('is over where AWS lets more through than it lists', () => {
    const exceeded = { minutes: 5, highest: 1400, lastAt: NOW };
    expect(judge('watch', 1.4, { exceeded, withinHour: 0.99 }).observations).toEqual([]);
  });

  it('advises what makes the minutes hot, and only what there is', () => {
    const fixOf = (part: Partial<QuotaInputRow>) => judge('warn', 0.85, part).observations[0]?.fix;
    const onDemand = { match: { parsed: { scope: 'on-demand', metric: 'rpm' } } } as const;
    expect(fixOf({ hot: { by: 'requests' }, ...onDemand })).toMatch(
      /^Slow down or spread the calls of the largest caller, or call a geo or global profile\./,
    );
    const global = { match: { parsed: { scope: 'global', metric: 'tpm' } } } as const;
    expect(fixOf({ hot: { by: 'settled' }, ...global })).not.toMatch(/profile|max_tokens/);
  });
});

describe('anomaly', () => {
  const incident = (part: Partial<ExplainedIncident>): ExplainedIncident => ({
    ...{ id: 'i', kind: 'surge', scope: { dimension: 'agent', value: 'A' } },
    ...{ from: hourOf(epochSeconds(NOW - 7200)), to: hourOf(NOW), ongoing: true, knownAt: hourOf(NOW) },
    ...{
      observed: usd(40),
      expected: usd(10),
      upper: usd(15),
      impact: usd(30),
      usdPerDay: usd(360),
      score: 1,
    },
    ...{ unpricedTokens: 0, seenIn: [], contributors: [], causes: null },
    ...part,
  });
  const judge = (part: Partial<ExplainedIncident>, more = {}) =>
    anomaly(
      { incidents: [incident(part)], completeTo: hourOf(NOW), dataUpTo: NOW, stale: false, ...more },
      settingsOf('anomaly'),
    );

  it('fires while it goes on, by what it costs a day, and is history then', () => {
    expect(judge({}).observations[0]).toMatchObject({ verdict: 'firing', severity: 'warning' });
    expect(judge({ usdPerDay: usd(500) }).observations[0]?.severity).toBe('critical');
    expect(judge({ kind: 'new-model' }).observations[0]?.severity).toBe('info');
    expect(judge({ kind: 'cache-regression' }).observations[0]?.severity).toBe('warning');
    expect(judge({ ongoing: false, to: 5 as EpochHour }).observations[0]?.verdict).toBe('past');
  });

  it('that goes on over quiet hours speaks of the data up to now, one that is over of its own', () => {
    const to = hourOf(epochSeconds(NOW - 9 * 3600));
    const from = hourOf(epochSeconds(NOW - 12 * 3600));
    expect(judge({ from, to }).observations[0]?.until).toBe(NOW);
    expect(judge({ from, to, ongoing: false }).observations[0]?.until).toBe(NOW - 9 * 3600);
  });

  it('cannot say without data', () => {
    expect(judge({}, { dataUpTo: null })).toEqual({ observations: [], blind: [{}] });
    expect(judge({}, { stale: true }).blind).toEqual([{}]);
  });
});

describe('budget', () => {
  const row = (
    percent: number,
    forecast: [number, 'possible' | 'likely'] | null,
    crossed: number[],
    passedAt = NOW,
  ): BudgetRow => ({
    ...{
      name: 'all',
      period: 'month',
      range: { from: at('2026-11-01'), to: at('2026-12-01') },
      problem: null,
    },
    spent: usd(percent * 10),
    causes: [{ name: 'role/app', detail: '$9.00 on m' }],
    forecast: forecast && { low: usd(900), mid: usd(1100), high: usd(1300) },
    state: {
      ...{ limit: usd(1000), percent, forecastPercent: null, runsOut: null },
      crossed: crossed.map((one) => ({ percent: one, at: passedAt })),
      forecastCrossed: forecast ? [{ percent: forecast[0], certainty: forecast[1] }] : [],
    },
  });
  const judge = (...of: Parameters<typeof row>) =>
    budget({ budgets: [row(...of)], now: NOW, stale: false }).observations[0];

  it('gets worse with each threshold', () => {
    expect(judge(20, null, [])).toBeUndefined();
    expect(judge(55, null, [50])).toMatchObject({
      severity: 'info',
      grade: 50,
      labels: { period: '2026-11-01' },
    });
    expect(judge(85, null, [50, 80])).toMatchObject({ severity: 'warning', grade: 80 });
    expect(judge(92, null, [50, 80, 90])).toMatchObject({ severity: 'warning', grade: 90 });
    expect(judge(120, null, [50, 80, 100])).toMatchObject({ severity: 'critical', grade: 100 });
  });

  it('warns of a forecast that passes it, and does not flap while that is possible', () => {
    expect(judge(20, [100, 'likely'], [])).toMatchObject({ verdict: 'firing', severity: 'warning' });
    expect(judge(20, [100, 'possible'], [])?.verdict).toBe('hold');
    expect(judge(20, [100, 'likely'], [])?.atRisk).toEqual({ usd: usd(100), per: 'in all' });
  });

  it('says who spends it, and since when', () => {
    const causes = [{ name: 'role/app', detail: '$9.00 on m' }];
    expect(judge(20, [100, 'likely'], [])).toMatchObject({ causes, since: NOW, until: NOW });
    expect(judge(55, null, [50])).toMatchObject({ causes, since: NOW, until: NOW });
  });

  it('that is spent stays spent, also days after the last call', () => {
    const longAgo = epochSeconds(NOW - 5 * 86_400);
    expect(judge(187, null, [100], longAgo)).toMatchObject({ since: longAgo, until: NOW });
  });

  it('that cannot be watched is said', () => {
    const broken = { ...row(0, null, []), problem: 'account x: its id is not known' };
    expect(budget({ budgets: [broken], now: NOW, stale: false }).observations[0]?.title).toMatch(
      /cannot be watched/,
    );
  });
});

describe('darkUsage', () => {
  const counts = (input: number) => ({
    ...{ invocations: 1, input, output: 0, cacheRead: 0, cacheWrite: 0, images: 0 },
  });
  const judge = (
    dark: number,
    seen: number,
    dollars: number | null,
    reason: 'partly-logged' | 'batch' = 'partly-logged',
    commands: readonly { account: string; region: string; command: string }[] = [],
    logged = seen - dark,
  ) =>
    darkUsage(
      {
        range: { from: epochSeconds(NOW - 86_400), to: NOW },
        rows: [
          {
            ...{ ...PLACE, modelId: 'm', dark: counts(dark), metrics: counts(seen), reason },
            logged: { ...counts(logged), invocations: logged },
            hours: [{ hour: Math.floor(NOW / 3600) - 3 }],
            cost: dollars === null ? null : { low: usd(dollars), mid: usd(dollars), high: usd(dollars) },
          },
        ],
        commands,
        blind: [],
      },
      settingsOf('darkUsage'),
    ).observations[0];
  it('fires at a share that costs something; batch has no logs by nature', () => {
    expect(judge(5, 100, 1)).toMatchObject({ verdict: 'firing', atRisk: { usd: usd(1), per: 'day' } });
    expect(judge(4, 100, 1)?.verdict).toBe('hold');
    expect(judge(50, 100, 0.99)).toBeUndefined();
    expect(judge(50, 100, null)?.verdict).toBe('firing');
    expect(judge(50, 100, 9, 'batch')).toBeUndefined();
    // The last hours of what was seen cannot be compared yet, and no log tells of the others.
    expect(judge(77, 100, 5, 'partly-logged', [], 0)?.summary).toContain('the logs tell of none of them');
    expect(judge(77, 100, 5)?.summary).toContain('the logs tell of all but 77 of them');
    const off = [{ ...PLACE, command: 'aws bedrock put-model-invocation-logging-configuration' }];
    expect(judge(50, 100, 0.2, 'partly-logged', off)).toMatchObject({
      title: 'No invocation logs in us-east-1',
      fix: expect.stringContaining('put-model-invocation-logging-configuration'),
    });
  });
});

describe('agentSession', () => {
  it('says in words which limits were passed', () => {
    const limits = () => ({ usd: usd(5), calls: 50, tokens: null });
    const judge = (over: readonly string[]) => {
      const session = {
        ...{ session: 's', agent: 'A', ...PLACE, calls: 60, cost: usd(7), tokens: 9, over, detail: null },
      } as unknown as AgentSession;
      const range = { from: epochSeconds(NOW - 86_400), to: NOW };
      const input = { range, sessions: [session], names: new Map(), limits, blind: [] };
      return agentSession(input, settingsOf('agentSession')).observations[0];
    };
    expect(judge(['calls'])?.expected).toBe('at most $5.00, 50 calls in a session');
    expect(judge(['calls'])?.summary).toContain('passed its limit of calls.');
    expect(judge(['usd', 'calls'])?.summary).toContain('passed its limits of dollars and calls.');
    expect(judge(['usd', 'calls', 'tokens'])?.summary).toContain(
      'passed its limits of dollars, calls and tokens.',
    );
  });
});

describe('commitment', () => {
  const use = (idleHours: number, ends: number | null) => ({
    owned: {
      ...{
        ...PLACE,
        arn: 'arn:aws:bedrock:us-east-1:1:provisioned-model/x',
        name: 'chat',
        model: null,
        units: 2,
      },
      ...{ status: 'InService', commitment: ends === null ? ('none' as const) : ('1-month' as const) },
      ...{ commitmentEnds: ends === null ? null : epochSeconds(NOW + ends), created: null },
    },
    observed: { from: epochSeconds(NOW - 7 * 86_400), to: NOW },
    ...{ calls: 5, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, idleHours, hours: 168 },
    ...{ utilization: null, price: null, cost: usd(700), idleCost: usd(600), onDemandValue: null },
  });
  const judge = (...of: Parameters<typeof use>) =>
    commitment(
      { now: NOW, uses: [use(...of)] as unknown as Parameters<typeof commitment>[0]['uses'] },
      settingsOf('commitment'),
    ).observations;
  it('is idle below a tenth, with what a day costs', () => {
    expect(judge(160, null)).toMatchObject([{ verdict: 'firing', atRisk: { usd: usd(100), per: 'day' } }]);
    expect(judge(140, null)).toMatchObject([{ verdict: 'hold' }]);
    expect(judge(100, null)).toEqual([]);
  });
  it('says what the units served and what idle hours cost', () => {
    // Usage data of the maker above: 5 calls; 160 of 168 hours idle at $600.00.
    const causes = [{ name: 'chat', detail: '5 calls, 4.8 % used; $600.00 for 160 hours without a call' }];
    expect(judge(160, 14 * 86_400)).toMatchObject([{ causes }, { causes }]);
  });
  it('is told two weeks before its end', () => {
    expect(judge(0, 14 * 86_400)).toMatchObject([{ observed: '14 days left', labels: { about: 'ending' } }]);
    expect(judge(0, 15 * 86_400)).toEqual([]);
    expect(judge(0, -3600)).toMatchObject([{ observed: 'ended' }]);
  });
});

describe('unpricedUsage', () => {
  const one = (modelId: string, tokens: number, units = 0) => ({
    ...{
      model: null,
      modelId,
      scope: 'geo',
      region: 'us-east-1',
      tier: 'standard',
      unit: 'token',
      invocations: 3,
    },
    ...{ tokens, units },
  });
  it('is one alarm for each id, small amounts left out', () => {
    const usage = [one('a', 6_000), one('a', 6_000), one('b', 9_999), one('c', 0, 1)];
    const range = { from: epochSeconds(NOW - 86_400), to: NOW };
    const { observations } = unpricedUsage({ range, usage, stale: false }, settingsOf('unpricedUsage'));
    expect(observations.map(({ labels, observed }) => [labels.modelId, observed])).toEqual([
      ['a', '12.0 k tokens without a price'],
      ['c', '1 units without a price'],
    ]);
  });

  it("is not about units of one's own, which are paid by the hour", () => {
    const range = { from: epochSeconds(NOW - 86_400), to: NOW };
    const usage = ['provisioned', 'imported', 'custom'].map((scope) => ({ ...one(scope, 50_000), scope }));
    const { observations } = unpricedUsage({ range, usage, stale: false }, settingsOf('unpricedUsage'));
    expect(observations.map(({ labels }) => labels.modelId)).toEqual(['custom']);
  });
});

describe('sources', () => {
  const source = (collector: string, part: Partial<SourceState> = {}): SourceState => ({
    ...{ collector, ...PLACE, lastEventAt: NOW, lastIngestAt: NOW, facts: 1, error: null, hint: null },
    ...{ lastSuccessAt: NOW, lastAttemptAt: NOW },
    ...part,
  });
  const ago = (seconds: number) => epochSeconds(NOW - seconds);
  const stale = (sources: readonly SourceState[]) =>
    collectorStale(
      { now: NOW, sources, everyOf: everyOf({ cloudwatchLogs: 60, bill: 86_400, metrics: 900 }) },
      settingsOf('collectorStale'),
    ).observations;

  it('that bring nothing for an hour, or for three of their own runs, are stale', () => {
    const failing = { lastSuccessAt: ago(3600), error: 'AccessDenied', hint: 'allow it' };
    expect(stale([source('metrics', failing)])).toMatchObject([
      { fix: 'allow it', observed: 'last answer 60 min ago' },
    ]);
    expect(stale([source('metrics', { lastSuccessAt: ago(3599) })])).toEqual([]);
    expect(stale([source('bill', { lastSuccessAt: ago(2 * 86_400) })])).toEqual([]);
    expect(stale([source('bill', { lastSuccessAt: ago(3 * 86_400) })])).toHaveLength(1);
    expect(stale([source('metrics', { lastSuccessAt: null, lastIngestAt: null, error: 'no' })])).toHaveLength(
      1,
    );
  });

  it('that nobody asks any more are no longer configured; hand-made ones are none', () => {
    const gone = source('metrics', {
      region: 'eu-west-1',
      lastAttemptAt: ago(2 * 86_400),
      lastSuccessAt: ago(2 * 86_400),
    });
    expect(stale([source('metrics'), gone])).toEqual([]);
    expect(stale([gone])).toHaveLength(1);
    expect(
      stale([source('file', { lastAttemptAt: null, lastSuccessAt: null, lastIngestAt: ago(9 * 86_400) })]),
    ).toEqual([]);
  });

  it('make a place blind only when both witnesses are silent', () => {
    const late = { lastSuccessAt: ago(3600) };
    expect(blindPlaces([source('metrics', late), source('invocation-logs/s3')], NOW, 1800)).toEqual([]);
    expect(blindPlaces([source('metrics', late), source('invocation-logs/s3', late)], NOW, 1800)).toEqual([
      PLACE,
    ]);
    expect(blindPlaces([source('file', { lastAttemptAt: null, lastSuccessAt: null })], NOW, 1800)).toEqual(
      [],
    );
    expect(logsAreStale([source('metrics', late)], NOW, 1800)).toBe(false);
    expect(logsAreStale([source('invocation-logs/cloudwatch', late)], NOW, 1800)).toBe(true);
  });
});

describe('priceBookStale', () => {
  const judge = (state: 'ok' | 'stale' | 'update-available') =>
    priceBookStale(
      { now: NOW, health: { state, ageDays: 40, since: '2026-11-20T00:00:00Z', detail: 'old', fix: 'x' } },
      settingsOf('priceBookStale'),
    ).observations;
  it('warns of what cannot be trusted and informs of what is new', () => {
    expect(judge('ok')).toEqual([]);
    expect(judge('stale')).toMatchObject([{ severity: 'warning', since: at('2026-11-20') }]);
    expect(judge('update-available')).toMatchObject([{ severity: 'info' }]);
  });
});
