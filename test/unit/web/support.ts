/**
 * The dashboard over a real store in memory and the packaged prices.
 * @module
 */

import { onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { type Config, defaultConfig } from '../../../src/config/schema.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { createApp, type WebDeps } from '../../../web/app.ts';
import { at } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);

/** In the middle of the last hour with facts in most tests. */
export const NOW = at('2026-11-20T12:30:00Z');
const SOURCE = { collector: 'file', account: null, region: null };

export interface Setup extends Partial<Omit<WebDeps, 'now'>> {
  readonly facts?: readonly InvocationFact[];
  readonly now?: EpochSeconds;
  readonly token?: string;
}

/** An app with facts in its store; the store is closed with the test. */
export async function webWith({ facts = [], now = NOW, token, ...deps }: Setup = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  if (facts.length > 0) await store.ingest({ source: SOURCE, facts, now }, rater);
  const all: WebDeps = {
    ...{ store, book, rater, now: () => now, demo: false, startedAt: now },
    config: configWith(token),
    ...deps,
  };
  const app = createApp(all);
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { Accept: 'text/html', ...headers } });
  const page = async (path: string) => (await get(path)).text();
  return { app, deps: all, get, page };
}

function configWith(token: string | undefined): Config {
  const config = defaultConfig();
  return token === undefined ? config : { ...config, server: { ...config.server, auth: { token } } };
}
