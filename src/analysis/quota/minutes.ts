/**
 * Demand by minute for each bucket that quotas limit: logs and metrics of all ids that share it, added up before
 * anything else. Columns over a whole range of minutes; what nobody saw is zero only inside what is covered.
 * @module
 */
import type { DemandSeries } from '../../domain/demand.ts';
import type { MetricData } from '../../domain/metric.ts';
import type { Scope } from '../../domain/sku.ts';
import { type EpochSeconds, epochSeconds, type TimeRange } from '../../domain/time.ts';
import { addCoarse, CoarseSlots } from './coarse.ts';
import { type Identify, metricId } from './identity.ts';
import { isRuntimeSeries, type MetricColumns, metricColumns } from './metric-columns.ts';

/** How many minutes each way of counting settled tokens decided. */
export interface SettledBy {
  /** `EstimatedTPMQuotaUsage`, AWS's own count. */
  native: number;
  /** Input + cache writes + rate x output, of metrics. */
  metrics: number;
  /** The same formula, of logs. */
  logs: number;
}

export interface ReservedCalls {
  calls: number;
  /** Set no limit, so that the model's maximum is reserved. */
  omitted: number;
  /** Their records do not tell. */
  unknown: number;
}

/** Tokens of input as the logs have them, over the whole range. */
export interface LoggedInput {
  input: number;
  cacheRead: number;
  cacheWrite: number;
}

/** One bucket of quota. All columns start at `first` and have one entry per minute. */
export interface Bucket {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly scope: Scope;
  readonly first: number;
  /** Accepted and throttled. */
  readonly requests: Float64Array;
  readonly throttled: Float64Array;
  readonly settled: Float64Array;
  /** From logs alone; null where no record tells an output limit. */
  readonly reserved: Float64Array | null;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly settledBy: SettledBy;
  readonly reservedCalls: ReservedCalls;
  readonly logged: LoggedInput;
  /** Whether what a call without a limit reserves is known. */
  readonly limitKnown: boolean;
  /** Ids as the logs have them: whom to ask about callers. */
  readonly calledIds: readonly string[];
  /** Highest rate per minute of points coarser than a minute: a lower bound of the true peak. */
  readonly coarse: { readonly settled: number; readonly requests: number; readonly period: number } | null;
}

export interface MinutesInput {
  /** Of one account and Region. */
  readonly account: string;
  readonly region: string;
  readonly range: TimeRange;
  readonly demand: readonly DemandSeries[];
  /** `AWS/Bedrock`, statistic Sum. Only the level `ModelId` is read: levels are never added. */
  readonly metrics: readonly MetricData[];
  readonly identify: Identify;
  /** Output tokens' weight by base model. */
  readonly rate: (model: string) => number;
  /** Reserved for calls without a limit, by base model; null: unknown. */
  readonly outputLimit: (model: string) => number | null;
}

export interface Minutes {
  readonly buckets: readonly Bucket[];
  /** Ids with traffic whose model nobody knows. */
  readonly unidentified: readonly string[];
  /** First and last minute with any traffic; null without. */
  readonly seen: { readonly first: number; readonly last: number } | null;
}

type Draft = { -readonly [K in keyof Bucket]: Bucket[K] } & {
  reserved: Float64Array;
  slots: CoarseSlots;
  calledIds: string[];
};

/** Adds up everything that draws on the same quotas. */
export function minutesOf(input: MinutesInput): Minutes {
  const first = Math.floor(input.range.from / 60);
  const length = Math.max(0, Math.ceil(input.range.to / 60) - first);
  const byId = new Map<string, { logs: DemandSeries[]; metrics: MetricData[] }>();
  const entry = (id: string) => {
    const found = byId.get(id) ?? { logs: [], metrics: [] };
    byId.set(id, found);
    return found;
  };
  for (const series of input.demand) entry(metricId(series.modelId)).logs.push(series);
  for (const data of input.metrics) {
    if (isRuntimeSeries(data.series)) entry(data.series.dimensions.ModelId ?? '').metrics.push(data);
  }
  const drafts = new Map<string, Draft>();
  const unidentified: string[] = [];
  const seen = new Seen();
  for (const [id, { logs, metrics }] of byId) {
    const identity = identityOf(id, logs, input.identify);
    const columns = metricColumns(metrics, first, length, seen);
    for (const { minutes } of logs) for (const minute of minutes) seen.add(minute);
    if (identity === null) {
      unidentified.push(id);
      continue;
    }
    const key = `${identity.model}\n${identity.scope}`;
    const draft = drafts.get(key) ?? newDraft(input, identity, first, length);
    drafts.set(key, draft);
    draft.calledIds.push(...new Set(logs.map(({ modelId }) => modelId)));
    addId(draft, columns, logs, input.rate(identity.model), input.outputLimit(identity.model));
    addCoarse(draft.slots, metrics, input.rate(identity.model));
  }
  return {
    buckets: [...drafts.values()].map(finish),
    unidentified: unidentified.toSorted(),
    seen: seen.last < seen.first ? null : { first: seen.first, last: seen.last },
  };
}

class Seen {
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  add(minute: number): void {
    if (minute < this.first) this.first = minute;
    if (minute > this.last) this.last = minute;
  }
}

