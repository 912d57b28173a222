/**
 * The collecting thread: owns the writing connection and the scheduler, so that neither a backlog nor a slow answer
 * of AWS ever holds up the web.
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createRater, loadPrices, pricesFolder } from '../../../pricing/index.ts';
import { epochSeconds } from '../../domain/time.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { collectionOf } from './collectors-of.ts';
import type { CollectEvent, CollectRequest, CollectSetup } from './messages.ts';
import { Scheduler } from './scheduler.ts';
import { sleep } from './sleep.ts';

/** First runs are spread over this long, a second for each source at most. */
const SPREAD_MILLISECONDS = 20_000;
/** Longer than the SDK takes to give up one request with all its attempts. */
const PATIENCE_MILLISECONDS = 300_000;

async function run(port: MessagePort, setup: CollectSetup): Promise<void> {
  const tell = (event: CollectEvent) => port.postMessage(event);
  const now = () => setup.now ?? epochSeconds(Math.floor(Date.now() / 1000));
  const wall = { now: Date.now, wait: sleep };
  const store = openSqliteStore(setup.database);
  const { sources, takeCalls } = collectionOf(setup, {
    ...{ now, wall, env: process.env },
    tell: (source, what) => tell({ kind: 'odd', source, what }),
  });
  const scheduler = new Scheduler(
    {
      ...{ store, now, sources, takeCalls, sleep },
      rater: createRater(loadPrices({ dir: pricesFolder(setup.database) }), setup.pricing),
      hashKey: setup.promptHash ? await store.hashKey() : null,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
      clock: () => performance.now(),
      random: Math.random,
      spreadMilliseconds: Math.min(SPREAD_MILLISECONDS, 1000 * sources.length),
      onKnown: () => tell({ kind: 'reports', reports: scheduler.reports() }),
      onReport: ({ key }, { malformed }) => {
        tell({ kind: 'reports', reports: scheduler.reports() });
        if (malformed > 0) tell({ kind: 'malformed', source: key, lines: malformed });
      },
    },
    await store.sources(),
  );
  port.on('message', async (_request: CollectRequest) => {
    await scheduler.stop();
    await store.close();
    port.close();
    // Connections kept alive would hold the thread for a while.
    process.exit();
  });
  tell({ kind: 'reports', reports: scheduler.reports() });
  scheduler.start();
}

if (parentPort) await run(parentPort, workerData as CollectSetup);
