/**
 * The daemon's own scheduler and clients in virtual time: the clock stands while anything is being read, and goes on
 * to the next thing that is due when nothing is.
 * @module
 */
import type { HttpLimits } from '../../../collectors/index.ts';
import { type Config, configSchema } from '../../../src/config/schema.ts';
import { type CollectionDeps, collectionOf } from '../../../src/daemon/collect/collectors-of.ts';
import { collectOnce, type SourceResult } from '../../../src/daemon/collect/once.ts';
import type { RunOutcome } from '../../../src/daemon/collect/outcome.ts';
import type { SourceReport } from '../../../src/daemon/collect/report.ts';
import { Scheduler } from '../../../src/daemon/collect/scheduler.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { testRater } from '../../support.ts';

export interface DaemonOptions {
  readonly aws: RunningSimulator;
  readonly store: Store;
  /** As it stands in the file. */
  readonly config: object;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly attempts?: number;
  readonly http?: HttpLimits;
  /** Told at every step of the clock, in seconds since the epoch. */
  readonly onTime?: (now: number) => void;
  /** Told what is odd and needs no person. */
  readonly onTell?: (what: string) => void;
  readonly onReport?: (report: SourceReport, outcome: RunOutcome) => void;
}

const SPREAD_MILLISECONDS = 20_000;
const PATIENCE_MILLISECONDS = 60_000;

export class VirtualDaemon {
  readonly #options: DaemonOptions;
  readonly #config: Config;

  constructor(options: DaemonOptions) {
    this.#options = options;
    this.#config = configSchema.parse(options.config);
  }

  readonly #now = () => epochSeconds(Math.floor(this.#options.aws.clock.now() / 1000));

  #deps(): CollectionDeps {
    const { aws, attempts = 1, http = {}, onTell } = this.#options;
    // Roles are renewed as time passes; what they last by is the simulator's real clock.
    const offset = Date.now() - aws.clock.now();
    return {
      now: this.#now,
      wall: { now: () => aws.clock.now() + offset, wait: async () => undefined },
      env: aws.env,
      tell: (_source, what) => onTell?.(what),
      attempts,
      http,
    };
  }

  readonly #run = {
    rater: testRater(),
    hashKey: null,
    patienceMilliseconds: PATIENCE_MILLISECONDS,
  };

  /** From start to stop of one process, until a moment in seconds since the epoch. */
  async run(until: number): Promise<void> {
    const { aws, store, random, onTime, onReport } = this.#options;
    const { sources, takeCalls } = collectionOf(this.#config, this.#deps());
    const over = Promise.withResolvers<void>();
    let running = 0;
    const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      if (running === 0 && this.#now() < until) {
        aws.clock.advance(Math.max(1, milliseconds));
        onTime?.(this.#now());
        return;
      }
      if (running === 0) over.resolve();
      await aborted(signal);
    };
    const scheduler = new Scheduler(
      {
        ...this.#run,
        ...{ store, sleep, random, takeCalls, now: this.#now, clock: aws.clock.now },
        sources: sources.map((source) => ({
          ...source,
          identify: () => {
            running += 1;
            return source.identify();
          },
        })),
        spreadMilliseconds: SPREAD_MILLISECONDS,
        onReport: (report, outcome) => {
          running -= 1;
          onReport?.(report, outcome);
        },
      },
      await store.sources(),
    );
    scheduler.start();
    await over.promise;
    await scheduler.stop();
  }

  /** Every source once, as `collect --once` does it. */
  async once(): Promise<SourceResult[]> {
    const { store } = this.#options;
    const { sources, skipped, takeCalls } = collectionOf(this.#config, this.#deps());
    const signal = new AbortController().signal;
    const results = await collectOnce(sources, skipped, { ...this.#run, store, now: this.#now, signal });
    await store.countAwsCalls(takeCalls());
    return results;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
