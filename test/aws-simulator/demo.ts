/**
 * `npm run demo`: the daemon with its dashboard over a made-up but deterministic world. Log files are written as
 * Bedrock delivers them to S3 and go through the same ingestion as real ones. History comes newest day first, so
 * that the page has something to show within seconds; then traffic goes on live.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRater, loadPriceBook } from '../../pricing/index.ts';
import { defaultConfig } from '../../src/config/schema.ts';
import { IngestThread } from '../../src/daemon/ingest/thread.ts';
import { startServer } from '../../src/daemon/server.ts';
import { messageOf, UsageError } from '../../src/domain/errors.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createApp } from '../../web/app.ts';
import { createWorld, type Range, type World, writeLogs } from './world/index.ts';

export interface DemoOptions {
  readonly port: number;
  readonly days: number;
  readonly seed: string;
  readonly clock: () => EpochSeconds;
  /** Between live deliveries. */
  readonly liveMilliseconds: number;
  readonly say: (line: string) => void;
}

export interface Demo {
  readonly url: string;
  /** Settles when the whole history is in the store. */
  readonly history: Promise<void>;
  close(): Promise<void>;
}

const DAY = 86_400;
/** Hours of the newest slice, shown before anything older is made. */
const FIRST_SLICE = DAY;

/** Starts the demo; resolves once the dashboard listens and its newest day is there. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-demo-'));
  const startedAt = options.clock();
  const world = createWorld({ seed: options.seed, now: startedAt, days: options.days, bodies: 'small' });
  const config = defaultConfig();
  const { pricing } = config;
  const book = loadPriceBook();
  const database = join(folder, 'demo.db');
  const store = openSqliteStore(database);
  const rater = createRater(book, pricing);
  const app = createApp({ store, book, rater, now: options.clock, config, demo: true, startedAt });
  const server = await startServer(app, { host: '127.0.0.1', port: options.port, authenticated: false });
  const thread = new IngestThread({ database, pricing, promptHash: true, now: null });

  let deliveries = 0;
  const deliver = async (range: Range): Promise<void> => {
    deliveries += 1;
    const out = join(folder, `delivery-${deliveries}`);
    const { records } = await writeLogs(world, out, { range });
    if (records > 0) await thread.ingest([out]);
    rmSync(out, { recursive: true, force: true });
  };

  const stopping = new AbortController();
  await deliver({ from: startedAt - FIRST_SLICE, to: startedAt });
  const history = deliverHistory(world, startedAt - FIRST_SLICE, deliver, stopping.signal);
  const live = deliverLive(startedAt, options, deliver, stopping.signal);
  return {
    url: server.url,
    history,
    close: async () => {
      stopping.abort();
      await server.close();
      await Promise.all([history, live]);
      await thread.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The rest of the history, a day at a time, from the newest to the oldest. */
async function deliverHistory(
  world: World,
  newest: number,
  deliver: (range: Range) => Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  for (let to = newest; to > world.history.from && !stop.aborted; to -= DAY) {
    await deliver({ from: Math.max(world.history.from, to - DAY), to });
  }
}

/** What has happened since the last look, until told to stop. */
async function deliverLive(
  since: EpochSeconds,
  options: DemoOptions,
  deliver: (range: Range) => Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  let from: number = since;
  while (!(await pause(options.liveMilliseconds, stop))) {
    const to = options.clock();
    if (to <= from) continue;
    try {
      await deliver({ from, to });
      from = to;
    } catch (error) {
      // The range is delivered again next time; what was stored of it adds nothing.
      options.say(`live delivery failed: ${messageOf(error)}`);
    }
  }
}

/** Waits; true when told to stop. */
function pause(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (stop.aborted) {
      resolve(true);
      return;
    }
    const done = (stopped: boolean) => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onAbort);
      resolve(stopped);
    };
    const onAbort = () => done(true);
    const timer = setTimeout(() => done(false), milliseconds);
    stop.addEventListener('abort', onAbort);
  });
}

/** The port to bind: `PORT`, else the product's own. */
export function demoPort(text: string | undefined): number {
  if (text === undefined || text === '') return defaultConfig().server.port;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`PORT ${text}: not a port number`);
}
