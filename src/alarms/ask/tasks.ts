/**
 * Every rule with its question. A rule that is added here watches, is in the configuration, and is documented in
 * `docs/how/alarms.md`.
 * @module
 */
import { parseCapacityRequest } from '../../analysis/capacity/request.ts';
import { agentsAnswer, limitsOf } from '../../answers/agents.ts';
import { anomalies } from '../../answers/anomalies.ts';
import { unitUses } from '../../answers/capacity-units.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { priceHealth } from '../../answers/price-health.ts';
import { quotaAnswer } from '../../answers/quota.ts';
import type { Cause } from '../../domain/alarm.ts';
import { calledModelId } from '../../domain/ids.ts';
import { cloudWatchModelId } from '../../domain/model-id.ts';
import {
  type EpochMinute,
  epochSeconds,
  minuteOf,
  SECONDS_PER_DAY,
  type TimeRange,
  toWholeHours,
} from '../../domain/time.ts';
import { agentSession } from '../rules/agent-session.ts';
import { anomaly } from '../rules/anomaly.ts';
import { budget } from '../rules/budget.ts';
import { collectorStale, everyOf } from '../rules/collector-stale.ts';
import { commitment } from '../rules/commitment.ts';
import { darkUsage } from '../rules/dark-usage.ts';
import { errorRate } from '../rules/error-rate.ts';
import { guardrail } from '../rules/guardrail.ts';
import { type Interval, type Place, percentWords, shortName } from '../rules/judged.ts';
import { isSlow, type LatencySeries, latency } from '../rules/latency.ts';
import { priceBookStale } from '../rules/price-book-stale.ts';
import { quota } from '../rules/quota.ts';
import { spendLimit } from '../rules/spend-limit.ts';
import { seriesKey, throttledStretches, throttleShare } from '../rules/throttle-share.ts';
import { unpricedUsage } from '../rules/unpriced-usage.ts';
import { budgetInput } from './budget.ts';
import { callSeries } from './calls.ts';
import { darkInput } from './dark.ts';
import { blindPlaces, logsAreStale } from './fresh.ts';
import { guardrailInput } from './guardrail.ts';
import { latencyInput } from './latency.ts';
import { spendInput } from './spend.ts';
import { type RuleTask, task } from './task.ts';
import { unpricedUsers } from './unpriced.ts';

/** Longer than metrics take to be read (a quarter of an hour) and to appear, so that no window falls between two looks. */
const THROTTLE_LOOK_BACK = 30 * 60;
/** Metrics of errors are read once an hour. */
const ERROR_LOOK_BACK = 90 * 60;
const STALE_SECONDS = 7200;
const ANOMALY_DAYS = 7;

const last = (now: AnswerContext['now'], seconds: number): TimeRange => ({
  from: epochSeconds(now - seconds),
  to: now,
});

