/**
 * Calls that failed otherwise than by throttling, as a share of the calls that were made, in any fifteen minutes.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Labels, Observation } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import { type CallSeries, type Stretch, worstStretch } from './call-minutes.ts';
import { type Judged, pathTo, percentWords, shortName, verdictOf } from './judged.ts';

const WINDOW_MINUTES = 15;
const CLEAR_AT = 0.5;

export interface ErrorInput {
  readonly series: readonly CallSeries[];
  readonly blind: readonly Labels[];
}

export function errorRate(input: ErrorInput, settings: RuleSettings<'errorRate'>): Judged {
  const observations = input.series.flatMap((one): Observation[] => {
    const stretch = worstStretch(
      one.minutes,
      WINDOW_MINUTES,
      ({ clientErrors, serverErrors }) => clientErrors + serverErrors,
      ({ calls, clientErrors, serverErrors }) => calls + clientErrors + serverErrors,
      ({ clientErrors, serverErrors }) => clientErrors + serverErrors >= settings.minErrors,
    );
    return stretch === null ? [] : [observe(one, stretch, settings)];
  });
  return { observations, blind: input.blind };
}

function observe(
  { account, region, modelId }: CallSeries,
  { share, calls, clientErrors, serverErrors, since, until }: Stretch,
  { percent, severity }: RuleSettings<'errorRate'>,
): Observation {
  const failed = clientErrors + serverErrors;
  const ours = clientErrors >= serverErrors;
  return {
    rule: 'errorRate',
    labels: { account, region, modelId },
    verdict: verdictOf(share, percent / 100, CLEAR_AT),
    severity,
    since,
    until,
    title: `Calls of ${shortName(modelId)} fail in ${region}`,
    summary: `${groupThousands(failed)} of ${groupThousands(calls + failed)} calls failed within fifteen minutes, mostly on the ${ours ? "caller's" : "service's"} side.`,
    observed: `${percentWords(share)} of calls failed in 15 min`,
    expected: `below ${percent} %`,
    atRisk: null,
    causes: [
      { name: 'client errors', detail: groupThousands(clientErrors) },
      { name: 'server errors', detail: groupThousands(serverErrors) },
    ].filter(({ detail }) => detail !== '0'),
    fix: ours
      ? 'See which caller fails and with which error: a wrong request, a missing right, or a model that is gone.'
      : 'Look at the AWS Health Dashboard for this Region; calls through a cross-Region profile go elsewhere by themselves.',
    link: pathTo('/', { account, region, modelId, since: '24h' }),
  };
}
