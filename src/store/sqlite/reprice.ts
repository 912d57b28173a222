/**
 * Repricing: the same usage at the prices of another price book, row by row, in the caller's transaction.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import {
  type EpochDay,
  type EpochHour,
  type EpochSeconds,
  hourOf,
  isoMonth,
  startOfHour,
  toWholeHours,
} from '../../domain/time.ts';
import type { RepriceAudit, RepriceChange, RepriceRequest } from '../port.ts';
import { bitOf, HOUR_COLUMNS, KIND_COLUMNS } from './columns.ts';
import { type HourRow, hourRowOf, measureValues, priceOf } from './hour-row.ts';
import type { IngestParts } from './ingest.ts';
import { TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import { type Rollups, sumOf } from './rollups.ts';
import type { Skus } from './skus.ts';

type Parts = Pick<IngestParts, 'skus' | 'rollups'>;
type Change = { -readonly [K in keyof RepriceChange]: RepriceChange[K] };

/**
 * Computes all changes; writes them, with an audit row, unless it is a dry run.
 * @param refs only usage of these rows of `model_ref`; absent: of all
 */
export function reprice(
  db: Db,
  parts: Parts,
  request: RepriceRequest,
  rater: Rater,
  version: number,
  refs?: readonly number[],
): RepriceChange[] {
  const range = toWholeHours(request.range);
  const changes = new Map<string, Change>();
  const unpricedCalls = countUnpricedCalls(db);
  for (const group of hourRows(db, [hourOf(range.from), hourOf(range.to)], request.onlyUnpriced, refs)) {
    const { hour, series, rows } = group;
    const model = parts.skus.of(series).model;
    const month = isoMonth(Math.floor(hour / 24) as EpochDay);
    const replacements = request.onlyUnpriced
      ? rows.map((row) => ({ before: [row], after: pricedWhereUnpriced(row, group, parts.skus, rater) }))
      : [{ before: rows, after: pricedAnew(rows, group, parts.skus, rater, version) }];
    for (const { before, after } of replacements) {
      const was = merged(before);
      const same = was.unpriced === after.unpriced && after.costs.every((cost, i) => cost === was.costs[i]);
      const settled = {
        ...after,
        unpricedCalls: same ? was.unpricedCalls : unpricedCalls(hour, series, was, after.unpriced),
      };
      if (!same) note(changes, month, model, was, settled, before.length);
      if (!request.dryRun) replace(parts.rollups, group, before, settled);
    }
  }
  const sorted = [...changes.values()].sort(
    (a, b) => compare(a.month, b.month) || compare(a.model ?? '', b.model ?? ''),
  );
  if (!request.dryRun) {
    parts.rollups.coarse.flush();
    if (sorted.length > 0 || !request.onlyUnpriced) audit(db, { ...request, range }, version, sorted);
  }
  return sorted;
}

/** The rows of one series in one hour, one per price book. */
interface HourGroup {
  readonly hour: EpochHour;
  readonly series: number;
  readonly whole: number;
  readonly rows: HourRow[];
}

/** All rows as one, at the prices of the book. */
function pricedAnew(
  rows: readonly HourRow[],
  { hour, series }: HourGroup,
  skus: Skus,
  rater: Rater,
  version: number,
): HourRow {
  const all = merged(rows);
  return { ...all, ...priceOf(skus.of(series), hour, all.totals, rater), priceVersion: version };
}

/** The same row with a price for the kinds that had none; what was priced stays, and so does the book's name. */
function pricedWhereUnpriced(row: HourRow, { hour, series }: HourGroup, skus: Skus, rater: Rater): HourRow {
  const missing = KIND_COLUMNS.map(([kind]) => [kind, row.unpriced & bitOf(kind) ? row.totals[kind] : 0]);
  const totals: Quantities = { ...NO_QUANTITIES, ...Object.fromEntries(missing) };
  const price = priceOf(skus.of(series), hour, totals, rater);
  return {
    ...row,
    costs: row.costs.map((cost, i) => cost + (price.costs[i] ?? 0n)),
    unpriced: price.unpriced,
  };
}

function merged(rows: readonly HourRow[]): HourRow {
  return rows.reduce((a, b) => ({
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    totals: sumOf(a.totals, b.totals),
    costs: a.costs.map((cost, i) => cost + (b.costs[i] ?? 0n)),
    unpriced: a.unpriced | b.unpriced,
    priceVersion: b.priceVersion,
  }));
}

function replace(rollups: Rollups, group: HourGroup, before: readonly HourRow[], after: HourRow): void {
  const { hour, series, whole } = group;
  for (const row of before) rollups.remove(hour, series, row.priceVersion);
  rollups.write(hour, series, after);
  const sums = measureValues(after);
  for (const row of before)
    measureValues(row).forEach((value, i) => {
      sums[i] = (sums[i] ?? 0n) - value;
    });
  if (sums.some((value) => value !== 0n)) rollups.coarse.add(hour, whole, sums);
}

