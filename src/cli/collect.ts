/**
 * `bedrock-meter collect --once`: every configured source once.
 * @module
 */
import type { Command } from 'commander';
import { collectOnce, type SourceResult } from '../daemon/collect/once.ts';
import { EXIT, type ExitCode, UsageError } from '../domain/errors.ts';
import { groupThousands } from '../domain/format.ts';
import { say, withCollection } from './collecting.ts';
import { type CommonOptions, print } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly once?: boolean;
}

export function addCollect(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('collect')
    .description('read every configured source once (serve does it all the time)')
    .option('--once', 'once, and end')
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

async function run(options: Options): Promise<ExitCode> {
  if (!options.once) {
    throw new UsageError('collect needs --once', { hint: 'bedrock-meter serve collects all the time' });
  }
  const results = await withCollection(options, ({ collection: { sources, skipped }, deps }) =>
    collectOnce(sources, skipped, deps, (result) => say(lineOf(result))),
  );
  print(
    options,
    () => ({ collectors: results }),
    () => textOf(results),
  );
  return exitCodeOf(results);
}

/** Nothing read and something failed is a failure; failures beside successes are a part. */
export function exitCodeOf(results: readonly { readonly status: string }[]): ExitCode {
  if (results.every(({ status }) => status !== 'failed')) return EXIT.done;
  return results.some(({ status }) => status === 'ok') ? EXIT.partial : EXIT.failed;
}

const lineOf = ({ name, account, region, status, records, error }: SourceResult): string => {
  const what = status === 'ok' ? `${groupThousands(records)} records` : `${status}: ${error ?? ''}`;
  return `${name} ${account} ${region}: ${what}`;
};

function textOf(results: readonly SourceResult[]): string {
  const table = renderTable(
    [
      { title: 'source', cell: (row) => row.name },
      { title: 'account', cell: (row) => row.account },
      { title: 'region', cell: (row) => row.region },
      { title: 'status', cell: (row) => row.status },
      { title: 'records', align: 'right', cell: (row) => groupThousands(row.records) },
    ],
    results,
  );
  const hints = results
    .filter(({ status }) => status !== 'ok')
    .map((one) => (one.hint === undefined ? lineOf(one) : `${lineOf(one)}\n  Try: ${one.hint}`));
  return [table, ...(hints.length > 0 ? ['', ...hints] : [])].join('\n');
}
