/**
 * The thread of one reading of the price list: a hundred files are parsed here and not beside the web.
 * @module
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { epochSeconds } from '../../domain/time.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { type CheckSetup, checkPrices } from './check.ts';

async function run(port: MessagePort, setup: CheckSetup): Promise<void> {
  const store = openSqliteStore(setup.database);
  const now = () => epochSeconds(Math.floor(Date.now() / 1000));
  try {
    port.postMessage(await checkPrices({ ...setup, store, now, env: process.env }));
  } finally {
    await store.close();
  }
}

if (parentPort) await run(parentPort, workerData as CheckSetup);
