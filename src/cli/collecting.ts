/**
 * What the commands share that read from AWS: the sources of the configuration and what running them needs.
 * @module
 */
import { type Collection, collectionOf } from '../daemon/collect/collectors-of.ts';
import { LATE_CALLS, pruneRound } from '../daemon/collect/retention.ts';
import type { RunDeps } from '../daemon/collect/run-collector.ts';
import { sleep } from '../daemon/collect/sleep.ts';
import { messageOf, UsageError } from '../domain/errors.ts';
import type { Source } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, pricesOf } from './context.ts';

/** Long enough for every attempt of one request; a source that brings nothing for longer has hung. */
const PATIENCE_MILLISECONDS = 180_000;

export interface Collecting {
  readonly collection: Collection;
  readonly deps: RunDeps;
  /** Asks the runs to end behind the transaction in hand. */
  readonly stop: () => void;
}

/**
 * Opens store and sources for the work, and closes them behind it.
 * @throws UsageError when the configuration names no account
 */
export async function withCollection<T>(
  options: CommonOptions,
  work: (collecting: Collecting) => Promise<T>,
): Promise<T> {
  const config = configOf(options);
  if (config.accounts.length === 0) throw noAccounts();
  const { rater } = pricesOf(config, options);
  const now = () => nowOf(options);
  now();
  const store = openSqliteStore(databaseOf(options, config));
  const stopping = new AbortController();
  try {
    const collection = collectionOf(config, {
      now,
      wall: { now: Date.now, wait: sleep },
      env: process.env,
      tell: (source, what) => say(`${source}: ${what}`),
    });
    const deps = {
      ...{ store, rater, now, signal: stopping.signal, patienceMilliseconds: PATIENCE_MILLISECONDS },
      hashKey: config.privacy.promptHash ? await store.hashKey() : null,
      onLate: once(({ collector }: Source) => say(`${collector}: ${LATE_CALLS}`)),
    };
    const result = await work({ collection, deps, stop: () => stopping.abort() });
    await store
      .countAwsCalls(collection.takeCalls())
      .catch((error: unknown) => say(`the calls to AWS were not counted: ${messageOf(error)}`));
    await pruneRound({ store, retention: config.retention, now, sleep }, stopping.signal).catch(
      (error: unknown) => say(`what is past its time could not be let go: ${messageOf(error)}`),
    );
    return result;
  } finally {
    await store.close();
  }
}

/** What every command says that needs accounts and has none. */
export const noAccounts = (): UsageError =>
  new UsageError('accounts: the configuration names no account to read', {
    hint: 'bedrock-meter init writes a configuration; see docs/setup.md',
  });

/** Told once for each collector. */
function once(tell: (source: Source) => void): (source: Source) => void {
  const told = new Set<string>();
  return (source) => {
    if (!told.has(source.collector)) tell(source);
    told.add(source.collector);
  };
}

/** A line to the person who watches. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
