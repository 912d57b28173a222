/**
 * The figures under the sentence, each with how it moved and how it is computed.
 * @module
 */
import { costOf } from '../../src/analysis/spend.ts';
import { formatCount, formatUsd, groupThousands, relativeChange, UNKNOWN } from '../../src/domain/format.ts';
import { type Measures, tokensOf, unpricedTokens } from '../../src/domain/measures.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import { deltaText, pointsText, ratioText } from '../format/change.ts';
import { type CostChange, countChange } from './change.ts';
import { type DarkUsage, darkWords } from './dark.ts';
import type { NoComparison } from './periods.ts';
import { cacheShare, tokenRate } from './rates.ts';
import type { Wording } from './wording.ts';

export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  /** The exact value, to hover; null where the value is exact. */
  readonly exact: string | null;
  /** How it moved, or what stands beside it. */
  readonly note: string;
  readonly mood: 'plain' | 'warning';
  /** How it is computed. */
  readonly how: string;
}

export interface FiguresInput {
  /** Of the whole range. */
  readonly total: Measures;
  /** What only metrics saw. */
  readonly dark?: DarkUsage | null;
  /** Of the hours that are compared, and of those they are compared with; null when nothing is. */
  readonly now: Measures | null;
  readonly before: Measures | null;
  readonly change: CostChange | null;
  readonly noComparison: NoComparison | null;
  readonly wording: Wording;
}

const NO_COMPARISON: Readonly<Record<NoComparison, string>> = {
  off: '',
  'too-early': 'too early to compare',
  'nothing-before': 'no earlier data',
  'partly-before': 'earlier data incomplete',
};

export function figuresOf(input: FiguresInput): Figure[] {
  const { total, noComparison, dark = null } = input;
  const logged = costOf(total);
  const seen = darkWords(dark);
  const compare = (text: string | null): string =>
    noComparison !== null ? NO_COMPARISON[noComparison] : (text ?? 'nothing to compare with');
  const counted = (of: (m: Measures) => number): string =>
    compare(input.now && input.before && ratioOrNull(countChange(of(input.before), of(input.now))));
  const unpriced = unpricedTokens(total);
  const tokens = tokensOf(total);
  const calls = total.invocations + total.failedInvocations;
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...plain,
      id: 'cost',
      title: 'Cost',
      value: formatUsd(logged === null ? logged : addUsd(logged, dark?.cost ?? ZERO_USD)),
      note: seen === '' ? compare(costNote(input.change)) : seen,
      how: 'Tokens of each kind times the list price in force at the hour of the call, for the model, Region, scope and tier that were called; your discount and overrides are applied. Changes compare complete hours with as many hours of the period before. What only metrics saw is in it at its likely price, and in no table.',
    },
    {
      ...plain,
      id: 'tokens',
      title: 'Tokens',
      value: formatCount(tokens),
      exact: groupThousands(tokens),
      note: counted(tokensOf),
      how: 'Input, output, cache read and cache write tokens as Bedrock logged them, each counted once. Tokens billed on failed calls are in it.',
    },
    {
      id: 'calls',
      title: 'Calls',
      value: formatCount(total.invocations),
      exact: groupThousands(total.invocations),
      note:
        total.failedInvocations > 0
          ? failedNote(total.failedInvocations, calls)
          : counted((m) => m.invocations),
      mood: total.failedInvocations > 0 && total.failedInvocations / calls >= 0.05 ? 'warning' : 'plain',
      how: "Calls that succeeded, as CloudWatch's Invocations counts them. Failed are those that ended with an error code, throttles included.",
    },
    {
      ...plain,
      id: 'cache',
      title: 'Cache read share',
      value: percent(cacheShare(total)),
      note: compare(pointsNote(input.now, input.before)),
      how: 'Cache read tokens over all prompt tokens (input, cache read and cache write). Cache reads cost about a tenth of input.',
    },
    {
      ...plain,
      id: 'rate',
      title: '$ per million tokens',
      value: formatUsd(tokenRate(total)),
      note: compare(rateNote(input.now, input.before)),
      how: 'Cost of tokens over tokens that have a price, all kinds together. It moves with the mix of models, with the share of output and with caching.',
    },
    {
      id: 'unpriced',
      title: 'Unpriced tokens',
      value: unpriced === 0 ? 'none' : formatCount(unpriced),
      exact: unpriced === 0 ? null : groupThousands(unpriced),
      note: unpriced === 0 ? 'every token has a price' : `in ${formatCount(total.unpricedInvocations)} calls`,
      mood: unpriced === 0 ? 'plain' : 'warning',
      how: 'Tokens for which the price book has no rate at their date. They are never counted as $0 and never guessed from a similar model.',
    },
  ];
}

const percent = (share: number | null): string =>
  share === null ? UNKNOWN : `${(100 * share).toFixed(1)} %`;
const ratioOrNull = (ratio: number | null): string | null => (ratio === null ? null : ratioText(ratio));

function failedNote(failed: number, calls: number): string {
  return `${formatCount(failed)} failed (${((100 * failed) / calls).toFixed(1)} %)`;
}

function costNote(change: CostChange | null): string | null {
  if (change === null) return null;
  if (change.kind === 'changed') return `${ratioText(change.ratio)} (${deltaText(change.delta)})`;
  return change.kind === 'new' ? 'none before' : deltaText(change.delta);
}

function pointsNote(now: Measures | null, before: Measures | null): string | null {
  const [a, b] = [before && cacheShare(before), now && cacheShare(now)];
  return a === null || b === null ? null : pointsText(b - a);
}

function rateNote(now: Measures | null, before: Measures | null): string | null {
  const [a, b] = [before && tokenRate(before), now && tokenRate(now)];
  return a === null || b === null ? null : ratioOrNull(relativeChange(a, b));
}
