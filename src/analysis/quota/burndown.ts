/**
 * How many tokens of quota one output token takes. Source: Bedrock user guide, "Token burndown rates" (texts of 2025
 * and of autumn 2026). Input counts once, cache writes too, cache reads not at all.
 * @module
 */
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';

export interface Burndown {
  readonly rate: number;
  /** UTC day from which it holds; null where no other rate is known. */
  readonly from: string | null;
  /** The text does not name the model, or names it in two ways: what is taken instead. */
  readonly assumed: boolean;
  readonly source: string;
}

/** A rate that the configuration sets. */
export interface BurndownOverride {
  readonly model: string;
  readonly rate: number;
  readonly from?: string | undefined;
}

const GUIDE = 'Bedrock user guide, token burndown rates, 2026-10';
const GUIDE_2025 = 'Bedrock user guide, token burndown rates, 2025';
/** When the table was last looked through. */
export const BURNDOWN_DATE = '2026-11-21';

interface Rule {
  readonly models: RegExp;
  readonly rates: readonly Burndown[];
}

const rate = (rate: number, more: Partial<Burndown> = {}): Burndown => ({
  ...{ rate, from: null, assumed: false, source: GUIDE },
  ...more,
});

/** The first rule that fits holds; of its rates, the latest that has begun. */
const RULES: readonly Rule[] = [
  { models: /^anthropic\.claude-[a-z]+-4-8(?![0-9])/, rates: [rate(15)] },
  { models: /^anthropic\.claude-(?:opus-5-5|opus-5|sonnet-5|fable-5-1)(?:-\d{8}|-v|$)/, rates: [rate(10)] },
  // Named nowhere: taken like their own generation, since the rate only rose.
  { models: /^anthropic\.claude-[a-z]+-5(?:-|$)/, rates: [rate(10, { assumed: true })] },
  { models: /^anthropic\.claude-mythos-/, rates: [rate(10, { assumed: true })] },
  { models: /^anthropic\.claude-(?:3-7|[a-z]+-4)-/, rates: [rate(5)] },
  // The text of 2025 had them under "all others"; that of 2026, "version 4.7 and below", takes them in.
  {
    models: /^anthropic\./,
    rates: [rate(1, { source: GUIDE_2025 }), rate(5, { from: '2026-09-01', assumed: true })],
  },
  { models: /^openai\.gpt-5\.6-/, rates: [rate(10)] },
  {
    models: /^openai\.gpt-6-astra$|^openai\.gpt-6\.1-sol$/,
    rates: [rate(10, { source: 'model cards, 2026' })],
  },
  { models: /^openai\.gpt-6[.-]/, rates: [rate(10, { assumed: true })] },
];

const ONE = rate(1);

/**
 * The rate of a model at an instant.
 * @param model base model id
 */
export function burndownOf(
  model: string,
  at: EpochSeconds,
  overrides: readonly BurndownOverride[] = [],
): Burndown {
  const own = overrides
    .filter((each) => each.model === model)
    .map((each) => rate(each.rate, { from: each.from ?? null, source: 'configuration' }));
  const rules = [own, RULES.find(({ models }) => models.test(model))?.rates ?? []];
  for (const rates of rules) {
    const begun = rates.filter(({ from }) => from === null || startOf(from) <= at);
    const latest = begun.toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? '')).at(-1);
    if (latest) return latest;
  }
  return ONE;
}

const startOf = (day: string): EpochSeconds => epochSeconds(Date.parse(`${day}T00:00:00Z`) / 1000);
