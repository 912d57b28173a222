/**
 * `bedrock-meter prices update`: imports the AWS Price List as a new dated version. All of it was read and understood
 * as far as the report says, or nothing is written.
 * @module
 */
import { existsSync } from 'node:fs';
import {
  confirmVersion,
  currentVersion,
  type ImportOutcome,
  importOffers,
  loadCatalog,
  loadPrices,
  priceCheckOf,
  pricesFolder,
  writeVersion,
} from '../../pricing/import/index.ts';
import { keepPriceCheck } from '../answers/price-health.ts';
import { readOffers } from '../daemon/prices/read-offers.ts';
import { openPriceList, PRICE_SOURCES, type PriceSourceName } from '../daemon/prices/source.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../domain/errors.ts';
import type { AwsCalls } from '../domain/own-cost.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, print } from './context.ts';
import { failureText, type UpdateAnswer, updateText } from './prices-update-text.ts';

export interface UpdateOptions extends CommonOptions {
  readonly source?: string;
  readonly endpoint?: string;
  readonly dryRun?: boolean;
  readonly accept?: boolean;
}

/**
 * Exit code 3 when part of the list could not be read, 1 when none of it could; the version in force stays then. Rows that
 * are not understood are part of every list: they are reported, and are no failure.
 */
export async function runUpdate(options: UpdateOptions): Promise<ExitCode> {
  const source = sourceOf(options);
  const database = databaseOf(options, configOf(options));
  const folder = pricesFolder(database);
  const previous = currentVersion(folder);
  const now = nowOf(options);
  const { endpoint } = options;
  const list = await openPriceList({ name: source, endpoint, env: process.env, now: () => now });
  const { offers, failures } = await readOffers(list.source);
  if (failures.length > 0) {
    await remember(database, list.takeCalls());
    const inForce = previous?.name ?? null;
    print(
      options,
      () => ({ status: 'failed', version: inForce, offersRead: offers.length, failures }),
      () => failureText(failures, inForce),
    );
    return offers.length === 0 ? EXIT.failed : EXIT.partial;
  }
  const { accept = false, dryRun = false } = options;
  const outcome = importOffers({ offers, catalog: loadCatalog(), previous, now, accept });
  if (!dryRun) keep(folder, outcome, previous?.name ?? null, now);
  const against = loadPrices({ dir: folder }).version;
  const check = priceCheckOf(outcome.report, { against, source, taken: !dryRun });
  await remember(database, list.takeCalls(), { check, now });
  const answer: UpdateAnswer = {
    status: dryRun ? 'dry-run' : outcome.isNew ? 'written' : 'unchanged',
    source,
    version: outcome.isNew ? outcome.version.name : (previous?.name ?? null),
    previous: previous?.name ?? null,
    folder,
    accepted: accept,
    ...outcome.report,
    failures: [],
  };
  print(
    options,
    () => answer,
    () => updateText(answer),
  );
  return EXIT.done;
}

function sourceOf({ source = 'bulk' }: UpdateOptions): PriceSourceName {
  const known = PRICE_SOURCES.find((name) => name === source);
  if (known === undefined) throw new UsageError(`--source ${source}: one of ${PRICE_SOURCES.join(', ')}`);
  return known;
}

function keep(folder: string, outcome: ImportOutcome, previous: string | null, now: EpochSeconds): void {
  if (outcome.isNew) writeVersion(folder, outcome.version);
  else if (previous !== null) confirmVersion(folder, previous, now);
}

interface Reading {
  readonly check: Parameters<typeof keepPriceCheck>[1];
  readonly now: EpochSeconds;
}

/** What status and alarms go by, where there is a database. Prices are in force without it too. */
async function remember(database: string, calls: readonly AwsCalls[], reading?: Reading): Promise<void> {
  if (!existsSync(database)) return;
  try {
    const store = openSqliteStore(database);
    try {
      await store.countAwsCalls(calls);
      if (reading) await keepPriceCheck(store, reading.check, reading.now);
    } finally {
      await store.close();
    }
  } catch (error) {
    process.stderr.write(`the reading was not noted in ${database}: ${messageOf(error)}\n`);
  }
}
