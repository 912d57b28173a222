/**
 * What happens in the world besides its rhythm. Each story sits at a fixed distance from the end of the
 * history, so that whoever opens the dashboard finds it among the recent days.
 * @module
 */

import { users } from './callers.ts';
import { DAY, HOUR, lastWeekly, type Range } from './clock.ts';
import type { Workload } from './workload.ts';

/** What a story changes about a workload's calls while it runs. Absent: unchanged. */
export interface Effect {
  /** Times as many calls, in every hour that the story touches. */
  readonly traffic?: number;
  /** Share of calls that fail with ThrottlingException and are tried again. */
  readonly throttled?: number;
  /** Chance that the cached prefix is found, with the time of day at the top of the system prompt. */
  readonly stampedCacheHit?: number;
  /** Share of inputs that the guardrail blocks. */
  readonly blocksInput?: number;
}

export interface Story {
  readonly name: string;
  /** The story in one sentence. */
  readonly tells: string;
  /** When it runs, for a history that ends at `end`. Stories without are part of the rhythm. */
  readonly when: (end: number) => Range;
  readonly workload: string;
  readonly effect?: Effect;
  /** A workload that exists only while the story runs. */
  readonly adds?: Workload;
}

const always = (): Range => ({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
const before = (from: number, to: number) => (end: number) => ({ from: end - from, to: end - to });

const NOVEL_MODEL: Workload = {
  name: 'new-model-trial',
  source: 'engineeringWest',
  share: 0.04,
  rhythm: 'office-us',
  operation: 'Converse',
  model: 'novel',
  forms: { us: 1 },
  callers: users('lena', 'marcus'),
  prompt: { median: 1100, sigma: 0.8 },
  answer: { median: 500, sigma: 0.6 },
  system: 200,
  maxTokens: 4096,
};

export const AGENT_LOOP = before(9 * HOUR, 4 * HOUR);

export const STORIES: readonly Story[] = [
  {
    name: 'agent-loop',
    tells: 'The order agent plans one turn over and over for five hours, its context growing with each step.',
    when: AGENT_LOOP,
    workload: 'order-agent',
  },
  {
    name: 'monday-throttle',
    tells:
      'On Monday from 14:05 to 14:45 UTC the support assistant has three times its load, and four in ten of its calls are throttled and tried again.',
    when: (end) => {
      const start = lastWeekly(end - 45 * 60, 1, 14) + 5 * 60;
      return { from: start, to: start + 40 * 60 };
    },
    workload: 'support-assistant',
    effect: { traffic: 3, throttled: 0.4 },
  },
  {
    name: 'cache-regression',
    tells:
      'A deploy puts the time of day at the top of the support assistant’s system prompt: for two days its prompt cache is written on nearly every call and hardly ever read.',
    when: before(76 * HOUR, 28 * HOUR),
    workload: 'support-assistant',
    effect: { stampedCacheHit: 0.04 },
  },
  {
    name: 'guardrail-wave',
    tells: 'For four hours somebody probes the public chat, and its guardrail blocks a third of the inputs.',
    when: before(54 * HOUR, 50 * HOUR),
    workload: 'public-chat',
    effect: { traffic: 2, blocksInput: 0.33 },
  },
  {
    name: 'new-model',
    tells: 'Eleven days before the end the research team begins to try a model that no price list knows.',
    when: (end) => ({ from: end - 11 * DAY, to: Number.POSITIVE_INFINITY }),
    workload: 'new-model-trial',
    adds: NOVEL_MODEL,
  },
  {
    name: 'repeated-prompts',
    tells: 'Every night the catalogue job sends a third of its prompts again, word for word.',
    when: always,
    workload: 'catalogue-tagger',
  },
  {
    name: 'legacy-model',
    tells: 'The invoice extractor still calls Claude 3 Haiku, whose life ends.',
    when: always,
    workload: 'invoice-extractor',
  },
  {
    name: 'long-context',
    tells: 'The legal team sends whole contracts, most of them past 200,000 tokens, where the price doubles.',
    when: always,
    workload: 'contract-review',
  },
  {
    name: 'idle-capacity',
    tells: 'A provisioned model is paid for by the hour and gets a handful of calls a day.',
    when: always,
    workload: 'recommendations',
  },
  {
    name: 'dark-region',
    tells: 'Engineering’s playground in us-east-1 has logging switched off: metrics see it, logs do not.',
    when: always,
    workload: 'playground',
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
