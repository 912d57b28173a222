/**
 * The sentence that answers the page's question: how much, against what, and because of whom.
 * @module
 */
import { formatCount, formatUsd } from '../../src/domain/format.ts';
import { isUnpriced, type Measures, unpricedTokens } from '../../src/domain/measures.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import type { CostChange } from './change.ts';
import { type DarkUsage, darkWords } from './dark.ts';
import type { Wording } from './wording.ts';

/** Text, or something to be set off: an amount, a name. */
export type Words =
  | string
  | { readonly strong: string }
  | { readonly name: string; readonly href?: string | undefined };

/** Who moved the total most. */
export interface Cause {
  /** `model`, `principal`, `agent`. */
  readonly kind: string;
  readonly name: string;
  /** Where there is more about it. */
  readonly href?: string | undefined;
  /** Its part of the total's change; over 1 when others went the other way. */
  readonly share: number;
}

export interface SentenceInput {
  readonly total: Measures;
  readonly cost: Parameters<typeof formatUsd>[0];
  /** What only metrics saw: in the amount, and named. */
  readonly dark?: DarkUsage | null;
  readonly change: CostChange | null;
  readonly cause: Cause | null;
  readonly wording: Wording;
  /** What the page is filtered to, in words; empty for everything. */
  readonly scope: string;
}

/** Less than this is no change worth a word. */
const LEVEL = 0.005;

/** The page's sentence, without its full stop. */
export function sentenceOf(input: SentenceInput): Words[] {
  return wordsOf(input).map((word) => {
    if (typeof word === 'string') return unbroken(word);
    return 'strong' in word ? { strong: unbroken(word.strong) } : word;
  });
}

/** Keeps numbers and their units on one line. */
const unbroken = (text: string): string => text.replace(/(\d) (?=[%kMBT](?!\w))/g, '$1\u00a0');

function wordsOf(input: SentenceInput): Words[] {
  const { total, cost, wording, scope } = input;
  const where = scope === '' ? '' : ` for ${scope}`;
  if (isUnpriced(total)) {
    return [
      { strong: `${formatCount(unpricedTokens(total))} tokens` },
      ` ${wording.range}${where}, none of them with a price`,
    ];
  }
  const dark = darkWords(input.dark ?? null);
  const amount = cost === null ? cost : addUsd(cost, input.dark?.cost ?? ZERO_USD);
  const words: Words[] = [{ strong: formatUsd(amount) }, ` ${wording.range}${where}`];
  // What is compared is what was logged, then and now.
  if (dark !== '') words.push(`, ${dark}`);
  words.push(...comparison(input));
  const unpriced = unpricedTokens(total);
  if (unpriced > 0) words.push(`; ${formatCount(unpriced)} more tokens have no price`);
  return words;
}

function comparison({ change, cause, wording }: SentenceInput): Words[] {
  if (change === null || change.kind !== 'changed') return [];
  const percent = Math.abs(100 * change.ratio);
  if (Math.abs(change.ratio) < LEVEL) return [`, level with ${wording.before}`];
  const far = change.ratio >= 9 ? `${(change.ratio + 1).toFixed(0)} times` : undefined;
  const size = `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
  const words: Words[] = far
    ? [', ', { strong: far }, ` ${wording.before}`]
    : [', ', { strong: `${size} ${change.ratio > 0 ? 'above' : 'below'}` }, ` ${wording.before}`];
  if (cause === null) return words;
  const move = change.ratio > 0 ? 'rise' : 'fall';
  const part =
    cause.share > 1 ? `more than the whole ${move}` : `${Math.round(100 * cause.share)} % of the ${move}`;
  return [...words, `; ${part} is ${cause.kind} `, { name: cause.name, href: cause.href }];
}
