/**
 * `bedrock-meter prices unpriced`: what has no price, why, and the command or the override that would mend it.
 * @module
 */
import type { Command } from 'commander';
import type { UnpricedRow } from '../analysis/unpriced.ts';
import { type Unpriced, unpricedJson, unpricedUsage } from '../answers/unpriced.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, groupThousands } from '../domain/format.ts';
import { parseRange } from '../domain/range.ts';
import { isoInstant, toWholeHours } from '../domain/time.ts';
import { type CommonOptions, flag, nowOf, print, withAnswers } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
}

export function addUnpriced(prices: Command, choose: (action: Action) => void): Command {
  return prices
    .command('unpriced')
    .description('usage without a price, why, and what would mend it')
    .option('--from <time>', 'start, inclusive (default: the current UTC month)')
    .option('--to <time>', 'end, exclusive')
    .option('--since <span>', 'the last 24h, 7d, 4w, ...')
    .action((options: Options) => choose(() => run(options)));
}

async function run(options: Options) {
  const range = toWholeHours(parseRange(options, nowOf(options), flag));
  const answer = await withAnswers(options, (context) => unpricedUsage(context, range));
  print(
    options,
    () => unpricedJson(answer),
    () => text(answer),
  );
  return EXIT.done;
}

function text({ range, rows, priceVersion }: Unpriced): string {
  const head = `${isoInstant(range.from)} to ${isoInstant(range.to)} (UTC)`;
  if (rows.length === 0) return `${head}\n\nall usage has a price; ${priceVersion}`;
  const table = renderTable<UnpricedRow>(
    [
      { title: '', align: 'right', cell: (row) => String(rows.indexOf(row) + 1) },
      { title: 'model id', cell: (row) => row.modelId },
      { title: 'Region', cell: (row) => row.region },
      { title: 'tier', cell: (row) => row.tier },
      { title: 'calls', align: 'right', cell: (row) => groupThousands(row.invocations) },
      { title: 'tokens', align: 'right', cell: (row) => formatCount(row.tokens) },
      { title: 'other units', align: 'right', cell: (row) => groupThousands(row.units) },
    ],
    rows,
  );
  return [head, table, ...rows.map((row, i) => `${i + 1}. ${advice(row)}`), priceVersion].join('\n\n');
}

function advice({ detail, command, override }: UnpricedRow): string {
  return [
    detail,
    ...(command === null ? [] : [`   try: ${command}`]),
    ...(override === null ? [] : [`   or your own price under pricing.overrides: ${override}`]),
  ].join('\n');
}
