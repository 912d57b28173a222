/**
 * The FOCUS-shaped export as CSV, piece by piece.
 * @module
 */
import type { Charge } from '../../src/analysis/charges.ts';
import { FOCUS_COLUMNS, type FocusNames, focusRow } from '../../src/analysis/focus/columns.ts';
import { FocusTotal } from '../../src/analysis/focus/total.ts';
import { toCsv } from './csv.ts';

/** One title row, then the charges as they come; `total` adds up what has been yielded. */
export async function* focusCsv(
  charges: AsyncIterable<readonly Charge[]>,
  names: FocusNames,
  total = new FocusTotal(),
): AsyncGenerator<string> {
  yield toCsv([FOCUS_COLUMNS]);
  for await (const batch of charges) {
    total.add(batch);
    yield toCsv(batch.map((charge) => focusRow(charge, names)));
  }
}
