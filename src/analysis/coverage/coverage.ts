/**
 * Coverage: the usage that metrics saw, joined with the usage that logs told of, per account, Region, id and hour. Pure.
 * @module
 */
import type { PriceBook } from '../../../pricing/index.ts';
import type { Scope } from '../../domain/sku.ts';
import { type EpochHour, startOfHour, type TimeRange } from '../../domain/time.ts';
import { align } from './align.ts';
import { addCounts, type Counts, isEmpty, type MutableCounts, noCounts, tokensOf } from './counts.ts';
import { type ModelNames, placeKey } from './named-models.ts';
import { addBounds, type Bounds, darkCost } from './price.ts';
import type { Endpoint, SeenSeries } from './seen.ts';

/** What the logs told of an id in an hour. */
export interface LoggedHour {
  readonly account: string;
  readonly region: string;
  /** The id as CloudWatch would write it. */
  readonly modelId: string;
  readonly hour: number;
  readonly counts: Counts;
}

export interface CoverageInput {
  /** Whole hours. Rows and series cover its whole days and an hour more on both sides: see `align.ts`. */
  readonly range: TimeRange;
  readonly logged: readonly LoggedHour[];
  readonly seen: readonly SeenSeries[];
  readonly names: ModelNames;
  readonly book: PriceBook;
  /** The hours of a place, the last exclusive, of which both witnesses have told everything. */
  readonly comparable: (account: string, region: string) => ComparableHours;
  /** Places, by {@link placeKey}, whose logging is switched off now. */
  readonly loggingOff: ReadonlySet<string>;
}

/** Hours since the epoch; infinite where nothing limits them. */
export interface ComparableHours {
  readonly from: number;
  readonly upTo: number;
}

/** Why metrics and logs of an id differ. */
export type Reason =
  /** Not a single record of the Region, whose logging is switched off. */
  | 'logging-off'
  /** Not a single record of the Region, for whatever other reason. */
  | 'no-records'
  /** Records of other ids, and none of this one. */
  | 'not-logged'
  | 'partly-logged'
  /** Batch jobs and the mantle endpoint have metrics and no logs. */
  | 'batch'
  | 'mantle'
  /** Records without any metric beside them: nothing can be compared. */
  | 'metrics-absent'
  /** What there is, is too young. */
  | 'not-yet-comparable';

export interface DarkHour {
  readonly hour: number;
  readonly dark: Counts;
  /** Null: no price. */
  readonly cost: Bounds | null;
}

export interface CoverageRow {
  readonly account: string;
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly modelId: string;
  /** Base model id; null where nobody knows. */
  readonly model: string | null;
  readonly scope: Scope;
  /** Over comparable hours, as are the next three. */
  readonly logged: Counts;
  readonly metrics: Counts;
  readonly dark: Counts;
  /** In the logs and not in the metrics. */
  readonly excess: Counts;
  /** Logged in hours that cannot be compared. */
  readonly uncompared: Counts;
  /** Of what is dark; null where none of it has a price. */
  readonly cost: Bounds | null;
  readonly unpricedTokens: number;
  readonly unpricedImages: number;
  /** Why something dark has no price; null where all has. */
  readonly unpricedReason: string | null;
  /** Share of the metrics' tokens (of calls, without tokens) that logs have; null: nothing to compare. */
  readonly coverage: number | null;
  /** Null: covered. */
  readonly reason: Reason | null;
  /** Hours with dark usage, in order of time. */
  readonly hours: readonly DarkHour[];
}

/** Dearest dark usage first, then most of it. */
export function coverageRows(input: CoverageInput): CoverageRow[] {
  const pairs = pairUp(input);
  const places = placesOf(input, pairs);
  const rows = [...pairs.values()].flatMap((pair) => rowOf(input, places, pair) ?? []);
  return rows.sort(
    (a, b) =>
      byCost(a, b) || tokensOf(b.dark) - tokensOf(a.dark) || tokensOf(b.metrics) - tokensOf(a.metrics),
  );
}

