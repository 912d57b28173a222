/**
 * The watching thread: asks questions on a connection of its own, so that no page waits for a rule and no rule for a
 * receiver that hangs.
 * @module
 */
import { dirname, join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Evaluator } from '../../alarms/evaluate.ts';
import { SEND_TIMEOUT_MILLISECONDS, send } from '../../alarms/notify/send.ts';
import { accountNames } from '../../config/account-names.ts';
import { epochSeconds } from '../../domain/time.ts';
import { saveReport } from '../../reports/save.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { sleep } from '../collect/sleep.ts';
import { LivePrices } from '../prices/live-prices.ts';
import { untilStopped } from '../threads/on-stop.ts';
import { Tidy } from '../threads/tidy.ts';
import type { WatchEvent, WatchSetup } from './messages.ts';
import { Watcher } from './watcher.ts';

async function run(
  port: MessagePort,
  { database, config, publicUrl, now: fixed }: WatchSetup,
): Promise<void> {
  const now = () => fixed ?? epochSeconds(Math.floor(Date.now() / 1000));
  const store = openSqliteStore(database);
  const accounts = accountNames(config.accounts);
  const prices = new LivePrices({ database, pricing: config.pricing }).watch();
  const watcher = new Watcher({
    ...{ now, sleep, random: Math.random, evaluator: new Evaluator() },
    context: () => ({ store, book: prices.book, rater: prices.rater, config, now: now() }),
    send: (notifier, message, signal) =>
      send(notifier, message, {
        ...{ now: now(), publicUrl, accounts, signal, timeoutMilliseconds: SEND_TIMEOUT_MILLISECONDS },
      }),
    tell: (event: WatchEvent) => port.postMessage(event),
    reports: { dir: join(dirname(database), 'reports'), write: saveReport },
  });
  untilStopped(port, async () => {
    await watcher.stop();
    prices.stop();
    await store.close();
  });
  watcher.start();
  new Tidy({ peopleWait: false }).start();
}

if (parentPort) await run(parentPort, workerData as WatchSetup);
