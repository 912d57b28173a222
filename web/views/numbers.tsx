/**
 * Numbers in cells: rounded to the eye, exact on hover.
 * @module
 */
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import type { NanoUsd } from '../../src/domain/money.ts';
import { usdString } from '../../src/domain/money.ts';
import { deltaText, ratioText } from '../format/change.ts';
import type { CostChange } from '../overview/change.ts';

/** A count; zero is quiet, so that what is there stands out. */
export function Count({ value }: { value: number }) {
  if (value === 0) return <span class="quiet">0</span>;
  const text = formatCount(value);
  return text === groupThousands(value) ? (
    <span>{text}</span>
  ) : (
    <span title={groupThousands(value)}>{text}</span>
  );
}

/** @param reason why it is unknown, when it is */
export function Money({ value, reason }: { value: NanoUsd | null; reason?: string }) {
  if (value === null) return <span title={reason}>{UNKNOWN}</span>;
  return <span title={`$${usdString(value)}`}>{withMinus(formatUsd(value))}</span>;
}

export function Share({ value, reason }: { value: number | null; reason?: string }) {
  if (value === null) return <span title={reason}>{UNKNOWN}</span>;
  return <span>{withMinus((100 * value).toFixed(1))} %</span>;
}

/** A minus as people write it, not the hyphen of the keyboard. */
const withMinus = (text: string): string => text.replace(/^-/, '\u2212');

/** Tokens that are counted but have no price. @param bare without the word, under a heading that has it */
export function UnpricedBadge({ tokens, bare = false }: { tokens: number; bare?: boolean }) {
  return (
    <span
      class="badge unpriced"
      title={`${groupThousands(tokens)} tokens without a price; they are not in the cost`}
    >
      {formatCount(tokens)}
      {!bare && ' unpriced'}
    </span>
  );
}

/** Sign, percentage and amount. Dearer and cheaper are told by the sign; colour only repeats it. */
export function Change({ change, reason }: { change: CostChange | null; reason: string }) {
  if (change === null) return <span title={reason}>{UNKNOWN}</span>;
  const { kind, delta } = change;
  const mood = delta > 0n ? 'up' : delta < 0n ? 'down' : 'quiet';
  const text = kind === 'changed' ? ratioText(change.ratio) : kind;
  return (
    <span class={`change ${mood}`}>
      <span class="delta">{deltaText(delta)}</span> <span class="ratio">{text}</span>
    </span>
  );
}
