/**
 * How numbers look to people, the same in the terminal, on pages, in reports and in Slack.
 * @module
 */
import type { NanoUsd } from './money.ts';

/** What stands for an unknown number. */
export const UNKNOWN = '—';

const NANO_PER_CENT = 10_000_000n;
const NANO_PER_USD = 1_000_000_000n;

/** `$12,345.67`; under a cent two significant digits, `$0.0042`; zero is `$0.00`; unknown an em dash. */
export function formatUsd(amount: NanoUsd | null): string {
  if (amount === null) return UNKNOWN;
  const [sign, nano] = amount < 0n ? ['-', -amount] : ['', amount as bigint];
  if (nano > 0n && nano < NANO_PER_CENT) return `${sign}$${smallUsd(nano)}`;
  const cents = (nano + NANO_PER_CENT / 2n) / NANO_PER_CENT;
  return `${sign}$${groupThousands(cents / 100n)}.${(cents % 100n).toString().padStart(2, '0')}`;
}

function smallUsd(nano: bigint): string {
  const digits = nano.toString().padStart(9, '0');
  const significant = digits.search(/[1-9]/) + 2;
  return `0.${digits.slice(0, Math.min(9, significant)).replace(/0+$/, '')}`;
}

/** `1,234,567`. */
export function groupThousands(n: bigint | number): string {
  return n.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const SCALES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Counts of tokens and calls at a glance: `950`, `12.4 k`, `1.24 M`. */
export function formatCount(n: number): string {
  // From 999.5 k on, three digits round up to the next scale.
  const scale = SCALES.find(([size]) => Math.abs(n) >= (size > 1_000 ? size * 0.9995 : size));
  return scale ? `${(n / scale[0]).toPrecision(3)} ${scale[1]}` : groupThousands(n);
}

/** `42.0 %`; an em dash where the share of nothing is asked for. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? UNKNOWN : `${((100 * part) / whole).toFixed(1)} %`;
}

/** USD per million tokens of a mix, for display: `$3.42`. Unknown where there are no tokens. */
export function usdPerMillion(cost: NanoUsd, tokens: number): NanoUsd | null {
  if (tokens === 0) return null;
  return ((cost * 1_000_000n + BigInt(tokens) / 2n) / BigInt(tokens)) as NanoUsd;
}

/** Change from one amount to another as a share, `0.23` for 23 % more; null where there is nothing to compare with. */
export function relativeChange(before: NanoUsd, now: NanoUsd): number | null {
  return before === 0n ? null : Number(((now - before) * 10_000n) / before) / 10_000;
}

/** A double, for charts only: exact to about a micro-dollar below a billion dollars. */
export function usdNumber(amount: NanoUsd): number {
  return Number(amount) / Number(NANO_PER_USD);
}
