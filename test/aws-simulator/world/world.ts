/**
 * The seeded world: pure functions from a seed and a range of time to calls, log records and their tally.
 * @module
 */
import { SOURCES, type Source } from './accounts.ts';
import { drawAgentLoop } from './agent-loop.ts';
import { WORKLOADS } from './applications.ts';
import { type BatchJob, drawBatchJobs } from './batch-jobs.ts';
import type { Call } from './call.ts';
import { DAY, HOUR, hourOf, type Range, within } from './clock.ts';
import { drawHour } from './draw.ts';
import { Ledger } from './ledger.ts';
import { drawInferences, type Inference } from './mantle.ts';
import { Random } from './random.ts';
import { largeInput, recordLine } from './records.ts';
import { effectOn, STORIES } from './stories.ts';
import { Author, type BodySize } from './texts.ts';
import { throttle } from './throttle.ts';
import { DEFAULT_RATE, type Workload } from './workload.ts';

export interface WorldOptions {
  readonly seed: string | number;
  /** Where the history ends and live traffic begins, in seconds since the epoch. */
  readonly now: number;
  /** Length of the history. It does not change what any hour holds. */
  readonly days: number;
  /** Calls per hour on average over the week around `now`. */
  readonly rate?: number;
  readonly bodies?: BodySize;
  /** Key prefix of the S3 deliveries. */
  readonly keyPrefix?: string;
}

/** A record as it is delivered. */
export interface DeliveredRecord {
  readonly at: number;
  readonly source: Source;
  /** JSON without newline. */
  readonly line: string;
}

export interface World {
  readonly now: number;
  readonly keyPrefix: string;
  /** The history: whole hours up to the last full second before `now`. */
  readonly history: Range;
  /** Accounts and Regions whose logging is on. */
  readonly sources: readonly Source[];
  /** Hours (since the epoch) that touch a range; the history's by default. */
  hours(range?: Range): number[];
  /** What happened in one hour, by time; also where logging is off. */
  callsOf(hour: number, source: Source): readonly Call[];
  /** The log records of one hour, by time. Nothing where logging is off. */
  recordsOf(hour: number, account?: string, region?: string): string[];
  /** The log records within a range, by time: live traffic, as the whole hours hold it. */
  recordsBetween(from: number, to: number): DeliveredRecord[];
  /** Calls that are logged within a range, added up; the history's by default. */
  ledger(range?: Range, sources?: readonly Source[]): Ledger;
  /** Calls of one hour to the `bedrock-mantle` endpoint, which no log holds, by time. */
  inferencesOf(hour: number, source: Source): readonly Inference[];
  /** Batch jobs submitted within a range, by time. */
  batchJobs(range: Range): readonly BatchJob[];
  lineOf(call: Call): string;
  /** The separate object of a request body that is too large for its record. */
  largeInputOf(call: Call): { key: string; body: string } | null;
}

/** Live traffic asks for the same hour every minute. */
const KEPT_HOURS = 16;

export function createWorld(options: WorldOptions): World {
  const { now, rate = DEFAULT_RATE, bodies = 'small', keyPrefix = '' } = options;
  const root = new Random(`world ${options.seed}`);
  // Stories keep their distance to the whole hour, so that every start within it sees the same world.
  const times = { rate, end: hourOf(now) * HOUR };
  const delivery = { author: new Author(root.split('texts'), bodies), bodies, keyPrefix };
  const sources = Object.values<Source>(SOURCES).filter((source) => source.delivery !== 'off');
  const history = { from: times.end - options.days * DAY, to: now };
  const kept = new Map<string, readonly Call[]>();

  const callsOf = (hour: number, source: Source): readonly Call[] => {
    const name = `${hour} ${source.account} ${source.region}`;
    const known = kept.get(name);
    if (known) return known;
    const calls = workloadsAt(hour, times.end)
      .filter((work) => SOURCES[work.source] === source)
      .flatMap((work) => throttled(work, hour, drawHour(work, hour, root, times)));
    if (source === SOURCES.shopEast) calls.push(...drawAgentLoop(hour, root, times.end));
    calls.sort((x, y) => x.at - y.at);
    kept.set(name, calls);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_HOURS && oldest !== undefined) kept.delete(oldest);
    return calls;
  };

  const throttled = (work: Workload, hour: number, calls: Call[]): Call[] => {
    const { quota } = effectOn(work.name, { from: hour * HOUR, to: (hour + 1) * HOUR }, times.end);
    if (quota === undefined) return calls;
    // A busier world has more of it, or nothing would get through.
    const scaled = (quota * rate) / DEFAULT_RATE;
    return throttle(calls, scaled, root.split(`throttle ${work.name} ${hour}`));
  };

  const hours = (range: Range = history): number[] => {
    const first = hourOf(range.from);
    return Array.from({ length: Math.max(0, Math.ceil(range.to / HOUR) - first) }, (_, i) => first + i);
  };

  const loggedBetween = function* (range: Range, from: readonly Source[] = sources): Generator<Call> {
    for (const hour of hours(range)) {
      for (const source of from) {
        for (const call of callsOf(hour, source)) if (within(call.at, range)) yield call;
      }
    }
  };

  const lineOf = (call: Call) => recordLine(call, delivery);

  return {
    now,
    keyPrefix,
    history,
    sources,
    hours,
    callsOf,
    inferencesOf: (hour, source) => drawInferences(hour, source, root, rate, times.end),
    batchJobs: (range) => drawBatchJobs(range, root, times.end),
    lineOf,
    largeInputOf: (call) => largeInput(call, delivery),
    recordsOf: (hour, account, region) =>
      sources
        .filter(
          (each) => (account ?? each.account) === each.account && (region ?? each.region) === each.region,
        )
        .flatMap((source) => callsOf(hour, source))
        .sort((x, y) => x.at - y.at)
        .map(lineOf),
    recordsBetween: (from, to) =>
      [...loggedBetween({ from, to })]
        .sort((x, y) => x.at - y.at)
        .map((call) => ({ at: call.at, source: call.source, line: lineOf(call) })),
    ledger: (range = history, from = sources) => {
      const ledger = new Ledger();
      for (const call of loggedBetween(range, from)) ledger.add(call);
      return ledger;
    },
  };
}

/** The workloads that exist in an hour: the lasting ones and those of a running story. */
function workloadsAt(hour: number, end: number): Workload[] {
  const added = STORIES.flatMap((story) => {
    const { from, to } = story.when(end);
    return story.adds && from < (hour + 1) * HOUR && hour * HOUR < to ? [story.adds] : [];
  });
  return [...WORKLOADS, ...added];
}
