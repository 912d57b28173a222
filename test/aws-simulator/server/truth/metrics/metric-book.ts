/**
 * All metrics of a source, hour by hour, derived from the same calls as the logs; also where logging is off.
 * @module
 */
import type { Source } from '../../../world/accounts.ts';
import { DAY, HOUR } from '../../../world/clock.ts';
import type { World } from '../../../world/world.ts';
import type { FaultPlan } from '../../faults/plan.ts';
import type { LoggingBook } from '../../logging-book.ts';
import { Memo } from '../../memo.ts';
import { isLost, measuredAt } from '../arrival.ts';
import { emitAgentCore } from './agent-core.ts';
import { emitAgents } from './agents.ts';
import { emitBatch } from './batch.ts';
import { emitDelivery } from './delivery.ts';
import { emitGuardrails } from './guardrails.ts';
import { emitMantle } from './mantle.ts';
import { emitRuntime } from './runtime.ts';
import { type Series, type SeriesId, SeriesSet } from './series.ts';
import { emitSteady } from './steady.ts';

/** Enough for a fortnight of every place. */
const KEPT_HOURS = 2500;

export class MetricBook {
  readonly #world: World;
  readonly #faults: FaultPlan;
  readonly #logging: LoggingBook;
  readonly #steady: readonly string[];
  readonly charsPerToken: number;
  readonly #hours: Memo<ReadonlyMap<string, Series>>;
  readonly #names = new Memo<ReadonlyMap<string, SeriesId>>(Number.POSITIVE_INFINITY);

  /**
   * @param charsPerToken of the texts that guardrails read
   * @param steady ids that every place calls all the time, beside the world's own calls; no log has them
   * @param keptHours how many hours of places are remembered; others are made again, and are the same
   */
  constructor(
    world: World,
    faults: FaultPlan,
    logging: LoggingBook,
    charsPerToken: number,
    steady: readonly string[] = [],
    keptHours = KEPT_HOURS,
  ) {
    this.#hours = new Memo(keptHours);
    this.#steady = steady;
    this.#world = world;
    this.#faults = faults;
    this.#logging = logging;
    this.charsPerToken = charsPerToken;
  }

  /** The series with data in an hour. */
  hour(source: Source, hour: number): ReadonlyMap<string, Series> {
    const version = `${this.#faults.version} ${this.#logging.version}`;
    const key = `${version} ${source.account} ${source.region} ${hour}`;
    return this.#hours.get(key, () => this.#make(source, hour));
  }

  /** What the series of an hour are called. */
  names(source: Source, hour: number): ReadonlyMap<string, SeriesId> {
    const key = `${this.#logging.version} ${source.account} ${source.region} ${hour}`;
    return this.#names.get(
      key,
      () => new Map([...this.hour(source, hour)].map(([name, { id }]) => [name, id])),
    );
  }

  #make(source: Source, hour: number): ReadonlyMap<string, Series> {
    const { series, emit } = new SeriesSet();
    const since = this.#world.history.from;
    const calls = this.#world.callsOf(hour, source).filter((call) => call.at >= since);
    const arrivals = new Map(calls.map((call) => [call, measuredAt(call, this.#faults)]));
    const arrivalOf = (call: (typeof calls)[number]) => arrivals.get(call) ?? 0;
    for (const call of calls) {
      const arrives = arrivalOf(call);
      emitRuntime(call, arrives, emit);
      emitGuardrails(call, arrives, this.charsPerToken, emit);
      const config = this.#logging.at(source, call.at);
      emitDelivery(call, config, isLost(call, this.#faults), arrives, emit);
    }
    for (const modelId of this.#steady) emitSteady(modelId, hour, emit);
    emitAgents(calls, arrivalOf, emit);
    emitAgentCore(calls, arrivalOf, emit);
    for (const inference of this.#world.inferencesOf(hour, source)) {
      if (inference.at >= since) emitMantle(inference, emit);
    }
    // A job may have begun the day before.
    for (const job of this.#world.batchJobs({ from: hour * HOUR - DAY, to: (hour + 1) * HOUR })) {
      if (job.source === source && job.submittedAt >= since) emitBatch(job, hour, emit);
    }
    return series;
  }
}