function byCost(a: CoverageRow, b: CoverageRow): number {
  const [x, y] = [a.cost?.mid ?? 0n, b.cost?.mid ?? 0n];
  return x === y ? 0 : x > y ? -1 : 1;
}

interface Pair {
  readonly account: string;
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly modelId: string;
  readonly logged: Map<number, MutableCounts>;
  readonly seen: Map<number, MutableCounts>;
}

function pairUp({ logged, seen, names }: CoverageInput): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  const pairOf = (account: string, region: string, endpoint: Endpoint, id: string): Pair => {
    const modelId = names.canonical(account, region, id);
    const key = `${placeKey(account, region, endpoint)}\n${modelId}`;
    const pair = pairs.get(key) ?? { account, region, endpoint, modelId, logged: new Map(), seen: new Map() };
    pairs.set(key, pair);
    return pair;
  };
  for (const { account, region, modelId, hour, counts } of logged) {
    addAt(pairOf(account, region, 'runtime', modelId).logged, hour, counts);
  }
  for (const { account, region, endpoint, modelId, hours } of seen) {
    const pair = pairOf(account, region, endpoint, modelId);
    for (const [hour, counts] of hours) addAt(pair.seen, hour, counts);
  }
  for (const { logged, seen } of pairs.values()) {
    // Logged units are pictures only where metrics count pictures; elsewhere they are of guardrails, video, queries.
    if ([...seen.values()].some(({ images }) => images > 0)) continue;
    for (const counts of logged.values()) counts.images = 0;
  }
  return pairs;
}

function addAt(hours: Map<number, MutableCounts>, hour: number, counts: Counts): void {
  const sum = hours.get(hour) ?? noCounts();
  hours.set(hour, sum);
  addCounts(sum, counts);
}

/** What is known of an account and Region as a whole. */
interface Place {
  /** Hours with any metric of the runtime. */
  readonly measured: Set<number>;
  hasRecords: boolean;
}

function placesOf({ range }: CoverageInput, pairs: ReadonlyMap<string, Pair>): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { account, region, endpoint, logged, seen } of pairs.values()) {
    const key = placeKey(account, region);
    const place = places.get(key) ?? { measured: new Set<number>(), hasRecords: false };
    places.set(key, place);
    if (endpoint === 'runtime') for (const hour of seen.keys()) place.measured.add(hour);
    for (const hour of logged.keys()) place.hasRecords ||= isWithin(range, hour);
  }
  return places;
}

const isWithin = ({ from, to }: TimeRange, hour: number): boolean => hour * 3600 >= from && hour * 3600 < to;

