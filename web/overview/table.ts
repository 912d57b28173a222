/**
 * A table's rows: what was used, what it cost, and how that moved.
 * @module
 */
import { costOf } from '../../src/analysis/spend.ts';
import {
  type Measures,
  NO_MEASURES,
  pricedCost,
  type StoreDimension,
  tokensOf,
} from '../../src/domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../src/domain/money.ts';
import { type CostChange, costChange } from './change.ts';
import { type Group, type Key, keyId, sumOf } from './group.ts';
import { shareOf } from './rates.ts';

export interface TableRow {
  readonly key: Key;
  readonly measures: Measures;
  /** Null: none of it has a price. */
  readonly cost: NanoUsd | null;
  readonly share: number | null;
  /** Null: nothing to compare with. */
  readonly change: CostChange | null;
}

export interface Table {
  readonly dimensions: readonly StoreDimension[];
  /** Dearest first; what is gone since the period before comes last. */
  readonly rows: readonly TableRow[];
  /** Rows left out, summed; null when all are shown. */
  readonly rest: { readonly rows: number; readonly row: TableRow } | null;
  readonly total: TableRow;
}

export interface TableInput {
  readonly dimensions: readonly StoreDimension[];
  readonly now: ReadonlyMap<string, Group>;
  /** Of the hours that are compared; null for both when nothing is. */
  readonly compared: {
    readonly now: ReadonlyMap<string, Group>;
    readonly before: ReadonlyMap<string, Group>;
  } | null;
  /** Most rows to show. */
  readonly limit: number;
  /** Rows to show at all; the others are summed into the rest. */
  readonly matches: (key: Key) => boolean;
}

/** Builds a table. Rows and rest add up to the total exactly. */
export function tableOf({ dimensions, now, compared, limit, matches }: TableInput): Table {
  const total = sumOf([...now.values()].map((group) => group.measures));
  const whole = pricedCost(total);
  const row = (key: Key, measures: Measures): TableRow => {
    const id = keyId(key);
    const change = compared
      ? costChange(measuresIn(compared.before, id), measuresIn(compared.now, id))
      : null;
    const cost = costOf(measures);
    return { key, measures, cost, share: shareOf(cost, whole), change };
  };
  const rows = [...now.values()].map(({ key, measures }) => row(key, measures)).sort(byCost);
  const gone = [...(compared?.before ?? [])]
    .filter(([id]) => !now.has(id))
    .map(([, { key }]) => row(key, NO_MEASURES))
    .filter(({ change }) => change !== null && change.delta !== 0n)
    .sort((a, b) => compareBig(a.change?.delta ?? 0n, b.change?.delta ?? 0n));
  const all = [...rows, ...gone];
  const shown = all.filter(({ key }) => matches(key)).slice(0, limit);
  const isShown = new Set(shown);
  const hidden = all.filter((row) => !isShown.has(row));
  const changeOfTotal = compared && costChange(totalOf(compared.before), totalOf(compared.now));
  return {
    dimensions,
    rows: shown,
    rest: hidden.length === 0 ? null : { rows: hidden.length, row: restRow(hidden, whole) },
    total: { key: [], measures: total, cost: whole, share: shareOf(whole, whole), change: changeOfTotal },
  };
}

function restRow(hidden: readonly TableRow[], whole: NanoUsd): TableRow {
  const measures = sumOf(hidden.map((row) => row.measures));
  const cost = costOf(measures);
  return { key: [], measures, cost, share: shareOf(cost, whole), change: null };
}

const measuresIn = (groups: ReadonlyMap<string, Group>, id: string): Measures =>
  groups.get(id)?.measures ?? NO_MEASURES;
const totalOf = (groups: ReadonlyMap<string, Group>): Measures =>
  sumOf([...groups.values()].map((group) => group.measures));

function byCost(a: TableRow, b: TableRow): number {
  const [costA, costB] = [a.cost ?? nanoUsd(-1n), b.cost ?? nanoUsd(-1n)];
  if (costA !== costB) return compareBig(costB, costA);
  const tokens = tokensOf(b.measures) - tokensOf(a.measures);
  return tokens !== 0 ? tokens : keyId(a.key) < keyId(b.key) ? -1 : 1;
}

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
