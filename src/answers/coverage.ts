/**
 * Coverage: logs against metrics against the bill, and what is dark between them.
 * @module
 */
import { type BillDay, billDays } from '../analysis/coverage/bill.ts';
import {
  type CoverageRow,
  type CoverageTotal,
  coverageRows,
  coverageTotal,
  type LoggedHour,
} from '../analysis/coverage/coverage.ts';
import { enableLoggingCommand } from '../analysis/coverage/enable-logging.ts';
import { modelNames, type NamedModel, placeKey } from '../analysis/coverage/named-models.ts';
import { addBounds, type Bounds } from '../analysis/coverage/price.ts';
import { SEEN_METRICS, type SeenNamespace, type SeenSeries, seenSeries } from '../analysis/coverage/seen.ts';
import type { DimensionFilter } from '../domain/dimension.ts';
import { calledModelId } from '../domain/ids.ts';
import { pricedCost, type UsageQuery, type UsageRow } from '../domain/measures.ts';
import { cloudWatchModelId } from '../domain/model-id.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../domain/money.ts';
import type { Scope } from '../domain/sku.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  hourOf,
  parseInstant,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  startOfDay,
  startOfHour,
  type TimeRange,
} from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { listedInventory } from './coverage-inventory.ts';
import { type ComparablePlace, historyOf, limitsOf, overallLimit, placesOf } from './coverage-limits.ts';
import type { CoverageRequest } from './coverage-request.ts';
import { untilNow } from './freshness.ts';

/** A Region whose calls leave no record. */
export interface DarkRegion {
  readonly account: string;
  readonly region: string;
  /** `configuration`: logging is switched off. `no records`: metrics see calls, and none was ever read. */
  readonly because: 'configuration' | 'no records';
  readonly total: CoverageTotal;
  /** What switches logging on. */
  readonly command: string;
}

/** Of one UTC day. */
export interface CoverageDay {
  readonly day: EpochDay;
  readonly loggedTokens: number;
  readonly loggedCost: NanoUsd;
  readonly darkTokens: number;
  readonly dark: Bounds | null;
}

export interface Coverage {
  readonly request: CoverageRequest;
  readonly rows: readonly CoverageRow[];
  readonly total: CoverageTotal;
  readonly days: readonly CoverageDay[];
  readonly darkRegions: readonly DarkRegion[];
  /** Null where nothing can be compared at all. */
  readonly comparableUpTo: EpochSeconds | null;
  readonly comparablePlaces: readonly ComparablePlace[];
  /** Whether any metric was read for the range. */
  readonly measured: boolean;
  /** Empty where no bill was read. */
  readonly bill: readonly BillDay[];
  readonly priceVersion: string;
}

/** Compares what the range's logs and metrics tell. */
export async function coverage(context: AnswerContext, request: CoverageRequest): Promise<Coverage> {
  const past = { ...request, range: untilNow(request.range, context.now) };
  const answer = await compare(context, past, await readSeen(context, past));
  return { ...answer, request, bill: await billOf(context, request, answer.rows) };
}

async function compare(
  context: AnswerContext,
  request: CoverageRequest,
  seen: readonly SeenSeries[],
): Promise<Omit<Coverage, 'bill'>> {
  const { store, book } = context;
  const { range } = request;
  const [usage, inventory, sources] = await Promise.all([
    store.usage({ range: untilNow(padded(range), context.now), by: LOG_KEYS, where: placeFilter(request) }),
    listedInventory(context),
    store.sources(),
  ]);
  const logged = usage.flatMap(loggedHour);
  const names = modelNames(inventory.profiles, inventory.provisioned, knownModels(usage));
  const readBackTo = await historyOf(context, sources);
  const limits = limitsOf(context.now, seen, sources, inventory.loggingOff);
  const rows = coverageRows({
    ...{ range, logged, seen, names, book },
    comparable: (account, region) => {
      const place = placeKey(account, region);
      return { from: readBackTo.get(place) ?? Number.NEGATIVE_INFINITY, upTo: limits(place) };
    },
    loggingOff: inventory.loggingOff,
  });
  const days = daysOf(range, usage, rows);
  return {
    ...{ request, rows, days },
    total: coverageTotal(rows),
    darkRegions: darkRegions(rows, inventory.loggingOff),
    comparableUpTo: overallLimit(seen, limits),
    comparablePlaces: placesOf(seen, sources, limits),
    measured: seen.length > 0,
    priceVersion: book.version,
  };
}