function rowOf(
  input: CoverageInput,
  places: ReadonlyMap<string, Place>,
  pair: Pair,
): CoverageRow | undefined {
  const { account, region, endpoint, modelId } = pair;
  const place = places.get(placeKey(account, region));
  const { from, upTo } = input.comparable(account, region);
  // Where no metric of the Region says anything of an hour, they were not read or not there: no witness.
  const comparable = (hour: number) =>
    hour >= from &&
    hour < upTo &&
    (endpoint !== 'runtime' || place?.measured.has(hour) === true || !pair.logged.has(hour));
  const { dark, excess } = align(pair.logged, pair.seen, comparable);
  const inRange = (hour: number) => isWithin(input.range, hour);
  const counted = (hour: number) => inRange(hour) && comparable(hour);
  const logged = sumOf(pair.logged, counted);
  const metrics = sumOf(pair.seen, counted);
  const uncompared = sumOf(pair.logged, (hour) => inRange(hour) && !comparable(hour));
  const pending = sumOf(pair.seen, (hour) => inRange(hour) && !comparable(hour));
  if ([logged, metrics, uncompared, pending].every(isEmpty)) return undefined;
  const name = input.names.of(account, region, modelId);
  const priced = [...dark]
    .filter(([hour]) => inRange(hour))
    .map(([hour, counts]) => {
      const at = startOfHour(hour as EpochHour);
      return { hour, dark: counts, ...darkCost(input.book, name, region, at, counts, endpoint === 'batch') };
    });
  const all = sumOf(dark, inRange);
  return {
    ...{ account, region, endpoint, modelId, model: name.base, scope: name.scope },
    ...{ logged, metrics, dark: all, excess: sumOf(excess, inRange), uncompared },
    cost: priced.reduce<Bounds | null>(
      (sum, { cost }) => (sum && cost ? addBounds(sum, cost) : (sum ?? cost)),
      null,
    ),
    unpricedTokens: priced.reduce((sum, one) => sum + one.unpricedTokens, 0),
    unpricedImages: priced.reduce((sum, one) => sum + one.unpricedImages, 0),
    unpricedReason: priced.find(({ reason }) => reason !== null)?.reason ?? null,
    coverage: coverageOf(metrics, all),
    reason: reasonOf(input, pair, place?.hasRecords === true, { logged, metrics, dark: all, uncompared }),
    hours: priced.map(({ hour, dark: counts, cost }) => ({ hour, dark: counts, cost })),
  };
}

function sumOf(hours: ReadonlyMap<number, Counts>, wanted: (hour: number) => boolean): MutableCounts {
  const sum = noCounts();
  for (const [hour, counts] of hours) if (wanted(hour)) addCounts(sum, counts);
  return sum;
}

/** The share that is not dark: of tokens, or of calls where there are none. */
export function coverageOf(metrics: Counts, dark: Counts): number | null {
  const tokens = tokensOf(metrics);
  if (tokens > 0) return (tokens - tokensOf(dark)) / tokens;
  const calls = metrics.invocations;
  return calls > 0 ? (calls - dark.invocations) / calls : null;
}

type Sums = Pick<CoverageRow, 'logged' | 'metrics' | 'dark' | 'uncompared'>;

function reasonOf(
  { loggingOff }: CoverageInput,
  { account, region, endpoint }: Pair,
  hasRecords: boolean,
  { logged, metrics, dark, uncompared }: Sums,
): Reason | null {
  if (isEmpty(metrics) && isEmpty(logged)) {
    return endpoint === 'runtime' && !isEmpty(uncompared) ? 'metrics-absent' : 'not-yet-comparable';
  }
  if (isEmpty(dark)) return isEmpty(metrics) ? 'metrics-absent' : null;
  if (endpoint !== 'runtime') return endpoint;
  if (!isEmpty(logged) || !isEmpty(uncompared)) return 'partly-logged';
  if (loggingOff.has(placeKey(account, region))) return 'logging-off';
  return hasRecords ? 'not-logged' : 'no-records';
}

export interface CoverageTotal {
  readonly logged: Counts;
  readonly metrics: Counts;
  readonly dark: Counts;
  readonly cost: Bounds | null;
  readonly unpricedTokens: number;
  readonly unpricedImages: number;
  readonly coverage: number | null;
}

/** The exact sum of rows. Null cost: nothing dark has a price. */
export function coverageTotal(rows: readonly CoverageRow[]): CoverageTotal {
  const [logged, metrics, dark] = [noCounts(), noCounts(), noCounts()];
  let cost: Bounds | null = null;
  for (const row of rows) {
    addCounts(logged, row.logged);
    addCounts(metrics, row.metrics);
    addCounts(dark, row.dark);
    if (row.cost) cost = cost === null ? row.cost : addBounds(cost, row.cost);
  }
  return {
    ...{ logged, metrics, dark, cost },
    unpricedTokens: rows.reduce((sum, row) => sum + row.unpricedTokens, 0),
    unpricedImages: rows.reduce((sum, row) => sum + row.unpricedImages, 0),
    coverage: coverageOf(metrics, dark),
  };
}
