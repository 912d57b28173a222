/**
 * The collecting thread: owns the writing connection and the scheduler, so that neither a backlog nor a slow answer
 * of AWS ever holds up the web.
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { epochSeconds, parseSpan } from '../../domain/time.ts';
import type { Source } from '../../store/port.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { LivePrices } from '../prices/live-prices.ts';
import { untilStopped } from '../threads/on-stop.ts';
import { Tidy } from '../threads/tidy.ts';
import { collectionOf } from './collectors-of.ts';
import { FirstStart } from './first-start.ts';
import type { CollectEvent, CollectSetup } from './messages.ts';
import { LATE_CALLS, Pruner } from './retention.ts';
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
  const common = {
    ...{ store, now, sources, random: Math.random, clock: () => performance.now() },
    // Another version that is put in force holds from the next transaction on; the daemon tells about it.
    rater: new LivePrices(setup).watch().rater,
    hashKey: setup.promptHash ? await store.hashKey() : null,
    patienceMilliseconds: PATIENCE_MILLISECONDS,
    onLate: ({ collector }: Source) => tell({ kind: 'odd', source: collector, what: LATE_CALLS }),
  };
  const past = new FirstStart({
    ...common,
    spanSeconds: parseSpan(setup.collect.backfill) ?? 0,
    firstLookback: parseSpan(setup.collect.firstLookback) ?? 0,
    onProgress: (history) => tell({ kind: 'history', history }),
  });
  const scheduler = new Scheduler(
    {
      ...{ ...common, takeCalls, sleep },
      spreadMilliseconds: Math.min(SPREAD_MILLISECONDS, 1000 * sources.length),
      onKnown: () => tell({ kind: 'reports', reports: scheduler.reports() }),
      onReport: ({ key }, { malformed, status }) => {
        tell({ kind: 'reports', reports: scheduler.reports() });
        if (status === 'ok') past.begin(key);
        if (malformed > 0) tell({ kind: 'malformed', source: key, lines: malformed });
      },
    },
    await store.sources(),
  );
  const { retention } = setup;
  const pruner = new Pruner({
    ...{ store, retention, now, sleep },
    tell: (what) => tell({ kind: 'odd', source: 'retention', what }),
  });
  untilStopped(port, async () => {
    await Promise.all([scheduler.stop(), past.stop(), pruner.stop()]);
    await store.close();
  });
  tell({ kind: 'reports', reports: scheduler.reports() });
  scheduler.start();
  pruner.start();
  new Tidy({ peopleWait: false }).start();
}

if (parentPort) await run(parentPort, workerData as CollectSetup);
