/**
 * The ingest thread: owns the writing connection, so that parsing and committing never hold up the web.
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { EXIT, MeterError, messageOf } from '../../domain/errors.ts';
import { epochSeconds } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { pruneRound } from '../collect/retention.ts';
import { LivePrices } from '../prices/live-prices.ts';
import { ingestPaths } from './ingest-paths.ts';
import type { Answer, Request, ThreadSetup } from './messages.ts';
import { ParserPool } from './parser-pool.ts';

/** Progress is told at most this often. */
const PROGRESS_MILLISECONDS = 100;

const NEVER = new AbortController().signal;

/** Serves requests one after the other until told to close. */
function run(port: MessagePort, setup: ThreadSetup): void {
  const answer = (message: Answer) => port.postMessage(message);
  const now = () => setup.now ?? epochSeconds(Math.floor(Date.now() / 1000));
  const parsers = new ParserPool();
  parsers.warm();
  let prices: LivePrices | undefined;
  let store: Store | undefined;
  let queue = Promise.resolve();

  const ingest = async (id: number, paths: readonly string[]): Promise<void> => {
    let told = 0;
    try {
      // Here, so that own rates which fit no model are answered as the mistake they are; first, so that they make no store.
      prices ??= new LivePrices(setup);
      store ??= openSqliteStore(setup.database);
      // One ingestion is priced by one version, whatever comes while it runs.
      prices.look();
      const deps = {
        store,
        rater: prices.rater,
        parsers,
        now,
        promptHash: setup.promptHash,
        stdin: () => process.stdin,
      };
      const counts = await ingestPaths(paths, deps, (progress) => {
        const time = performance.now();
        if (time - told < PROGRESS_MILLISECONDS) return;
        told = time;
        answer({ kind: 'progress', id, progress });
      });
      const { retention } = setup;
      if (retention) await pruneRound({ store, retention, now, sleep: () => setImmediate() }, NEVER);
      answer({ kind: 'done', id, counts });
    } catch (error) {
      // Their work is nobody's any more.
      await parsers.close();
      const { hint, exitCode } =
        error instanceof MeterError ? error : { hint: undefined, exitCode: EXIT.failed };
      answer({ kind: 'failed', id, message: messageOf(error), hint, exitCode });
    }
  };

  port.on('message', (request: Request) => {
    queue = queue.then(async () => {
      if (request.kind === 'ingest') return ingest(request.id, request.paths);
      await Promise.all([parsers.close(), store?.close()]);
      port.close();
    });
  });
}

if (parentPort) run(parentPort, workerData as ThreadSetup);