/** All rows first: the loop writes to the table it reads. A month of a large account is some 100,000 rows. */
function hourRows(
  db: Db,
  [from, to]: readonly [EpochHour, EpochHour],
  onlyUnpriced = false,
  refs?: readonly number[],
): HourGroup[] {
  const only = refs === undefined ? '' : 'AND s.model_ref IN (SELECT value FROM json_each(?))';
  const params = [from, to, ...(refs === undefined ? [] : [JSON.stringify(refs)])];
  const found = db
    .prepare<(number | string)[], Record<string, bigint>>(
      `SELECT u.hour, u.series, s.whole, ${HOUR_COLUMNS.map((c) => `u.${c}`).join(', ')}, u.price_version
       FROM usage_hour u JOIN series s ON s.id = u.series WHERE u.hour >= ? AND u.hour < ?
       ${onlyUnpriced ? 'AND u.unpriced <> 0' : ''} ${only} ORDER BY u.hour, u.series, u.price_version`,
    )
    .safeIntegers(true)
    .all(...params);
  const groups: HourGroup[] = [];
  for (const row of found) {
    const [hour, series] = [Number(row.hour) as EpochHour, Number(row.series)];
    const last = groups.at(-1);
    if (last?.hour === hour && last.series === series) last.rows.push(hourRowOf(row));
    else groups.push({ hour, series, whole: Number(row.whole), rows: [hourRowOf(row)] });
  }
  return groups;
}

/**
 * Calls of a row with usage that has no price. Where every kind or none is priced it follows from the row; where some
 * are, the calls themselves are looked at, and where these are gone all of the row's calls are taken.
 */
function countUnpricedCalls(db: Db) {
  const quantity = (bits: number) =>
    TOKEN_COLUMNS.filter(([kind]) => bits & bitOf(kind))
      .map(([, column]) => column)
      .join(' + ');
  return (hour: EpochHour, series: number, row: HourRow, unpriced: number): number => {
    if (unpriced === 0) return 0;
    if (unpriced === row.unpriced) return row.unpricedCalls;
    const columns = quantity(unpriced);
    const all = row.calls + row.failed;
    if (columns === '') return all;
    const used = KIND_COLUMNS.reduce((bits, [kind]) => (row.totals[kind] > 0 ? bits | bitOf(kind) : bits), 0);
    const found = db
      .prepare<[number, number, number], { kept: number; unpriced: number }>(
        `SELECT count(*) AS kept, count(iif(${columns} > 0, 1, NULL)) AS unpriced FROM invocation
         WHERE series = ? AND at >= ? AND at < ?`,
      )
      .get(series, startOfHour(hour), startOfHour((hour + 1) as EpochHour));
    if (found && found.kept === all) return found.unpriced;
    return (used & unpriced) === 0 ? 0 : all;
  };
}

function note(
  changes: Map<string, Change>,
  month: string,
  model: string | null,
  before: HourRow,
  after: HourRow,
  rows: number,
): void {
  const key = `${month}\n${model}`;
  let change = changes.get(key);
  if (!change) {
    const none = {
      before: nanoUsd(0n),
      after: nanoUsd(0n),
      unpricedTokensBefore: 0,
      unpricedTokensAfter: 0,
      rows: 0,
    };
    change = { month, model, ...none };
    changes.set(key, change);
  }
  change.before = nanoUsd(change.before + costOf(before));
  change.after = nanoUsd(change.after + costOf(after));
  change.unpricedTokensBefore += unpricedTokens(before);
  change.unpricedTokensAfter += unpricedTokens(after);
  change.rows += rows;
}

const costOf = (row: HourRow): bigint => row.costs.reduce((sum, cost) => sum + cost, 0n);

function unpricedTokens(row: HourRow): number {
  return TOKEN_COLUMNS.reduce((sum, [kind]) => sum + (row.unpriced & bitOf(kind) ? row.totals[kind] : 0), 0);
}

function audit(db: Db, request: RepriceRequest, version: number, changes: readonly RepriceChange[]): void {
  const { now, who, reason, range } = request;
  const sum = (of: (change: RepriceChange) => bigint) =>
    changes.reduce((all, change) => all + of(change), 0n);
  db.prepare(
    `INSERT INTO price_reprice (at, who, reason, from_at, to_at, price_version, before_nano, after_nano, changed_rows)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    now,
    who,
    reason,
    range.from,
    range.to,
    version,
    sum((change) => change.before),
    sum((change) => change.after),
    changes.reduce((all, change) => all + change.rows, 0),
  );
}

interface AuditRow {
  id: bigint;
  at: bigint;
  who: string;
  reason: string;
  from_at: bigint;
  to_at: bigint;
  version: string;
  before_nano: NanoUsd;
  after_nano: NanoUsd;
  changed_rows: bigint;
}

/** Applied repricings, newest first. */
export function listRepricings(db: Db): RepriceAudit[] {
  const seconds = (value: bigint) => Number(value) as EpochSeconds;
  return db
    .prepare<[], AuditRow>(
      `SELECT r.*, v.name AS version FROM price_reprice r JOIN price_version v ON v.id = r.price_version ORDER BY r.id DESC`,
    )
    .safeIntegers(true)
    .all()
    .map((row) => ({
      id: Number(row.id),
      at: seconds(row.at),
      who: row.who,
      reason: row.reason,
      range: { from: seconds(row.from_at), to: seconds(row.to_at) },
      priceVersion: row.version,
      before: row.before_nano,
      after: row.after_nano,
      rows: Number(row.changed_rows),
    }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
