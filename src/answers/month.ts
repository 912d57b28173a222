/**
 * One UTC month, as the budget meeting needs it: what was spent, by whom, why it changed, and how sure that is.
 * @module
 */
import { type Bridge, bridge } from '../analysis/bridge.ts';
import {
  addMeasures,
  type Measures,
  NO_MEASURES,
  type StoreDimension,
  type UsageRow,
} from '../domain/measures.ts';
import { type EpochSeconds, epochSeconds, monthOf, type TimeRange } from '../domain/time.ts';
import type { Overflow, PriceVersionUse, RepriceAudit, UnpricedUsage } from '../store/port.ts';
import type { AnswerContext } from './context.ts';
import { untilNow } from './freshness.ts';

/** One value of a dimension, in this month and the one before. */
export interface MonthRow {
  readonly value: string | null;
  readonly measures: Measures;
  /** Null where it was not there. */
  readonly before: Measures | null;
}

export interface MonthTable {
  readonly dimension: StoreDimension;
  /** Dearest first, what has no value last. */
  readonly rows: readonly MonthRow[];
}

export interface Month {
  /** `2026-10`. */
  readonly month: string;
  readonly range: TimeRange;
  /** Whether the month is over: nothing in it depends on the time of asking then. */
  readonly closed: boolean;
  /** Up to where calls are known; null without any. */
  readonly dataUpTo: EpochSeconds | null;
  readonly total: Measures;
  /** The month before, its same part while this one runs; null where it is not, or not wholly, known. */
  readonly before: Measures | null;
  /** Where the data begin, if that is after the beginning of the time to compare with and before this month. */
  readonly knownFrom: EpochSeconds | null;
  readonly beforeRange: TimeRange;
  readonly bridge: Bridge | null;
  readonly tables: readonly MonthTable[];
  /** Keys: day, model. */
  readonly days: readonly UsageRow[];
  readonly priceVersions: readonly PriceVersionUse[];
  readonly unpriced: readonly UnpricedUsage[];
  readonly overflows: readonly Overflow[];
  readonly repricings: readonly RepriceAudit[];
}

/** Data that begin this long after a month are taken as having the whole of it. */
const SETTLED_SECONDS = 86_400;
const TABLES: readonly StoreDimension[] = ['model', 'agent', 'principal', 'account', 'region'];

/** @param range a UTC month */
export async function monthAnswer(context: AnswerContext, range: TimeRange): Promise<Month> {
  const { store, config, now } = context;
  const closed = now >= range.to;
  const extent = await store.extent();
  // Nothing from after the time that is asked about: the hour that runs, and no further.
  const within = untilNow(range, now);
  const end = within.to;
  const known = extent === null || extent.from >= end ? null : Math.max(range.from, Math.min(extent.to, end));
  // Compared is what is known of this month, hour by hour, not what the clock says of it.
  const beforeRange = rangeToCompare(range, closed ? range.to : epochSeconds(known ?? range.from));
  const dimensions: StoreDimension[] = [
    ...TABLES,
    ...config.tags.required.map((key) => `tag:${key}` as const),
  ];
  const ask = (asked: TimeRange, by: readonly StoreDimension[]) =>
    store.usage({ range: asked, by, where: [] });
  // Data begin with the first call: that of a quiet first morning is no gap.
  const wholly = extent !== null && extent.from < beforeRange.from + SETTLED_SECONDS;
  const partly = extent !== null && !wholly && extent.from < range.from;
  const hasBefore = wholly && extent.from < beforeRange.to;
  const [tables, days, was, is, priceVersions, unpriced, overflows, repricings] = await Promise.all([
    Promise.all(
      dimensions.map((dimension) => tableOf(context, dimension, within, hasBefore ? beforeRange : null)),
    ),
    ask(within, ['day', 'model']),
    hasBefore ? ask(beforeRange, BRIDGE_KEYS) : null,
    ask(within, BRIDGE_KEYS),
    store.priceVersions(within),
    store.unpriced(within),
    store.overflows(within),
    store.repricings(),
  ]);
  return {
    ...{ month: monthText(range), range, closed, beforeRange },
    dataUpTo: known === null ? null : epochSeconds(known),
    total: sum(is),
    before: was && sum(was),
    knownFrom: partly ? extent.from : null,
    bridge: was && bridge(was, is),
    ...{ tables, days, priceVersions, unpriced, overflows },
    repricings: repricings.filter((one) => one.range.from < range.to && range.from < one.range.to),
  };
}

/** A price belongs to a model, a scope and a Region: the bridge must not take a move between them for a price change. */
const BRIDGE_KEYS: readonly StoreDimension[] = ['model', 'scope', 'region', 'tier'];

async function tableOf(
  { store }: AnswerContext,
  dimension: StoreDimension,
  range: TimeRange,
  beforeRange: TimeRange | null,
): Promise<MonthTable> {
  const [is, was] = await Promise.all([
    store.usage({ range, by: [dimension], where: [] }),
    beforeRange === null ? [] : store.usage({ range: beforeRange, by: [dimension], where: [] }),
  ]);
  const [now, before] = [is, was].map(
    (rows) => new Map(rows.map((row) => [row.key[0] ?? null, row as Measures])),
  );
  const values = [...new Set([...(now?.keys() ?? []), ...(before?.keys() ?? [])])];
  // Who is gone is part of the change, and of the month before.
  const rows = values.map(
    (value): MonthRow => ({
      value,
      measures: now?.get(value) ?? NO_MEASURES,
      before: before?.get(value) ?? null,
    }),
  );
  return { dimension, rows: rows.toSorted(byCost) };
}

/** The whole month before; of a running month, as much of it as this one has. */
function rangeToCompare(range: TimeRange, until: EpochSeconds): TimeRange {
  const before = monthOf(epochSeconds(range.from - 1));
  if (until >= range.to) return before;
  return { from: before.from, to: epochSeconds(Math.min(before.to, before.from + (until - range.from))) };
}

function byCost(a: MonthRow, b: MonthRow): number {
  if ((a.value === null) !== (b.value === null)) return a.value === null ? 1 : -1;
  const [x, y] = [costOf(a.measures), costOf(b.measures)];
  if (x !== y) return x > y ? -1 : 1;
  const [gone, went] = [costOf(a.before ?? NO_MEASURES), costOf(b.before ?? NO_MEASURES)];
  if (gone !== went) return gone > went ? -1 : 1;
  return (a.value ?? '') < (b.value ?? '') ? -1 : 1;
}

const costOf = (m: Measures): bigint =>
  m.costInput + m.costOutput + m.costCacheRead + m.costCacheWrite + m.costUnits;
const sum = (rows: readonly Measures[]): Measures => rows.reduce(addMeasures, NO_MEASURES);
const monthText = (range: TimeRange): string => new Date(range.from * 1000).toISOString().slice(0, 7);
