/**
 * Whether an answer is the ledger's. A fast wrong answer is no answer: a difference ends the benchmark.
 * @module
 */
import type { LedgerRow } from '../aws-simulator/world/index.ts';

export interface Totals {
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

const MEASURES = ['invocations', 'failedInvocations', 'input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** The ledger's rows added up by a key. */
export function totalsBy(rows: readonly LedgerRow[], keyOf: (row: LedgerRow) => string): Map<string, Totals> {
  const sums = new Map<string, Totals>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key);
    sums.set(key, {
      invocations: row.invocations + (sum?.invocations ?? 0),
      failedInvocations: row.failedInvocations + (sum?.failedInvocations ?? 0),
      input: row.input + (sum?.input ?? 0),
      output: row.output + (sum?.output ?? 0),
      cacheRead: row.cacheRead + (sum?.cacheRead ?? 0),
      cacheWrite: row.cacheWrite + (sum?.cacheWrite ?? 0),
    });
  }
  return sums;
}

/** @throws Error that names the first difference */
export function assertSame(
  who: string,
  found: ReadonlyMap<string, Totals>,
  truth: ReadonlyMap<string, Totals>,
): void {
  for (const key of new Set([...truth.keys(), ...found.keys()])) {
    for (const measure of MEASURES) {
      const [is, should] = [found.get(key)?.[measure] ?? 0, truth.get(key)?.[measure] ?? 0];
      if (is !== should)
        throw new Error(`${who} is wrong: ${measure} of ${key} is ${is}, should be ${should}`);
    }
  }
}
