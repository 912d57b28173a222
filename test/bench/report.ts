/**
 * What a benchmark prints: one JSON line per figure on stdout, talk on stderr.
 * @module
 */

export interface Figure {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** What was measured beside it, in the same run. */
  readonly baseline: string;
  /** Ours divided by the baseline's; `of` says of which quantity. Below 1 is better. */
  readonly ratio: number;
  readonly of: 'wall time' | 'peak memory';
}

/** @param extra further keys of the line */
export function report(figure: Figure, extra: Readonly<Record<string, unknown>> = {}): void {
  const line = { ...figure, value: rounded(figure.value), ratio: rounded(figure.ratio), ...extra };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

/** The value below which a share `p` of the values lie. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

/** Three significant digits, more only before the point. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
