/**
 * The spend chart's data: models over buckets, the dearest by themselves, the rest together.
 * @module
 */
import { costOf } from '../../src/analysis/spend.ts';
import { formatCount, usdNumber } from '../../src/domain/format.ts';
import { type Measures, NO_MEASURES, tokensOf, type UsageRow } from '../../src/domain/measures.ts';
import { type EpochSeconds, isoInstant, type TimeRange } from '../../src/domain/time.ts';
import { colourSlots } from '../charts/colours.ts';
import type { BucketState, ChartBucket, SpendChart } from '../charts/spend-data.ts';
import { labelOf, type Names } from '../format/label.ts';
import { clockText, dayText, monthName, rangeText } from '../format/moment.ts';
import { link } from './address.ts';
import { type Bucket, type BucketSize, bucketsOf } from './buckets.ts';
import { groupRows, keyId, sumOf } from './group.ts';
import type { Mark } from './marks.ts';
import type { Periods } from './periods.ts';
import type { ChartMeasure } from './request.ts';

const MOST_SERIES = 10;

export interface ChartInput {
  /** Keys: bucket, model. */
  readonly rows: readonly UsageRow[];
  readonly periods: Periods;
  readonly size: BucketSize;
  readonly extent: TimeRange | null;
  readonly dataUpTo: EpochSeconds | null;
  readonly measure: ChartMeasure;
  readonly names: Names;
  readonly state: URLSearchParams;
  readonly now: EpochSeconds;
  readonly marks?: readonly Mark[];
  /** Slots that models have on every page. */
  readonly colours?: ReadonlyMap<string, number>;
}

/** A bucket with all its measures: a bar of the chart, a row of the table behind it. */
export interface BucketSum extends ChartBucket {
  readonly measures: Measures;
  readonly cost: ReturnType<typeof costOf>;
  /** What happened in it, with where there is more. */
  readonly happened: readonly Mark[];
}

export interface ChartModel {
  readonly chart: SpendChart;
  readonly buckets: readonly BucketSum[];
  /** Colour slot of each model drawn by itself. */
  readonly slots: ReadonlyMap<string, number>;
  /** What every model came to, bucket by bucket up to where the data reach. */
  readonly trends: ReadonlyMap<string, readonly (number | null)[]>;
}

/** Builds the chart, and the table behind it, from the same rows. */
export function chartOf(input: ChartInput): ChartModel {
  const { rows, periods, size, measure, names, marks = [] } = input;
  const all = bucketsOf(periods.range, size);
  const byModel = [...groupRows(rows, [1]).values()].sort(
    (a, b) => amountOf(b.measures, measure) - amountOf(a.measures, measure),
  );
  const few = byModel.length <= MOST_SERIES;
  const named = few ? byModel : byModel.slice(0, MOST_SERIES - 1);
  const slots = colourSlots(
    named.map(({ key }) => key[0] ?? ''),
    input.colours,
  );
  const cells = groupRows(rows, [0, 1]);
  const valuesOf = (models: readonly (string | null)[]) =>
    all.map((bucket) => {
      const found = models.flatMap((model) => cells.get(keyId([bucket.key, model]))?.measures ?? []);
      return found.length === 0 ? null : found.reduce((sum, one) => sum + amountOf(one, measure), 0);
    });
  const series = named.map(({ key: [model = null] }) => ({
    name: labelOf('model', model, names).text,
    slot: slots.get(model ?? '') ?? null,
    values: valuesOf([model]),
  }));
  const others = byModel.slice(named.length).map(({ key }) => key[0] ?? null);
  const rest = { name: `${others.length} other models`, slot: null, values: valuesOf(others) };
  const perBucket = groupRows(rows, [0]);
  const buckets = all.map((bucket): BucketSum => {
    const measures = perBucket.get(keyId([bucket.key]))?.measures ?? NO_MEASURES;
    const used = perBucket.has(keyId([bucket.key]));
    const happened = marks.filter(({ at }) => at >= bucket.range.from && at < bucket.range.to);
    return { ...describe(bucket, used, input), measures, cost: costOf(measures), happened };
  });
  const reached = all.filter((_, i) => buckets[i]?.state !== 'unknown').length;
  const trends = new Map(
    byModel.map(({ key: [model = null] }) => [model ?? '', valuesOf([model]).slice(0, reached)]),
  );
  const plain = buckets.map(({ label, title, state, href, happened }): ChartBucket => {
    const bucket = { label, title, state, href };
    if (happened.length === 0) return bucket;
    return { ...bucket, marks: happened.map(({ kind, title }) => ({ kind, title })) };
  });
  return {
    chart: { measure, buckets: plain, series: few ? series : [...series, rest] },
    buckets,
    slots,
    trends,
  };
}

/** A number for drawing; exact amounts are in the tables. */
function amountOf(m: Measures, measure: ChartMeasure): number {
  if (measure === 'tokens') return tokensOf(m);
  const cost = costOf(m);
  return cost === null ? 0 : usdNumber(cost);
}

function describe(bucket: Bucket, used: boolean, input: ChartInput): ChartBucket {
  const { size, state, now } = input;
  const { from, to } = bucket.range;
  const label =
    size === 'month' ? monthName(from, now) : size === 'day' ? dayText(from, now) : hourLabel(from, now);
  return {
    label,
    title: size === 'month' ? label : rangeText(bucket.range, now),
    state: stateOf(bucket, used, input),
    href: link('/', state, { since: null, from: isoInstant(from), to: isoInstant(to), rows: null }),
  };
}

/** Midnight carries the date, as the axis would otherwise never say which day it is. */
function hourLabel(at: EpochSeconds, now: EpochSeconds): string {
  return clockText(at) === '00:00' ? dayText(at, now) : clockText(at);
}

function stateOf({ range }: Bucket, used: boolean, input: ChartInput): BucketState {
  const { periods, extent, dataUpTo } = input;
  const complete = periods.complete?.to ?? periods.range.from;
  if (!used) {
    const known = extent !== null && dataUpTo !== null && range.to > extent.from && range.from <= dataUpTo;
    return known ? 'empty' : 'unknown';
  }
  if (range.to > complete && periods.running !== null) return 'running';
  return range.from < periods.range.from || range.to > periods.range.to ? 'cut' : 'whole';
}

/** Sums of everything, as a reader of the chart without sight gets it. */
export function chartSummary({ chart, buckets }: ChartModel): string {
  const total = sumOf(buckets.map(({ measures }) => measures));
  return `${chart.measure === 'cost' ? 'Spend' : 'Tokens'} over ${buckets.length} periods, stacked by model; ${formatCount(tokensOf(total))} tokens in all. The table below has the numbers.`;
}
