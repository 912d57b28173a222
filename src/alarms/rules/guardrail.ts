/**
 * Guardrails that step in much more often than they used to: an attack, a prompt that changed, or a policy that is too
 * strict. What they block on the way out has been paid for.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Labels, Observation } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import {
  type Interval,
  type Judged,
  type Place,
  pathTo,
  percentWords,
  shortName,
  verdictOf,
} from './judged.ts';

const CLEAR_AT = 0.7;

/** One version of one guardrail. */
export interface GuardrailSeries extends Place, Interval {
  readonly arn: string;
  readonly version: string;
  readonly assessed: number;
  readonly intervened: number;
  /** Share of the seven days before; null: too few texts were assessed to call anything usual. */
  readonly usualShare: number | null;
}

export interface GuardrailInput {
  readonly series: readonly GuardrailSeries[];
  readonly blind: readonly Labels[];
}

export function guardrail(input: GuardrailInput, settings: RuleSettings<'guardrail'>): Judged {
  const observations = input.series.flatMap((one): Observation[] => {
    const { usualShare, assessed } = one;
    if (usualShare === null || assessed < settings.minAssessed) return [];
    return [
      observe(one, Math.max(settings.percent / 100, usualShare * settings.timesUsual), usualShare, settings),
    ];
  });
  return { observations, blind: input.blind };
}

function observe(
  { account, region, arn, version, assessed, intervened, since, until }: GuardrailSeries,
  limit: number,
  usual: number,
  { severity }: RuleSettings<'guardrail'>,
): Observation {
  const name = shortName(arn);
  const share = intervened / assessed;
  return {
    rule: 'guardrail',
    labels: { account, region, guardrail: arn, version },
    verdict: verdictOf(share, Math.min(1, limit), CLEAR_AT),
    severity,
    since,
    until,
    title: `${name} steps in more often in ${region}`,
    summary: `Version ${version} stepped in on ${groupThousands(intervened)} of ${groupThousands(assessed)} texts within an hour, ${percentWords(share)}; in the week before it was ${percentWords(usual)}. Users get refusals, and answers that are blocked on the way out are paid for.`,
    observed: `${percentWords(share)} of texts, ${groupThousands(intervened)} in an hour`,
    expected: `below ${percentWords(Math.min(1, limit))} (usual ${percentWords(usual)})`,
    atRisk: null,
    causes: [],
    fix: 'See who calls through this guardrail and what changed: a new version of it, a new prompt, or somebody who attacks. Its trace (trace: enabled) names the policy that stepped in.',
    link: pathTo('/', { account, region, by: 'principal', since: '24h' }),
  };
}
