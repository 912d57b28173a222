/**
 * Price rows laid over price rows, kind by kind. A kind of the upper layer holds from its row's start until the row's
 * end, or until the lower layer has a later row with a price of that kind: whoever dates a price later knows better.
 * What the upper layer does not name stays. History before an upper row's start stays as it is.
 * @module
 */
import type { RegionId } from '../../src/domain/ids.ts';
import type { PromptBand } from '../../src/domain/sku.ts';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';
import type { PriceRow } from '../catalog-rows.ts';
import { NO_RATES, type PricedKind, type Rates } from '../rates.ts';
import { groupRows, inForce, timeline } from './row-timeline.ts';

const KINDS = Object.keys(NO_RATES) as readonly PricedKind[];
const BANDS: readonly PromptBand[] = [0, 1, 2, 3];

/**
 * @param upper rows that name some kinds; rows of one kind must not overlap
 * @returns rows that do not overlap; those that nothing is laid over are the very same objects
 */
export function overlayRows(lower: readonly PriceRow[], upper: readonly PriceRow[]): PriceRow[] {
  const over = groupRows(upper);
  const under = groupRows(lower);
  const result: PriceRow[] = [];
  for (const [key, rows] of under) if (!over.has(key)) result.push(...rows);
  for (const [key, rows] of over) result.push(...overlayGroup(under.get(key) ?? [], rows));
  return result;
}

function overlayGroup(under: readonly PriceRow[], over: readonly PriceRow[]): PriceRow[] {
  const touched = new Set(over.flatMap((row) => row.regions));
  const result: PriceRow[] = [];
  for (const row of under) {
    const regions = row.regions.filter((region) => !touched.has(region));
    if (regions.length === row.regions.length) result.push(row);
    else if (regions.length > 0) result.push({ ...row, regions });
  }
  const pieces = [...touched].flatMap((region) =>
    BANDS.flatMap((band) =>
      overlayCell(timeline(under, region, band), timeline(over, region, band), region, band),
    ),
  );
  return [...result, ...joinPieces(pieces)];
}

/** One Region and one prompt size: both timelines cut at every edge of either. */
function overlayCell(
  under: readonly PriceRow[],
  over: readonly PriceRow[],
  region: RegionId,
  band: PromptBand,
): PriceRow[] {
  const edges = [...new Set([...under, ...over].flatMap((row) => [row.from, row.to]))].sort((a, b) =>
    a < b ? -1 : Number(a > b),
  );
  const pieces: PriceRow[] = [];
  edges.forEach((from, i) => {
    const to = edges[i + 1];
    if (to === undefined) return;
    const piece = merge(inForce(under, from), over, under, from);
    if (piece) pieces.push({ ...piece, regions: [region], bands: [band], from, to });
  });
  return pieces;
}

function merge(
  base: PriceRow | undefined,
  over: readonly PriceRow[],
  under: readonly PriceRow[],
  at: EpochSeconds,
): PriceRow | undefined {
  const rates: { -readonly [K in keyof Rates]: Rates[K] } = { ...(base?.rates ?? NO_RATES) };
  const used: PriceRow[] = [];
  const laid = new Set<PricedKind>();
  for (const kind of KINDS) {
    const row = over.findLast(
      (candidate) =>
        candidate.rates[kind] !== null && candidate.from <= at && at < endOf(candidate, kind, under),
    );
    if (row === undefined) continue;
    rates[kind] = row.rates[kind];
    laid.add(kind);
    if (!used.includes(row)) used.push(row);
  }
  const [first] = used;
  if (first === undefined) return base;
  const baseStays = base !== undefined && KINDS.some((kind) => base.rates[kind] !== null && !laid.has(kind));
  const named = baseStays ? [...used, base] : used;
  const source = [...new Set(named.flatMap((row) => row.source.split('; ')))].join('; ');
  return { ...first, rates, source, derived: baseStays ? base.derived : null };
}

function endOf(row: PriceRow, kind: PricedKind, under: readonly PriceRow[]): EpochSeconds {
  const next = under.find((later) => later.from > row.from && later.rates[kind] !== null);
  return epochSeconds(Math.min(row.to, next?.from ?? Number.POSITIVE_INFINITY));
}

/** Puts together what differs in time, prompt size or Region only. */
function joinPieces(pieces: readonly PriceRow[]): PriceRow[] {
  const joinedInTime = join(
    pieces,
    (row) => `${row.regions} ${row.bands} ${content(row)}`,
    (a, b) => (a.to === b.from ? { ...a, to: b.to } : undefined),
  );
  const joinedInSize = join(
    joinedInTime,
    (row) => `${row.regions} ${row.from} ${row.to} ${content(row)}`,
    (a, b) => (next(a.bands) === b.bands[0] ? { ...a, bands: [...a.bands, ...b.bands] } : undefined),
  );
  return join(
    joinedInSize,
    (row) => `${row.bands} ${row.from} ${row.to} ${content(row)}`,
    (a, b) => ({ ...a, regions: [...a.regions, ...b.regions] }),
  );
}

const next = (bands: readonly PromptBand[]): number => (bands.at(-1) ?? 3) + 1;

const content = ({ rates, source, derived }: PriceRow): string =>
  `${KINDS.map((kind) => rates[kind] ?? '-').join(' ')} ${source} ${derived}`;

/** Folds rows of one key into their predecessor where `fold` can; keeps the order. */
function join(
  rows: readonly PriceRow[],
  key: (row: PriceRow) => string,
  fold: (before: PriceRow, row: PriceRow) => PriceRow | undefined,
): PriceRow[] {
  const result: PriceRow[] = [];
  const last = new Map<string, number>();
  for (const row of rows) {
    const at = last.get(key(row));
    const before = at === undefined ? undefined : result[at];
    const folded = before && fold(before, row);
    if (at !== undefined && folded) result[at] = folded;
    else last.set(key(row), result.push(row) - 1);
  }
  return result;
}
