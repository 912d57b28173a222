/**
 * Calls that AWS throttled, as a share of the calls that were made, in any five minutes.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Labels, Observation } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import { type CallSeries, type Stretch, worstStretch } from './call-minutes.ts';
import { type Judged, pathTo, percentWords, shortName, verdictOf } from './judged.ts';

const WINDOW_MINUTES = 5;
/** Below this part of the threshold it is over. */
const CLEAR_AT = 0.5;

export interface ThrottleInput {
  readonly series: readonly CallSeries[];
  /** Places whose data have not come. */
  readonly blind: readonly Labels[];
  /** Who called in the bad minutes, by key of account, Region and id; absent: not known. */
  readonly callers?: ReadonlyMap<string, readonly Cause[]>;
}

export const seriesKey = ({ account, region, modelId }: Omit<CallSeries, 'minutes'>): string =>
  JSON.stringify([account, region, modelId]);

/** The stretches that would fire, for whoever wants to ask who was behind them. */
export function throttledStretches(
  series: readonly CallSeries[],
  settings: RuleSettings<'throttleShare'>,
): (CallSeries & { readonly stretch: Stretch })[] {
  return series.flatMap((one) => {
    const stretch = worst(one, settings);
    return stretch !== null && stretch.share >= settings.percent / 100 ? [{ ...one, stretch }] : [];
  });
}

export function throttleShare(input: ThrottleInput, settings: RuleSettings<'throttleShare'>): Judged {
  const observations = input.series.flatMap((one): Observation[] => {
    const stretch = worst(one, settings);
    if (stretch === null) return [];
    return [observe(one, stretch, input.callers?.get(seriesKey(one)) ?? [], settings)];
  });
  return { observations, blind: input.blind };
}

const worst = ({ minutes }: CallSeries, { minCalls, minThrottles }: RuleSettings<'throttleShare'>) =>
  worstStretch(
    minutes,
    WINDOW_MINUTES,
    ({ throttles }) => throttles,
    ({ calls, throttles }) => calls + throttles,
    ({ calls, throttles }) => calls + throttles >= minCalls && throttles >= minThrottles,
  );

function observe(
  { account, region, modelId }: CallSeries,
  { share, calls, throttles, since, until }: Stretch,
  causes: readonly Cause[],
  { percent, severity }: RuleSettings<'throttleShare'>,
): Observation {
  const all = calls + throttles;
  return {
    rule: 'throttleShare',
    labels: { account, region, modelId },
    verdict: verdictOf(share, percent / 100, CLEAR_AT),
    severity,
    since,
    until,
    title: `Throttling of ${shortName(modelId)} in ${region}`,
    summary: `AWS refused ${groupThousands(throttles)} of ${groupThousands(all)} calls within five minutes: a quota of this account and Region is used up, or too much output is reserved by max_tokens.`,
    observed: `${percentWords(share)} of calls throttled in 5 min`,
    expected: `below ${percent} %`,
    atRisk: null,
    causes,
    fix: `${causes[0] === undefined ? 'See who calls' : `Ask the owner of ${causes[0].name}`} to lower max_tokens (AWS reserves it when a call begins), to spread calls over minutes, or to call through a global or geo profile. Which quota is full: bedrock-meter quota --account ${account} --region ${region} --window 1h; if it stays full, ask AWS for more of it.`,
    link: pathTo('/quotas', { account, region }),
  };
}
