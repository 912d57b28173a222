/**
 * What every command has: the options common to all, and the services opened from them.
 * @module
 */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { createRater, loadPrices, type PriceBook, pricesFolder, withPricing } from '../../pricing/index.ts';
import type { AnswerContext } from '../answers/context.ts';
import { type AccountText, withAccountIds } from '../config/account-names.ts';
import { placedError } from '../config/place.ts';
import { readConfig } from '../config/read.ts';
import type { Config } from '../config/schema.ts';
import type { Rater } from '../domain/cost.ts';
import { MeterError, UsageError } from '../domain/errors.ts';
import { type EpochSeconds, epochSeconds, parseInstant } from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { beginAnswer } from './output.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  readonly now?: string;
}

/** Adds `--config`, `--db`, `--json` and `--now`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (default ./config.yaml, if there)')
    .option('--db <file>', 'SQLite file; overrides the configuration')
    .option('--json', 'one JSON document on stdout, and nothing else there')
    .option('--now <time>', 'the clock, ISO 8601 UTC, for reproducible output');
}

/** The options of {@link withUsageOptions}. */
export interface UsageOptions extends CommonOptions {
  readonly where?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
}

/** Adds `--where` and the range: which usage a question is about. */
export function withUsageOptions(command: Command): Command {
  return command
    .option('--where <dim=value>', 'only usage with this value; repeatable', collect)
    .option('--from <time>', 'start, inclusive (default: the current UTC month)')
    .option('--to <time>', 'end, exclusive')
    .option('--since <span>', 'the last 24h, 7d, 4w, ...');
}

/** Gathers a repeatable option. */
export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** Names of parameters as the command line writes them. */
export const flag = (key: string): string => `--${key}`;

export const configOf = (options: CommonOptions): Config => readConfig(options.config, process.env);
export const databaseOf = (options: CommonOptions, config: Config): string => options.db ?? config.store.path;

/** The clock: `--now`, else the machine's. */
export function nowOf(options: CommonOptions): EpochSeconds {
  if (options.now === undefined) return epochSeconds(Math.floor(Date.now() / 1000));
  const now = parseInstant(options.now);
  if (now === undefined)
    throw new UsageError(`--now ${options.now}: not an ISO 8601 time such as 2026-11-21T09:00:00Z`);
  return now;
}

/** The question with the ids of accounts that it names as the configuration does. */
export const withIds = <T extends CommonOptions & AccountText>(options: T): T =>
  withAccountIds(options, configOf(options).accounts, flag);

/** Opens a store that must exist: a question to an absent database is a mistake, not an empty answer. */
export function openExistingStore(options: CommonOptions): Store {
  const path = databaseOf(options, configOf(options));
  if (!existsSync(path)) {
    throw new MeterError(`database ${path} does not exist`, {
      hint: 'ingest some logs first: bedrock-meter ingest PATH; or name the file with --db',
    });
  }
  try {
    return openSqliteStore(path);
  } catch (error) {
    // Works while a daemon runs: SQLite reads a WAL database only beside its -shm file.
    if (!(error instanceof MeterError) || !error.message.endsWith('is read-only')) throw error;
    return openSqliteStore(path, { readonly: true });
  }
}

/** The packaged prices, the imported version in force over them, and the configuration's discount and own rates on top. */
export function pricesOf(config: Config, options: CommonOptions): { book: PriceBook; rater: Rater } {
  const listed = loadPrices({ dir: pricesFolder(databaseOf(options, config)) });
  try {
    const book = withPricing(listed, config.pricing);
    return { book, rater: createRater(book) };
  } catch (error) {
    throw placedError(options.config, error);
  }
}

/** Prints a result: one JSON document, or text made only when asked for. */
export function print(options: CommonOptions, json: () => unknown, text: () => string): void {
  const out = options.json ? JSON.stringify(json()) : text();
  beginAnswer();
  process.stdout.write(out.endsWith('\n') ? out : `${out}\n`);
}

/** Runs a question against the store that the options name, and closes it again. */
export async function withAnswers<T>(
  options: CommonOptions,
  ask: (context: AnswerContext) => Promise<T>,
): Promise<T> {
  const config = configOf(options);
  const store = openExistingStore(options);
  try {
    const frozen = options.now !== undefined;
    return await ask({ store, ...pricesOf(config, options), config, now: nowOf(options), frozen });
  } finally {
    await store.close();
  }
}
