/**
 * `bedrock-meter backfill`: invocation logs of the past, from CloudWatch Logs and S3, and metrics as far as CloudWatch
 * keeps them. Interrupted, the same command goes on where it ended.
 * @module
 */
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import {
  type BackfillProgress,
  type BackfillResult,
  backfill,
  hasPast,
  wholeDays,
} from '../daemon/collect/backfill.ts';
import { asHistory } from '../daemon/collect/background.ts';
import { EXIT, type ExitCode, UsageError } from '../domain/errors.ts';
import { formatCount, groupThousands } from '../domain/format.ts';
import { parseRange, type RangeText } from '../domain/range.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import { exitCodeOf } from './collect.ts';
import { withCollection } from './collecting.ts';
import { type CommonOptions, flag, nowOf, print } from './context.ts';
import type { Action } from './run.ts';

type Options = CommonOptions & RangeText;

export function addBackfill(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('backfill')
    .description('read invocation logs and metrics of the past; run again, it goes on where it ended')
    .option('--since <span>', 'so far back, as in 30d')
    .option('--from <time>', 'from this time on, ISO 8601 UTC')
    .option('--to <time>', 'up to this time; default: now')
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

async function run(options: Options): Promise<ExitCode> {
  const now = nowOf(options);
  if (options.since === undefined && options.from === undefined) {
    throw new UsageError('backfill needs --since or --from', {
      hint: 'as in: bedrock-meter backfill --since 30d',
    });
  }
  const to = options.to ?? (options.from === undefined ? undefined : isoInstant(now));
  const range = wholeDays(parseRange({ ...options, to }, now, flag), now);
  if (range.from >= range.to) throw new UsageError(`--from ${options.from}: lies in the future`);
  const started = performance.now();
  const bar = progressBar();
  const results = await withCollection(options, async ({ collection, deps, stop }) => {
    // The first signal ends behind the transaction in hand, the second one at once.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
    try {
      const sources = collection.sources.filter(hasPast);
      return await asHistory(() => backfill(sources, range, deps, bar.update));
    } finally {
      bar.stop();
    }
  });
  const seconds = Math.round(performance.now() - started) / 1000;
  print(
    options,
    () => jsonOf(results, range, seconds),
    () => textOf(results, range, seconds),
  );
  if (results.some(({ status }) => status === 'stopped')) return EXIT.partial;
  return exitCodeOf(results);
}

function jsonOf(results: readonly BackfillResult[], range: TimeRange, seconds: number) {
  return {
    from: isoInstant(range.from),
    to: isoInstant(range.to),
    sources: results.map(({ collector: name, account, region, status, records, malformed, failure }) => ({
      ...{ name, account, region, status, records, malformed },
      ...(failure === null ? {} : { error: failure.message }),
      ...(failure?.hint === undefined ? {} : { hint: failure.hint }),
    })),
    records: sum(results),
    seconds,
  };
}

const sum = (results: readonly BackfillResult[]): number =>
  results.reduce((all, { records }) => all + records, 0);

function textOf(results: readonly BackfillResult[], range: TimeRange, seconds: number): string {
  const lines = results.map(({ collector, account, region, status, records, failure }) => {
    const place = `${collector} ${account} ${region}`;
    const what = `${groupThousands(records)} records${status === 'ok' ? '' : `, then ${status}`}`;
    if (failure === null) return `${place}: ${what}`;
    return `${place}: ${what}: ${failure.message}${failure.hint === undefined ? '' : `\n  Try: ${failure.hint}`}`;
  });
  const total = `${isoInstant(range.from)} to ${isoInstant(range.to)}: ${groupThousands(sum(results))} records (${seconds} s)`;
  return [total, ...lines].join('\n');
}

/** Days done of all sources, records, time left. Only on a terminal. */
function progressBar() {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const format =
    '{bar} {value}/{total} days | {records} records | {duration_formatted}, {eta_formatted} left';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true });
  let started = false;
  return {
    update: ({ daysDone, daysTotal, records }: BackfillProgress) => {
      if (!started) bar.start(daysTotal, 0, { records: '0' });
      started = true;
      bar.update(daysDone, { records: formatCount(records) });
    },
    stop: () => bar.stop(),
  };
}