/** Rules whose answers are quick and urgent first. */
export const RULE_TASKS: readonly RuleTask[] = [
  task({
    rule: 'spendPerHour',
    every: 60,
    look: async (context, settings, memo) => spendLimit(await spendInput(context, 'hour', memo), settings),
  }),
  task({
    rule: 'spendPerDay',
    every: 300,
    look: async (context, settings, memo) => spendLimit(await spendInput(context, 'day', memo), settings),
  }),
  task({
    rule: 'budget',
    every: 600,
    look: async (context) => budget(await budgetInput(context)),
  }),
  task({
    rule: 'darkUsage',
    every: 900,
    look: async (context, settings) => darkUsage(await darkInput(context), settings),
  }),
  task({
    rule: 'commitment',
    every: 900,
    look: async ({ store, book, config, now }, settings) => {
      const request = parseCapacityRequest({ since: '7d' }, now, (key) => key);
      return commitment({ now, uses: await unitUses(store, { book, config, now }, request) }, settings);
    },
  }),
  task({
    rule: 'anomaly',
    every: 900,
    look: async (context, settings) => {
      const range = toWholeHours(last(context.now, ANOMALY_DAYS * SECONDS_PER_DAY));
      const [answer, sources] = await Promise.all([
        anomalies(context, { range, where: [], band: null }),
        context.store.sources(),
      ]);
      return anomaly({ ...answer, stale: logsAreStale(sources, context.now, STALE_SECONDS) }, settings);
    },
  }),
  task({
    rule: 'quota',
    every: 300,
    look: async (context) => {
      const { rows, now } = await quotaAnswer(context, { window: 'hour' }, { growth: false });
      return quota({ rows, now });
    },
  }),
  task({
    rule: 'throttleShare',
    every: 60,
    look: async (context, settings) => {
      const { store, now } = context;
      const [series, sources] = await Promise.all([
        callSeries(context, last(now, THROTTLE_LOOK_BACK)),
        store.sources(),
      ]);
      const bad = throttledStretches(series, settings);
      const callers = await Promise.all(
        bad.map(
          async (one) => [seriesKey(one), await callersOf(context, one, [one.modelId], one.stretch)] as const,
        ),
      );
      const blind = blindPlaces(sources, now, THROTTLE_LOOK_BACK);
      return throttleShare({ series, blind, callers: new Map(callers) }, settings);
    },
  }),
  task({
    rule: 'errorRate',
    every: 60,
    look: async (context, settings) => {
      const { store, now } = context;
      const [series, sources] = await Promise.all([
        callSeries(context, last(now, ERROR_LOOK_BACK)),
        store.sources(),
      ]);
      return errorRate({ series, blind: blindPlaces(sources, now, ERROR_LOOK_BACK) }, settings);
    },
  }),
  task({
    rule: 'latency',
    every: 300,
    look: async (context, settings, memo) => {
      const input = await latencyInput(context, memo);
      const slow = input.series.filter((one) => isSlow(one, settings));
      const callers = await Promise.all(
        slow.map(
          async (one) =>
            [seriesKey(one), await callersOf(context, one, await loggedIds(context, one), one)] as const,
        ),
      );
      return latency({ ...input, callers: new Map(callers) }, settings);
    },
  }),
  task({
    rule: 'guardrail',
    every: 300,
    look: async (context, settings, memo) => guardrail(await guardrailInput(context, memo), settings),
  }),
  task({
    rule: 'unpricedUsage',
    every: 300,
    look: async ({ store, now }, settings) => {
      const range = toWholeHours(last(now, SECONDS_PER_DAY));
      const [usage, sources] = await Promise.all([store.unpriced(range), store.sources()]);
      const stale = logsAreStale(sources, now, STALE_SECONDS);
      const users = await unpricedUsers(store, range, usage);
      return unpricedUsage({ range: { from: range.from, to: now }, usage, users, stale }, settings);
    },
  }),
  task({
    rule: 'agentSession',
    every: 300,
    look: async (context, settings) => {
      const range = toWholeHours(last(context.now, SECONDS_PER_DAY));
      const [answer, sources] = await Promise.all([
        agentsAnswer(context, { range, where: [], limit: 0 }),
        context.store.sources(),
      ]);
      const names = new Map(answer.agents.map(({ agent, name }) => [agent, name]));
      const blind = blindPlaces(sources, context.now, STALE_SECONDS);
      const limits = (agent: string) => limitsOf(context.config.agents, agent);
      return agentSession(
        { range: { from: range.from, to: context.now }, sessions: answer.sessions, names, limits, blind },
        settings,
      );
    },
  }),
  task({
    rule: 'priceBookStale',
    every: 900,
    look: async (context, settings) =>
      priceBookStale({ health: await priceHealth(context), now: context.now }, settings),
  }),
  task({
    rule: 'collectorStale',
    every: 60,
    look: async ({ store, config, now }, settings) =>
      collectorStale(
        { now, sources: await store.sources(), everyOf: everyOf(config.collect.everySeconds) },
        settings,
      ),
  }),
];

const MOST_CAUSES = 5;

/** Who called an id in the minutes of a stretch: callers ordered by the tokens that they took. */
async function callersOf(
  { store }: AnswerContext,
  { account, region }: Place,
  modelIds: readonly string[],
  stretch: Interval,
): Promise<Cause[]> {
  const minutes: EpochMinute[] = [];
  for (let minute = minuteOf(stretch.since); minute < minuteOf(stretch.until); minute++)
    minutes.push(minute as EpochMinute);
  const callers = await store.callers({ account, region, modelIds, minutes });
  const taken = (of: (typeof callers)[number]) =>
    of.input + of.cacheWrite + Math.max(of.output, of.maxTokens);
  const all = callers.reduce((sum, caller) => sum + taken(caller), 0);
  return callers
    .toSorted((a, b) => taken(b) - taken(a))
    .slice(0, MOST_CAUSES)
    .map((caller) => ({
      name: caller.agent ?? shortName(caller.principal ?? '(none)'),
      detail: `${caller.calls} calls, ${percentWords(all === 0 ? 0 : taken(caller) / all)} of the tokens taken or reserved`,
    }));
}

/** The ids that logs have for one id of CloudWatch, which knows no ARNs. */
async function loggedIds(
  { store }: AnswerContext,
  { account, region, modelId, since, until }: LatencySeries,
): Promise<string[]> {
  const rows = await store.usage({
    range: toWholeHours({ from: since, to: until }),
    by: ['modelId'],
    where: [
      { dimension: 'account', values: [account] },
      { dimension: 'region', values: [region] },
    ],
  });
  const ids = rows.flatMap(({ key }) => key[0] ?? []);
  return ids.filter((id) => id === modelId || cloudWatchModelId(calledModelId(id)) === modelId);
}
