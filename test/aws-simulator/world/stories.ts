/**
 * What happens in the world besides its rhythm. Each story sits at a fixed distance from the end of the
 * history, so that whoever opens the dashboard finds it among the recent days.
 * @module
 */

import type { SourceName } from './accounts.ts';
import { DAY, HOUR, lastWeekly, type Range } from './clock.ts';
import { FORECAST_BOT, FRAUD_SCORER, NOVEL_MODEL } from './story-workloads.ts';
import { SUPPORT_QUOTA } from './throttle.ts';
import type { Workload } from './workload.ts';

/** What a story changes about a workload's calls while it runs. Absent: unchanged. */
export interface Effect {
  /** Times as many calls, in every hour that the story touches. */
  readonly traffic?: number;
  /** Calls come in bursts and meet a quota of so many tokens a minute; see `throttle.ts`. */
  readonly quota?: number;
  /** Forms in which the model is named, instead of the workload's own. */
  readonly forms?: Workload['forms'];
  /** Chance that the cached prefix is found, with the time of day at the top of the system prompt. */
  readonly stampedCacheHit?: number;
  /** Share of inputs that the guardrail blocks. */
  readonly blocksInput?: number;
}

/** What a reader of the pages, or an analysis, has to find. */
export interface Finding {
  /** The command, API and page that shows it. */
  readonly by: 'agents' | 'anomalies' | 'capacity' | 'coverage' | 'quota' | 'savings' | 'spend' | 'unpriced';
  /** In one sentence. */
  readonly says: string;
}

export interface Story {
  readonly name: string;
  /** The story in one sentence. */
  readonly tells: string;
  /** When it runs, for a history that ends at `end`. Stories without are part of the rhythm. */
  readonly when: (end: number) => Range;
  /** Whose calls tell it; null where no invocation log does. */
  readonly workload: string | null;
  readonly source: SourceName;
  readonly finding: Finding;
  readonly effect?: Effect;
  /** A workload that exists only while the story runs. */
  readonly adds?: Workload;
}

