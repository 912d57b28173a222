/**
 * Grouping store rows by some of their keys.
 * @module
 */
import { addMeasures, type Measures, NO_MEASURES, type UsageRow } from '../../src/domain/measures.ts';

export type Key = readonly (string | null)[];

export interface Group {
  readonly key: Key;
  readonly measures: Measures;
}

/** Identity of a key: null and "null" stay apart. */
export const keyId = (key: Key): string => JSON.stringify(key);

/** Sums rows whose keys at `positions` are equal. */
export function groupRows(rows: readonly UsageRow[], positions: readonly number[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = positions.map((i) => row.key[i] ?? null);
    const id = keyId(key);
    const before = groups.get(id)?.measures ?? NO_MEASURES;
    groups.set(id, { key, measures: addMeasures(before, row) });
  }
  return groups;
}

/** The exact sum of rows or groups. */
export function sumOf(rows: Iterable<Measures>): Measures {
  let sum = NO_MEASURES;
  for (const row of rows) sum = addMeasures(sum, row);
  return sum;
}
