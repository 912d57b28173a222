/**
 * Usage without a price in a range, each with the reason and with what would mend it.
 * @module
 */
import { explainUnpriced, type UnpricedRow } from '../analysis/unpriced.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import type { AnswerContext } from './context.ts';

export interface Unpriced {
  readonly range: TimeRange;
  readonly priceVersion: string;
  /** Most tokens first. */
  readonly rows: readonly UnpricedRow[];
}

export async function unpricedUsage(context: AnswerContext, range: TimeRange): Promise<Unpriced> {
  const { store, book } = context;
  const rows = await store.unpriced(range);
  const usage = rows.length === 0 ? [] : await store.skuUsage({ range, where: [] });
  return { range, priceVersion: book.version, rows: explainUnpriced(rows, usage, book, range) };
}

/** `{from, to, priceVersion, rows:[{modelId, model, scope, region, tier, unit, ..., reason, detail, command, override}]}`. */
export function unpricedJson({ range, priceVersion, rows }: Unpriced) {
  return { from: isoInstant(range.from), to: isoInstant(range.to), priceVersion, rows };
}
