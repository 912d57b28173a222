/**
 * The daemon: dashboard, prices, and the threads that collect, watch and answer, over one store. `serve` and the demo
 * start the same one.
 * @module
 */
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { askFirst } from '../../web/answers/first.ts';
import { KeptAnswers } from '../../web/answers/kept.ts';
import { createApp } from '../../web/app.ts';
import type { Config } from '../config/schema.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { AnswersThread } from './answers/thread.ts';
import { WarmUp } from './answers/warm-up.ts';
import type { HistoryReport } from './collect/history.ts';
import { collectSetup } from './collect/messages.ts';
import type { SourceReport } from './collect/report.ts';
import { tellStates } from './collect/tell.ts';
import { CollectThread } from './collect/thread.ts';
import type { DailyCheck } from './prices/daily-check.ts';
import { LivePrices } from './prices/live-prices.ts';
import { startPriceCheck } from './prices/start-check.ts';
import { startServer } from './server.ts';
import type { ThreadHooks } from './threads/thread.ts';
import { Tidy } from './threads/tidy.ts';
import { tellWatch } from './watch/tell.ts';
import { WatchThread } from './watch/thread.ts';

export interface DaemonOptions {
  readonly config: Config;
  /** The SQLite file. */
  readonly database: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly now: () => EpochSeconds;
  /** Whether that clock stands still, for reproducible output. */
  readonly frozen: boolean;
  /** Whether what is shown is made up; every page says so. */
  readonly demo: boolean;
  readonly log: Logger;
  /** Where the SDK looks for credentials and endpoints; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told how far the past has been read. */
  readonly onHistory?: (history: HistoryReport) => void;
}

export interface Daemon {
  readonly url: string;
  readonly reports: () => readonly SourceReport[];
  readonly history: () => HistoryReport;
  /** Begins to collect; does nothing without accounts. */
  readonly collect: () => void;
  /** Finishes the transaction in hand. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens the store and listens; nothing is collected yet.
 * @throws UsageError for an open bind without authentication; MeterError when store, prices or port fail
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { config, database, host, port, now, log } = options;
  const prices = new LivePrices({
    ...{ database, pricing: config.pricing },
    onChange: (version, before) => log.info({ before }, `prices in force from now on: ${version}`),
    onFault: (message, hint) => log.error({ hint }, `${message}; ${prices.book.version} stays in force`),
  });
  const store = openSqliteStore(database);
  let thread: CollectThread | undefined;
  let check: DailyCheck | undefined;
  let watch: WatchThread | undefined;
  let warmUp: WarmUp | undefined;
  const tidy = new Tidy({ peopleWait: true });
  const reports = () => thread?.reports() ?? [];
  const history = () => thread?.history() ?? { sources: [], secondsLeft: null };
  // A 500 page hides all detail; the log has it.
  const onError = (error: unknown) => log.error(error, 'a request failed');
  const heavy = new AnswersThread({ database, config }, tellThread(log, 'answering'));
  const answers = new KeptAnswers({ heavy, now, onError });
  const app = createApp({
    ...{
      answers,
      onError,
      store,
      now,
      config,
      demo: options.demo,
      frozen: options.frozen,
      startedAt: now(),
      collectors: reports,
      history,
    },
    reportsDir: config.reports.monthly.dir ?? join(dirname(database), 'reports'),
    get book() {
      return prices.book;
    },
    rater: prices.rater,
  });
  const authenticated = config.server.auth !== undefined;
  // No thread has begun yet that would outlive a bind that is refused.
  const bound = async () => {
    try {
      return await startServer(app, { host, port, authenticated });
    } catch (error) {
      await store.close();
      throw error;
    }
  };
  const server = await bound();
  prices.watch();
  tidy.start();
  return {
    ...{ url: server.url, reports, history },
    collect: () => {
      thread ??= startCollecting(options);
      check ??= startPriceCheck(options, store);
      watch ??= startWatching(options, server.url);
      warmUp ??= new WarmUp({
        ask: () => askFirst(answers.forLater(), now),
        onFault: (message) => log.warn(`a page's answer cannot be computed beforehand: ${message}`),
      }).start();
    },
    stop: async () => {
      const threads = [thread, check, watch, warmUp, heavy];
      await Promise.all([server.close(), ...threads.map((one) => one?.stop())]);
      prices.stop();
      tidy.stop();
      await store.close();
    },
  };
}

/** The thread that reads AWS; none without accounts. */
function startCollecting(options: DaemonOptions): CollectThread | undefined {
  const { config, database, log, env, onHistory } = options;
  if (config.accounts.length === 0) {
    log.info('no accounts are configured: what is ingested is shown, nothing is collected');
    return undefined;
  }
  const tell = tellStates(log);
  return new CollectThread(collectSetup(config, database, options.frozen ? options.now() : null), {
    ...(env === undefined ? {} : { env }),
    onEvent: (event) => {
      tell(event);
      if (event.kind === 'history') onHistory?.(event.history);
    },
    ...tellThread(log, 'collecting'),
  });
}

/** The thread that asks the rules and tells people. */
function startWatching({ config, database, log, frozen, now }: DaemonOptions, url: string): WatchThread {
  const publicUrl = (config.server.publicUrl ?? url).replace(/\/+$/, '');
  return new WatchThread(
    { database, config, publicUrl, now: frozen ? now() : null },
    { onEvent: tellWatch(log), ...tellThread(log, 'watching') },
  );
}

/** Crashes of a thread as lines of the log. */
const tellThread = (log: Logger, what: string): ThreadHooks => ({
  onCrash: (message, again) => log.error(`${what} has stopped: ${message}; again in ${again} s`),
  onFault: (message) => log.error(`${what} goes on, but what it told could not be taken: ${message}`),
});
