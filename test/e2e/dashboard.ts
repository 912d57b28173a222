/**
 * The dashboard as people run it: the built client bundle, a real store, a real server on a free port.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { createRater, loadPriceBook } from '../../pricing/index.ts';
import type { AnswerContext } from '../../src/answers/context.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createApp } from '../../web/app.ts';

export interface Dashboard {
  readonly url: string;
  /** What it shows; a test may play the daemon's other parts on it. */
  readonly store: Store;
  /** What its answers are computed from. */
  readonly context: AnswerContext;
  /** Where the daemon's schedule would write reports. */
  readonly reportsDir: string;
  close(): Promise<void>;
}

const BUILD = fileURLToPath(new URL('../../scripts/build-client.mjs', import.meta.url));

/** Starts a dashboard over facts, at a fixed time. What else is in its store, a test puts there. */
export async function startDashboard(
  facts: readonly InvocationFact[],
  now: EpochSeconds,
): Promise<Dashboard> {
  const assets = mkdtempSync(join(tmpdir(), 'bedrock-meter-assets-'));
  execFileSync(process.execPath, [BUILD, assets]);
  const book = loadPriceBook();
  const rater = createRater(book);
  const store = openSqliteStore(':memory:');
  await store.ingest({ source: { collector: 'file', account: null, region: null }, facts, now }, rater);
  const config = configSchema.parse({
    accounts: [{ name: 'prod', id: '111122223333', regions: ['us-east-1'] }],
  });
  const context = { store, book, rater, config };
  const reportsDir = join(assets, 'reports');
  mkdirSync(reportsDir);
  const app = createApp({ ...context, now: () => now, demo: true, startedAt: now, assets, reportsDir });
  const { promise: listening, resolve } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, resolve);
  const address = await listening;
  return {
    url: `http://127.0.0.1:${address.port}`,
    context: { ...context, now },
    ...{ store, reportsDir },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      rmSync(assets, { recursive: true });
    },
  };
}
