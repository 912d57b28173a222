/**
 * What one price book says differently from another, over all dates.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { type AttoUsdPerUnit, formatRate } from '../../src/domain/money.ts';
import type { PromptBand } from '../../src/domain/sku.ts';
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import type { PriceRow } from '../catalog-rows.ts';
import { fixedKey, fixedPricesOf } from '../fixed-price.ts';
import type { PriceBook } from '../price-book.ts';
import { NO_RATES, type PricedKind } from '../rates.ts';
import { grainOf } from './change-lines.ts';
import { bandText, meterText } from './listed-price.ts';
import { groupRows, inForce, timeline } from './row-timeline.ts';
import type { ListedKind } from './usage.ts';

/** One price that differs. Exact decimals: USD per million tokens, or for one unit; null: none. */
export interface PriceDifference {
  readonly model: BaseModelId;
  readonly scope: string;
  readonly tier: string;
  readonly prompt: string;
  readonly kind: string;
  readonly regions: readonly string[];
  /** ISO instants; null: open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly source: string | null;
}

const KINDS = (Object.keys(NO_RATES) as PricedKind[]).filter(
  (kind): kind is ListedKind | 'units' => kind !== 'cacheWrite',
);
const BANDS: readonly PromptBand[] = [0, 1, 2, 3];

/** Sorted by model, scope, class, kind, prompt size and time; Regions that differ alike are one line. */
export function diffBooks(before: PriceBook, after: PriceBook): PriceDifference[] {
  const [old, now] = [groupRows(before.rows), groupRows(after.rows)];
  const pieces: Piece[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [a, b] = [old.get(key) ?? [], now.get(key) ?? []];
    // Rows that nothing was laid over are the very same objects.
    if (a.length === b.length && a.every((row, i) => row === b[i])) continue;
    pieces.push(...diffGroup(a, b));
  }
  return [...joinLines(pieces), ...diffFixed(before, after)];
}

/** Reserved capacity, model units and fees; they have no dates. */
function diffFixed(before: PriceBook, after: PriceBook): PriceDifference[] {
  const byKey = (book: PriceBook) => new Map(fixedPricesOf(book).map((price) => [fixedKey(price), price]));
  const [old, now] = [byKey(before), byKey(after)];
  const lines = new Map<string, PriceDifference & { readonly regions: string[] }>();
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(key), now.get(key)];
    const either = is ?? was;
    if (either === undefined || was?.rate === is?.rate) continue;
    const { model, scope, kind, term, region } = either;
    const line = {
      ...{ model, scope: scope ?? 'any', tier: kind, prompt: '', kind: term, from: null, to: null },
      old: was === undefined ? null : formatRate(was.rate, 1),
      new: is === undefined ? null : formatRate(is.rate, 1),
      source: is?.source ?? null,
    };
    const text = JSON.stringify(line);
    const known = lines.get(text);
    if (known) known.regions.push(region);
    else lines.set(text, { ...line, regions: [region] });
  }
  return [...lines.values()];
}

interface Piece {
  readonly row: PriceRow;
  readonly kind: ListedKind | 'units';
  readonly region: string;
  readonly band: PromptBand;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly old: AttoUsdPerUnit | null;
  readonly new: AttoUsdPerUnit | null;
  readonly source: string | null;
}

function diffGroup(before: readonly PriceRow[], after: readonly PriceRow[]): Piece[] {
  const [sample] = [...after, ...before];
  if (sample === undefined) return [];
  const pieces: Piece[] = [];
  for (const region of new Set([...before, ...after].flatMap((row) => row.regions))) {
    for (const band of BANDS) {
      const [a, b] = [timeline(before, region, band), timeline(after, region, band)];
      const edges = [...new Set([...a, ...b].flatMap((row) => [row.from, row.to]))].sort((x, y) =>
        x < y ? -1 : Number(x > y),
      );
      edges.slice(0, -1).forEach((from, i) => {
        const [was, is, to] = [inForce(a, from), inForce(b, from), edges[i + 1] ?? from];
        for (const kind of KINDS) {
          const [oldRate, newRate] = [was?.rates[kind] ?? null, is?.rates[kind] ?? null];
          if (oldRate === newRate) continue;
          const source = is?.source ?? null;
          pieces.push({ row: sample, kind, region, band, from, to, old: oldRate, new: newRate, source });
        }
      });
    }
  }
  return pieces;
}

function joinLines(pieces: readonly Piece[]): PriceDifference[] {
  const cells = Map.groupBy(pieces, ({ row, kind, region, from, to, old, new: now, source }) =>
    [
      row.model,
      row.scope,
      row.rateClass,
      meterText({ kind, unit: row.unit }),
      from,
      to,
      old,
      now,
      source,
      region,
    ].join('\n'),
  );
  const lines = new Map<string, PriceDifference & { readonly regions: string[] }>();
  for (const own of cells.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const line = lineOf(
      first,
      own.map(({ band }) => band),
    );
    const key = JSON.stringify({ ...line, regions: [] });
    const known = lines.get(key);
    if (known) known.regions.push(first.region);
    else lines.set(key, { ...line, regions: [first.region] });
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({ ...line, regions: line.regions.sort() }));
}

function lineOf(piece: Piece, bands: readonly PromptBand[]): Omit<PriceDifference, 'regions'> {
  const { row, kind, from, to, old, new: now, source } = piece;
  const text = (rate: AttoUsdPerUnit | null) => (rate === null ? null : formatRate(rate, grainOf(row)));
  return {
    model: row.model,
    scope: row.scope,
    tier: row.rateClass,
    kind: meterText({ kind, unit: row.unit }),
    prompt: bandText(bands),
    from: Number.isFinite(from) ? isoInstant(from) : null,
    to: Number.isFinite(to) ? isoInstant(to) : null,
    old: text(old),
    new: text(now),
    source,
  };
}