const always = (): Range => ({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
const before = (from: number, to: number) => (end: number) => ({ from: end - from, to: end - to });
const since = (from: number) => (end: number) => ({ from: end - from, to: Number.POSITIVE_INFINITY });

export const AGENT_LOOP = before(9 * HOUR, 4 * HOUR);
/** A commitment of a month, this long before its end. */
export const COMMITMENT_LEFT = 6 * DAY + 5 * HOUR;
const COMMITTED_SINCE = 30 * DAY - COMMITMENT_LEFT;

/** A rate that the European account has negotiated: 15 % off the list from one day on. */
export const PRIVATE_RATE = {
  from: (end: number): number => Math.floor((end - 45 * DAY) / DAY) * DAY,
  override: {
    model: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    scope: 'geo',
    region: 'eu-west-1',
    usdPerMillion: { input: '0.935', output: '4.675' },
  },
} as const;

export const STORIES: readonly Story[] = [
  {
    name: 'agent-loop',
    tells: 'The order agent plans one turn over and over for five hours, its context growing with each step.',
    when: AGENT_LOOP,
    workload: 'order-agent',
    source: 'shopEast',
    finding: { by: 'agents', says: 'One session of agent K7Q2M9X4BD makes 720 calls without an end.' },
  },
  {
    name: 'monday-throttle',
    tells:
      'On Monday from 14:00 to 15:00 UTC the support assistant is asked in bursts; each request reserves 16,000 tokens and uses a few hundred, so that calls are throttled while a third of the quota is used.',
    when: (end) => {
      const from = lastWeekly(end - HOUR, 1, 14);
      return { from, to: from + HOUR };
    },
    workload: 'support-assistant',
    source: 'shopEast',
    finding: {
      by: 'quota',
      says: 'Throttled below 120,000 tokens a minute: max_tokens reserves far more than answers use.',
    },
    effect: { traffic: 9, quota: SUPPORT_QUOTA },
  },
  {
    name: 'cache-regression',
    tells:
      'A deploy puts the time of day at the top of the support assistant’s system prompt: for two days its prompt cache is written on nearly every call and hardly ever read.',
    when: before(76 * HOUR, 28 * HOUR),
    workload: 'support-assistant',
    source: 'shopEast',
    finding: {
      by: 'anomalies',
      says: 'Prompts of support-assistant are hardly read from the cache: writes rise in place of reads.',
    },
    effect: { stampedCacheHit: 0.04 },
  },
  {
    name: 'guardrail-wave',
    tells: 'For four hours somebody probes the public chat, and its guardrail blocks a third of the inputs.',
    when: before(54 * HOUR, 50 * HOUR),
    workload: 'public-chat',
    source: 'shopEast',
    finding: {
      by: 'spend',
      says: 'Calls of public-chat double for four hours, and its answers get shorter: blocked inputs get none.',
    },
    effect: { traffic: 2, blocksInput: 0.33 },
  },
  {
    name: 'new-model',
    tells: 'Eleven days before the end the research team begins to try a model that no price list knows.',
    when: since(11 * DAY),
    workload: 'new-model-trial',
    source: 'engineeringWest',
    finding: {
      by: 'unpriced',
      says: 'amazon.nova-3-pro-preview-v1:0 has no price: tokens, and no dollars.',
    },
    adds: NOVEL_MODEL,
  },
  {
    name: 'denied-retries',
    tells:
      'Five days before the end a new forecast bot calls a model that its account has no access to, four times for every question.',
    when: since(5 * DAY),
    workload: 'forecast-bot',
    source: 'shopWest',
    finding: {
      by: 'savings',
      says: 'Every call of Claude Opus 5.5 from the shop’s us-west-2 is refused, and all are of forecast-bot-role.',
    },
    adds: FORECAST_BOT,
  },
  {
    name: 'unread-cache',
    tells:
      'The knowledge digest writes its long prompt into the cache on every call and never reads it: the cache lives five minutes, and the next call comes forty minutes later.',
    when: always,
    workload: 'knowledge-digest',
    source: 'engineeringWest',
    finding: { by: 'savings', says: 'Cache writes of knowledge-digest-role are paid for and never read.' },
  },
  {
    name: 'repeated-prompts',
    tells: 'Every night the catalogue job sends a third of its prompts again, word for word.',
    when: always,
    workload: 'catalogue-tagger',
    source: 'shopWest',
    finding: { by: 'savings', says: 'Twelve prompts are a third of the calls of catalogue-batch.' },
  },
  {
    name: 'legacy-model',
    tells: 'The invoice extractor still calls Claude 3 Haiku, whose life ends.',
    when: always,
    workload: 'invoice-extractor',
    source: 'shopEast',
    finding: {
      by: 'savings',
      says: 'anthropic.claude-3-haiku-20240307-v1:0 is LEGACY and ends on 2027-01-15.',
    },
  },
  {
    name: 'long-context',
    tells: 'The legal team sends whole contracts, most of them past 200,000 tokens, where the price doubles.',
    when: always,
    workload: 'contract-review',
    source: 'shopWest',
    finding: {
      by: 'spend',
      says: 'A few calls a day of contract-review are among the dearest of the account.',
    },
  },
  {
    name: 'untagged-application',
    tells: 'The ticket router is in production and its calls carry no tag of an application or a team.',
    when: always,
    workload: 'ticket-router',
    source: 'shopWest',
    finding: { by: 'spend', says: 'By tag:app the calls of ticket-router are the row (none).' },
  },
  {
    name: 'idle-capacity',
    tells:
      'A provisioned model is paid for by the hour and gets a handful of calls a day; its commitment ends in six days.',
    when: since(COMMITTED_SINCE),
    workload: 'recommendations',
    source: 'shopWest',
    finding: {
      by: 'capacity',
      says: 'The unit of `recommendations` is idle and can be let go when its commitment ends.',
    },
    effect: { forms: { 'provisioned-arn': 1 } },
  },
  {
    name: 'steady-load',
    tells:
      'For ten days the fraud scorer has made one call a minute, day and night, each of about the same size: as steady as it gets, and far below the least reserved capacity.',
    when: since(10 * DAY),
    workload: 'fraud-scorer',
    source: 'shopEast',
    finding: {
      by: 'capacity',
      says: 'Its median minute is its mean minute, and the least reserved tier costs a hundred times what on demand does.',
    },
    adds: FRAUD_SCORER,
  },
  {
    name: 'growing-application',
    tells: 'Translation in Europe grows by an eighth each week towards its quota.',
    when: always,
    workload: 'translation',
    source: 'europeWest',
    finding: {
      by: 'quota',
      says: 'At the growth of its busiest minutes Nova Pro in eu-west-1 meets its quota within a year.',
    },
  },
  {
    name: 'quota-on-hold',
    tells:
      'Claude Sonnet 4.5 has an applied quota of zero in research’s us-east-1: no call would be let through.',
    when: always,
    workload: null,
    source: 'engineeringEast',
    finding: { by: 'quota', says: 'Applied 0 where the default is 5,000,000 tokens a minute.' },
  },
  {
    name: 'price-change',
    tells:
      'Forty-five days before the end a negotiated rate for Claude Haiku 4.5 in Europe takes effect, 15 % below the list.',
    when: (end) => ({ from: PRIVATE_RATE.from(end), to: Number.POSITIVE_INFINITY }),
    workload: 'helpdesk',
    source: 'europeWest',
    finding: { by: 'spend', says: 'The same tokens of helpdesk cost 15 % less from that day on.' },
  },
  {
    name: 'batch-job',
    tells:
      'Every night the shop has its catalogue translated in a batch job, at half the price and in no invocation log.',
    when: always,
    workload: null,
    source: 'shopWest',
    finding: {
      by: 'coverage',
      says: 'Tokens of Nova Lite in us-west-2 that metrics and the bill see, and logs do not.',
    },
  },
  {
    name: 'dark-region',
    tells: 'Research’s playground in us-east-1 has logging switched off: metrics see it, logs do not.',
    when: always,
    workload: 'playground',
    source: 'engineeringEast',
    finding: { by: 'coverage', says: 'All usage of research in us-east-1 is dark.' },
  },
];

/** The effects on a workload anywhere in `range`, later stories over earlier ones. */
export function effectOn(workload: string, range: Range, end: number): Effect {
  let effect: Effect = {};
  for (const story of STORIES) {
    if (story.workload !== workload || !story.effect) continue;
    const { from, to } = story.when(end);
    if (from < range.to && range.from < to) effect = { ...effect, ...story.effect };
  }
  return effect;
}
