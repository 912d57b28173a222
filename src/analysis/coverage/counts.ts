/**
 * What two witnesses can both tell of an hour: calls that succeeded, tokens by kind, pictures. Pure.
 * @module
 */

export const COUNTED = ['invocations', 'input', 'output', 'cacheRead', 'cacheWrite', 'images'] as const;
export type Counted = (typeof COUNTED)[number];
export type Counts = { readonly [K in Counted]: number };
export type MutableCounts = { -readonly [K in Counted]: number };

export const noCounts = (): MutableCounts => ({
  invocations: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  images: 0,
});

export function addCounts(to: MutableCounts, more: Counts): void {
  for (const kind of COUNTED) to[kind] += more[kind];
}

export const tokensOf = ({ input, output, cacheRead, cacheWrite }: Counts): number =>
  input + output + cacheRead + cacheWrite;

export const isEmpty = (counts: Counts): boolean => COUNTED.every((kind) => counts[kind] === 0);

/** Counts by hours since the epoch. */
export type Hours = ReadonlyMap<number, Counts>;
