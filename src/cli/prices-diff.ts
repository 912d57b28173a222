/**
 * `bedrock-meter prices diff`: what the version in force changed, and what that does to this month's money.
 * @module
 */
import { existsSync } from 'node:fs';
import {
  currentVersion,
  diffBooks,
  loadCatalog,
  type MoneyEffect,
  moneyEffect,
  type PriceDifference,
  type PriceVersion,
  pricesAt,
  pricesFolder,
  readVersion,
  versionNames,
} from '../../pricing/import/index.ts';
import { type PriceBook, withPricing } from '../../pricing/index.ts';
import type { Config } from '../config/schema.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import { formatUsd, groupThousands } from '../domain/format.ts';
import { nanoUsd, usdString } from '../domain/money.ts';
import { type EpochSeconds, isoInstant, monthOf } from '../domain/time.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, print } from './context.ts';
import { CHANGE_COLUMNS, regionsText } from './prices-update-text.ts';
import { renderTable } from './table.ts';

interface Diff {
  readonly before: string;
  readonly after: string;
  readonly differences: readonly PriceDifference[];
  readonly pending: PriceVersion['pending'];
  readonly effect: MoneyEffect | null;
  readonly from: string;
  readonly to: string;
}

/** Prints the difference; a database that is not there yet only leaves the money out. */
export async function runDiff(options: CommonOptions): Promise<ExitCode> {
  const config = configOf(options);
  const database = databaseOf(options, config);
  const folder = pricesFolder(database);
  const current = currentVersion(folder);
  const catalog = loadCatalog();
  const [before, after] = [pricesAt(earlierThan(folder, current), catalog), pricesAt(current, catalog)];
  const range = monthOf(nowOf(options));
  const diff: Diff = {
    before: before.version,
    after: after.version,
    differences: diffBooks(before, after),
    pending: current?.pending ?? [],
    effect: await effectOnMonth(database, config, before, after, range),
    from: isoInstant(range.from),
    to: isoInstant(range.to),
  };
  print(
    options,
    () => diffJson(diff),
    () => diffText(diff, current !== null),
  );
  return EXIT.done;
}

/** The version before, where its file is still there; else the packaged catalogue. */
function earlierThan(folder: string, current: PriceVersion | null): PriceVersion | null {
  const previous = current?.previous ?? null;
  return previous === null || !versionNames(folder).includes(previous) ? null : readVersion(folder, previous);
}

/** Stored usage of the month under both books, with the user's own prices over each; null without a database. */
async function effectOnMonth(
  database: string,
  config: Config,
  before: PriceBook,
  after: PriceBook,
  range: { readonly from: EpochSeconds; readonly to: EpochSeconds },
): Promise<MoneyEffect | null> {
  if (!existsSync(database)) return null;
  const store = openSqliteStore(database);
  try {
    const usage = await store.skuUsage({ range, where: [] });
    return moneyEffect(usage, withPricing(before, config.pricing), withPricing(after, config.pricing));
  } finally {
    await store.close();
  }
}

function diffJson({ effect, from, to, ...diff }: Diff) {
  if (effect === null) return { ...diff, thisMonth: null };
  const { before, after } = effect;
  const models = effect.models.map((model) => ({
    ...model,
    before: usdString(model.before),
    after: usdString(model.after),
    change: usdString(nanoUsd(model.after - model.before)),
  }));
  const change = usdString(nanoUsd(after - before));
  return {
    ...diff,
    thisMonth: { from, to, models, before: usdString(before), after: usdString(after), change },
  };
}

function diffText(diff: Diff, imported: boolean): string {
  if (!imported)
    return 'no price list was imported yet: the packaged prices are in force\nTry: bedrock-meter prices update';
  const { differences, pending, effect } = diff;
  const table =
    differences.length === 0
      ? 'no price differs'
      : renderTable(
          [
            { title: 'model', cell: (line) => line.model },
            { title: 'scope', cell: (line) => line.scope },
            { title: 'tier', cell: (line) => line.tier },
            { title: 'prompt', cell: (line) => line.prompt },
            { title: 'kind', cell: (line) => line.kind },
            { title: 'old', align: 'right', cell: (line) => line.old ?? 'none' },
            { title: 'new', align: 'right', cell: (line) => line.new ?? 'none' },
            { title: 'from', cell: (line) => line.from?.slice(0, 10) ?? '' },
            { title: 'to', cell: (line) => line.to?.slice(0, 10) ?? '' },
            { title: 'Regions', cell: (line) => regionsText(line.regions) },
          ],
          differences,
        );
  const waiting =
    pending.length === 0
      ? []
      : ['', 'waiting for bedrock-meter prices update --accept:', renderTable(CHANGE_COLUMNS, pending)];
  return [
    `before: ${diff.before}`,
    `after:  ${diff.after}`,
    '',
    table,
    ...waiting,
    '',
    effectText(effect),
  ].join('\n');
}

function effectText(effect: MoneyEffect | null): string {
  if (effect === null) return 'this month: no database, so no usage to compare';
  const { models, before, after } = effect;
  if (models.length === 0)
    return `this month: ${formatUsd(before)} under both; no stored usage changes its price`;
  const table = renderTable(
    [
      { title: 'model', cell: (line) => line.model ?? '(none)' },
      { title: 'before', align: 'right', cell: (line) => formatUsd(line.before) },
      { title: 'after', align: 'right', cell: (line) => formatUsd(line.after) },
      { title: 'unpriced before', align: 'right', cell: (line) => groupThousands(line.unpricedTokensBefore) },
      { title: 'unpriced after', align: 'right', cell: (line) => groupThousands(line.unpricedTokensAfter) },
    ],
    models,
  );
  return `this month's usage under both (stored costs stay until bedrock-meter prices reprice):\n${table}\nall usage: ${formatUsd(before)} -> ${formatUsd(after)} (${formatUsd(nanoUsd(after - before))})`;
}