/** Whole days with an hour more on both sides: what settles calls at the turn of hours. */
const padded = ({ from, to }: TimeRange): TimeRange => ({
  from: epochSeconds(startOfDay(dayOf(from)) - SECONDS_PER_HOUR),
  to: epochSeconds(startOfDay(dayOf(epochSeconds(to - 1))) + SECONDS_PER_DAY + SECONDS_PER_HOUR),
});

const LOG_KEYS = ['hour', 'account', 'region', 'modelId', 'model', 'scope'] as const;

function placeFilter({ account, region }: CoverageRequest): UsageQuery['where'] {
  return [
    ...(account === null ? [] : [{ dimension: 'account' as const, values: [account] }]),
    ...(region === null ? [] : [{ dimension: 'region' as const, values: [region] }]),
  ];
}

async function readSeen(
  { store, now }: AnswerContext,
  { account, region, range }: CoverageRequest,
): Promise<SeenSeries[]> {
  const place = { ...(account === null ? {} : { account }), ...(region === null ? {} : { region }) };
  const namespaces = Object.keys(SEEN_METRICS) as SeenNamespace[];
  const data = await Promise.all(
    namespaces.map((namespace) =>
      store.metricSums(
        { range: untilNow(padded(range), now), namespace, metrics: SEEN_METRICS[namespace], ...place },
        SECONDS_PER_HOUR,
      ),
    ),
  );
  return seenSeries(data.flat());
}

/** A row of the store; pictures and other units are told by their sum alone. */
function loggedHour(row: UsageRow): LoggedHour[] {
  const [hour, account, region, modelId] = row.key;
  const at = parseInstant(hour ?? '');
  if (at === undefined || account == null || region == null || modelId == null) return [];
  const { invocations, input, output, cacheRead, cacheWrite, units } = row;
  return [
    {
      ...{ account, region, hour: hourOf(at) },
      modelId: cloudWatchModelId(calledModelId(modelId)),
      counts: { invocations, input, output, cacheRead, cacheWrite, images: units },
    },
  ];
}

/** Models behind ids that say nothing, as the store has resolved them. */
function knownModels(usage: readonly UsageRow[]): Map<string, NamedModel> {
  const known = new Map<string, NamedModel>();
  for (const { key } of usage) {
    const [, account, region, modelId, model, scope] = key;
    if (account == null || region == null || modelId == null || model == null || scope == null) continue;
    const id = cloudWatchModelId(calledModelId(modelId));
    known.set(placeKey(account, region, id), { base: model as NamedModel['base'], scope: scope as Scope });
  }
  return known;
}

function darkRegions(rows: readonly CoverageRow[], loggingOff: ReadonlySet<string>): DarkRegion[] {
  const runtime = rows.filter(({ endpoint }) => endpoint === 'runtime');
  const places = Map.groupBy(runtime, ({ account, region }) => placeKey(account, region));
  for (const place of loggingOff) if (!places.has(place)) places.set(place, []);
  return [...places].flatMap(([place, of]): DarkRegion[] => {
    const off = loggingOff.has(place);
    const silent = of.some(({ reason }) => reason === 'no-records');
    if (!off && !silent) return [];
    const [account = '', region = ''] = place.split('\n');
    const because = off ? 'configuration' : 'no records';
    return [
      { account, region, because, total: coverageTotal(of), command: enableLoggingCommand(region, account) },
    ];
  });
}