function identityOf(id: string, logs: readonly DemandSeries[], identify: Identify) {
  const told = logs.find(({ model }) => model !== null);
  if (told?.model != null) return { model: told.model, scope: told.scope };
  return identify(id);
}

function newDraft(
  { account, region, outputLimit }: MinutesInput,
  { model, scope }: { model: string; scope: Scope },
  first: number,
  length: number,
): Draft {
  const column = () => new Float64Array(length);
  return {
    ...{ account, region, model, scope, first },
    requests: column(),
    throttled: column(),
    settled: column(),
    reserved: column(),
    input: column(),
    output: column(),
    settledBy: { native: 0, metrics: 0, logs: 0 },
    reservedCalls: { calls: 0, omitted: 0, unknown: 0 },
    logged: { input: 0, cacheRead: 0, cacheWrite: 0 },
    limitKnown: outputLimit(model) !== null,
    calledIds: [],
    coarse: null,
    slots: new CoarseSlots(),
  };
}

/** One id's minutes. Metrics are preferred, each for what it says; logs fill what metrics have not said yet. */
function addId(
  draft: Draft,
  metric: MetricColumns | null,
  logs: readonly DemandSeries[],
  rate: number,
  outputLimit: number | null,
): void {
  const length = draft.settled.length;
  const log = logColumns(logs, draft, outputLimit);
  for (let i = 0; i < length; i += 1) {
    const accepted = metric?.accepted[i] ?? Number.NaN;
    // Both witnesses see the same throttled calls; logs may miss some, metrics may be late.
    const throttled = Math.max(nothing(metric?.throttled[i]), log?.throttled[i] ?? 0);
    add(draft.requests, i, (Number.isNaN(accepted) ? (log?.accepted[i] ?? 0) : accepted) + throttled);
    add(draft.throttled, i, throttled);
    const inMetric = metric?.input[i] ?? Number.NaN;
    const outMetric = metric?.output[i] ?? Number.NaN;
    const told = !Number.isNaN(inMetric) || !Number.isNaN(outMetric);
    const input = told ? nothing(inMetric) : (log?.input[i] ?? 0);
    const output = told ? nothing(outMetric) : (log?.output[i] ?? 0);
    add(draft.input, i, input);
    add(draft.output, i, output);
    const native = metric?.native[i] ?? Number.NaN;
    const written = told ? nothing(metric?.cacheWrite[i]) : (log?.cacheWrite[i] ?? 0);
    const formula = input + written + rate * output;
    if (!Number.isNaN(native)) {
      add(draft.settled, i, native);
      draft.settledBy.native += 1;
    } else if (formula > 0) {
      add(draft.settled, i, formula);
      draft.settledBy[told ? 'metrics' : 'logs'] += 1;
    }
  }
}

const nothing = (value: number | undefined): number =>
  value === undefined || Number.isNaN(value) ? 0 : value;

function add(column: Float64Array, i: number, value: number): void {
  column[i] = (column[i] ?? 0) + value;
}

interface LogColumns {
  readonly accepted: Float64Array;
  readonly throttled: Float64Array;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly cacheWrite: Float64Array;
}

/** The logs' columns; reservations go to the draft at once, since only logs know them. */
function logColumns(
  logs: readonly DemandSeries[],
  { first, reserved, reservedCalls, logged }: Draft,
  outputLimit: number | null,
): LogColumns | null {
  if (logs.length === 0) return null;
  const length = reserved.length;
  const column = () => new Float64Array(length);
  const columns = {
    ...{ accepted: column(), throttled: column(), input: column(), output: column(), cacheWrite: column() },
  };
  for (const { minutes, counts } of logs) {
    for (let j = 0; j < minutes.length; j += 1) {
      const i = (minutes[j] ?? 0) - first;
      if (i < 0 || i >= length) continue;
      const of = (name: keyof typeof counts) => counts[name][j] ?? 0;
      add(columns.accepted, i, of('calls') + of('serverErrors'));
      add(columns.throttled, i, of('throttled'));
      add(columns.input, i, of('input'));
      add(columns.output, i, of('output'));
      add(columns.cacheWrite, i, of('cacheWrite'));
      const assumed = of('maxTokensOmitted') * (outputLimit ?? 0);
      add(reserved, i, of('input') + of('cacheRead') + of('cacheWrite') + of('maxTokens') + assumed);
      reservedCalls.calls += of('calls') + of('throttled') + of('serverErrors') + of('clientErrors');
      logged.input += of('input');
      logged.cacheRead += of('cacheRead');
      logged.cacheWrite += of('cacheWrite');
      reservedCalls.omitted += of('maxTokensOmitted');
      reservedCalls.unknown += of('maxTokensUnknown');
    }
  }
  return columns;
}

function finish({ slots, reserved, ...draft }: Draft): Bucket {
  const { calls, unknown } = draft.reservedCalls;
  const tells = calls > 0 && unknown < calls;
  return { ...draft, reserved: tells ? reserved : null, coarse: slots.peak() };
}

/** Start of a minute. */
export const startOfMinute = (minute: number): EpochSeconds => epochSeconds(minute * 60);
