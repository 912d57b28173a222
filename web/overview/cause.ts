/**
 * Who moved the total most.
 * @module
 */
import { labelOf, type Names } from '../format/label.ts';
import { link } from './address.ts';
import type { Cause } from './sentence.ts';
import type { Table } from './table.ts';

/** Less of the change than this explains nothing. */
const TELLING = 0.25;
/** A caller with this part of the change is named before any model: people can be asked. */
const CALLER_ENOUGH = 0.4;

/**
 * The one value that explains most of the total's change, over all tables. Null when nothing stands out, or a
 * table has but one value and so explains nothing.
 */
export function causeOf(
  tables: readonly Table[],
  names: Names,
  state: URLSearchParams = new URLSearchParams(),
): Cause | null {
  const candidates = tables.flatMap((table) => {
    const [dimension] = table.dimensions;
    const total = table.total.change?.delta ?? 0n;
    if (dimension === undefined || table.rows.length < 2 || total === 0n) return [];
    return table.rows.flatMap(({ key, change }) => {
      if (change === null || key[0] === undefined || key[0] === null) return [];
      const share = Number((change.delta * 1000n) / total) / 1000;
      return share < TELLING ? [] : [{ dimension, value: key[0], share }];
    });
  });
  const weight = ({ dimension, share }: (typeof candidates)[number]): number =>
    dimension !== 'model' && share >= CALLER_ENOUGH ? share + 10 : share;
  const [best] = candidates.sort((a, b) => weight(b) - weight(a));
  if (!best) return null;
  const { dimension, value, share } = best;
  const href = link('/', state, { [dimension]: value, rows: null, q: null });
  return { kind: dimension, name: labelOf(dimension, value, names).text, href, share };
}