function daysOf(range: TimeRange, usage: readonly UsageRow[], rows: readonly CoverageRow[]): CoverageDay[] {
  const days = new Map<EpochDay, { -readonly [K in keyof CoverageDay]: CoverageDay[K] }>();
  const dayAt = (day: EpochDay) => {
    const known = days.get(day) ?? { day, loggedTokens: 0, loggedCost: ZERO_USD, darkTokens: 0, dark: null };
    days.set(day, known);
    return known;
  };
  for (const row of usage) {
    const at = parseInstant(row.key[0] ?? '');
    if (at === undefined || at < range.from || at >= range.to) continue;
    const day = dayAt(dayOf(at));
    day.loggedTokens += row.input + row.output + row.cacheRead + row.cacheWrite;
    day.loggedCost = addUsd(day.loggedCost, pricedCost(row));
  }
  for (const { hour, dark, cost } of rows.flatMap(({ hours }) => hours)) {
    const day = dayAt(dayOf(startOfHour(hour as EpochHour)));
    day.darkTokens += dark.input + dark.output + dark.cacheRead + dark.cacheWrite;
    if (cost) day.dark = day.dark ? addBounds(day.dark, cost) : cost;
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** Whole days of the accounts that have a bill; Cost Explorer's Regions are not the callers', so that only accounts count. */
async function billOf(
  { store, now }: AnswerContext,
  { range: asked, account, region }: CoverageRequest,
  rows: readonly CoverageRow[],
): Promise<BillDay[]> {
  if (region !== null) return [];
  // Today is a day of the bill, if a provisional one.
  const tomorrow = startOfDay((dayOf(now) + 1) as EpochDay);
  const range = { from: asked.from, to: epochSeconds(Math.min(asked.to, tomorrow)) };
  if (range.from >= range.to) return [];
  const isWhole = (day: EpochDay) =>
    startOfDay(day) >= range.from && startOfDay(day) + SECONDS_PER_DAY <= range.to;
  const billed = (await store.bill(range)).filter(
    (row) => isWhole(row.day) && (account === null || row.account === account),
  );
  if (billed.length === 0) return [];
  const accounts = new Set(billed.map((row) => row.account));
  const usage = await store.usage({
    range: untilNow(range, now),
    by: ['day'],
    where: [{ dimension: 'account', values: [...accounts] }],
  });
  const estimates = new Map<EpochDay, NanoUsd>();
  const add = (day: EpochDay, amount: NanoUsd) =>
    estimates.set(day, addUsd(estimates.get(day) ?? ZERO_USD, amount));
  for (const row of usage) {
    const at = parseInstant(row.key[0] ?? '');
    if (at !== undefined) add(dayOf(at), pricedCost(row));
  }
  for (const row of rows.filter((one) => accounts.has(one.account))) {
    for (const { hour, cost } of row.hours) if (cost) add(dayOf(startOfHour(hour as EpochHour)), cost.mid);
  }
  return billDays(billed, estimates);
}

/** What only metrics saw, for totals that are to hold everything. */
export async function darkSpend(
  context: AnswerContext,
  range: TimeRange,
  place: { readonly account?: string | null; readonly region?: string | null } = {},
): Promise<CoverageTotal & { readonly comparableUpTo: EpochSeconds | null; readonly measured: boolean }> {
  const past = untilNow(range, context.now);
  const request = { range: past, account: place.account ?? null, region: place.region ?? null };
  const seen = await readSeen(context, request);
  if (seen.length === 0) return { ...coverageTotal([]), comparableUpTo: null, measured: false };
  const { total, comparableUpTo: upTo, measured } = await compare(context, request, seen);
  return { ...total, comparableUpTo: upTo, measured };
}

/** Longer ranges are not compared on the way: every hour of every id is looked at. */
const MOST_DAYS_BESIDE = 62;

/**
 * The coverage of a question of `spend`; null where nothing was measured, for long ranges, and under filters that cannot
 * be told of calls without a record. Its rows and total stay what was logged.
 */
export async function spendCoverage(
  context: AnswerContext,
  { range, where }: { readonly range: TimeRange; readonly where: readonly DimensionFilter[] },
): Promise<Awaited<ReturnType<typeof darkSpend>> | null> {
  if (range.to - range.from > MOST_DAYS_BESIDE * SECONDS_PER_DAY) return null;
  const place: { account: string | null; region: string | null } = { account: null, region: null };
  for (const { dimension, values } of where) {
    const [value, ...others] = values;
    if ((dimension !== 'account' && dimension !== 'region') || value == null || others.length > 0)
      return null;
    place[dimension] = value;
  }
  const dark = await darkSpend(context, range, place);
  return dark.measured ? dark : null;
}
