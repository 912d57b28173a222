/**
 * `bedrock-meter prices reprice`: stored usage at the prices of today's price book.
 * @module
 */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { EXIT, UsageError } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands } from '../domain/format.ts';
import { addUsd, type NanoUsd, nanoUsd, usdString, ZERO_USD } from '../domain/money.ts';
import { parseRange } from '../domain/range.ts';
import { isoInstant, type TimeRange, toWholeHours } from '../domain/time.ts';
import type { RepriceChange, Store } from '../store/port.ts';
import { type CommonOptions, configOf, flag, nowOf, openExistingStore, pricesOf, print } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
}

export function addReprice(prices: Command, choose: (action: Action) => void): Command {
  return prices
    .command('reprice')
    .description('price stored usage anew: say what would change, or change it with an audit row')
    .option('--from <time>', 'start, inclusive')
    .option('--to <time>', 'end, exclusive')
    .option('--dry-run', 'only say what would change')
    .option('--reason <text>', 'why, for the audit; needed unless --dry-run')
    .action((options: Options) => choose(() => run(options)));
}

async function run(options: Options) {
  if (options.from === undefined || options.to === undefined) {
    throw new UsageError('prices reprice: needs --from and --to, so that no month is moved by accident');
  }
  const dryRun = options.dryRun ?? false;
  const reason = options.reason?.trim() ?? '';
  if (!dryRun && reason === '') {
    throw new UsageError('prices reprice: needs --reason TEXT for the audit, or --dry-run');
  }
  const now = nowOf(options);
  const range = toWholeHours(parseRange(options, now, flag));
  const { rater } = pricesOf(configOf(options), options);
  const store = openExistingStore(options);
  try {
    const whole = await storedCost(store, range);
    const changes = await store.reprice({ range, dryRun, now, who: whoAmI(), reason }, rater);
    print(
      options,
      () => ({
        from: isoInstant(range.from),
        to: isoInstant(range.to),
        dryRun,
        priceVersion: rater.version,
        changes: changes.map(changeJson),
        total: totalJson(whole, differenceOf(changes)),
      }),
      () => text(changes, dryRun, whole),
    );
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** The account that runs the command; some containers have none by name. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `uid ${process.getuid?.() ?? 'unknown'}`;
    throw error;
  }
}

/** All of the range, changed or not. */
async function storedCost(store: Store, range: TimeRange): Promise<NanoUsd> {
  const usage = await store.skuUsage({ range, where: [] });
  return usage.reduce((sum, { cost }) => addUsd(sum, cost), ZERO_USD);
}

const differenceOf = (changes: readonly RepriceChange[]): NanoUsd =>
  changes.reduce((sum, { before, after }) => nanoUsd(sum + after - before), ZERO_USD);

const totalJson = (before: NanoUsd, difference: NanoUsd) => ({
  before: usdString(before),
  after: usdString(addUsd(before, difference)),
  difference: usdString(difference),
});

function changeJson(change: RepriceChange) {
  const { before, after } = change;
  return {
    ...change,
    before: usdString(before),
    after: usdString(after),
    difference: usdString(nanoUsd(after - before)),
  };
}

function text(changes: readonly RepriceChange[], dryRun: boolean, whole: NanoUsd): string {
  if (changes.length === 0) return 'nothing changes: the stored money is what the price book says';
  const table = renderTable<RepriceChange>(
    [
      { title: 'month', cell: (change) => change.month },
      { title: 'model', cell: (change) => change.model ?? '(unresolved)' },
      { title: 'rows', align: 'right', cell: (change) => groupThousands(change.rows) },
      { title: 'before', align: 'right', cell: (change) => formatUsd(change.before) },
      { title: 'after', align: 'right', cell: (change) => formatUsd(change.after) },
      { title: 'change', align: 'right', cell: (change) => formatUsd(nanoUsd(change.after - change.before)) },
      { title: 'unpriced tokens', align: 'right', cell: unpricedText },
    ],
    changes,
  );
  const difference = differenceOf(changes);
  const verb = dryRun ? 'would change by' : 'changed by';
  const totals = `${formatUsd(whole)} -> ${formatUsd(addUsd(whole, difference))}`;
  return `${table}\n\nstored money ${verb} ${formatUsd(difference)}: ${totals}${dryRun ? '; nothing was written' : ''}`;
}

const unpricedText = ({ unpricedTokensBefore: before, unpricedTokensAfter: after }: RepriceChange): string =>
  before === 0 && after === 0 ? '' : `${formatCount(before)} -> ${formatCount(after)}`;
