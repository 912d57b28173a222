/**
 * `bedrock-meter ingest`: invocation logs from files, folders or standard input.
 * @module
 */
import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { placedError } from '../config/place.ts';
import type { Progress } from '../daemon/ingest/ingest-paths.ts';
import { type IngestCounts, type IngestJson, ingestJson } from '../daemon/ingest/summary.ts';
import { IngestThread } from '../daemon/ingest/thread.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import { formatCount, groupThousands } from '../domain/format.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, print } from './context.ts';
import type { Action } from './run.ts';

export function addIngest(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('ingest')
    .description('add model-invocation logs to the store; what is known already adds nothing')
    .argument('<path...>', 'files, folders, or - for standard input')
    .action((paths: string[], options: CommonOptions) => choose(() => run(paths, options)));
  return [command];
}

async function run(paths: readonly string[], options: CommonOptions): Promise<ExitCode> {
  const config = configOf(options);
  const setup = {
    database: databaseOf(options, config),
    pricing: config.pricing,
    promptHash: config.privacy.promptHash,
    retention: config.retention,
    now: options.now === undefined ? null : nowOf(options),
  };
  const thread = new IngestThread(setup, paths.includes('-') ? process.stdin : undefined);
  const started = performance.now();
  const bar = await progressBar(paths);
  try {
    const counts = await thread.ingest(paths, bar.update);
    bar.stop();
    const answer = ingestJson(counts, (performance.now() - started) / 1000);
    print(
      options,
      () => answer,
      () => summaryText(answer),
    );
    return exitCodeOf(counts);
  } catch (error) {
    throw placedError(options.config, error);
  } finally {
    bar.stop();
    await thread.close();
  }
}

/** Files that gave nothing at all are a failure; some trouble among good input is a part. */
function exitCodeOf(counts: IngestCounts): ExitCode {
  if (counts.failures.length === 0 && counts.malformed === 0) return EXIT.done;
  const lines = counts.records + counts.notRecords + counts.malformed;
  return lines === 0 ? EXIT.failed : EXIT.partial;
}

interface Bar {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A bar over the bytes of the named files; folders are counted as they are walked. Only on a terminal. */
async function progressBar(paths: readonly string[]): Promise<Bar> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const sizes = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  const known = sizes.every((found) => found?.isFile());
  const total = known ? sizes.reduce((sum, found) => sum + (found?.size ?? 0), 0) : 0;
  const format = known
    ? '{bar} {percentage} % | {records} records | {files} files | {duration_formatted}'
    : '{records} records | {files} files | {megabytes} MB | {duration_formatted}';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true });
  const payload = (progress: Progress) => ({
    records: formatCount(progress.records),
    files: groupThousands(progress.filesDone),
    megabytes: (progress.bytesRead / 1e6).toFixed(1),
  });
  bar.start(Math.max(1, total), 0, payload({ filesDone: 0, bytesRead: 0, records: 0, invocations: 0 }));
  return {
    update: (progress) => bar.update(Math.min(Math.max(1, total), progress.bytesRead), payload(progress)),
    stop: () => bar.stop(),
  };
}

function summaryText(answer: IngestJson): string {
  const n = groupThousands;
  const lines = [
    `${n(answer.records)} records in ${n(answer.files)} files, ${n(answer.invocations)} new, ${n(answer.duplicates)} known already (${answer.seconds} s)`,
  ];
  if (answer.from !== null) lines.push(`${answer.from} to ${answer.to} (UTC)`);
  if (answer.notRecords > 0)
    lines.push(`${n(answer.notRecords)} lines that are no records (delivery notices)`);
  if (answer.late > 0) {
    lines.push(
      `${n(answer.late)} calls not counted: of their hours single calls are no longer kept, so nobody can tell whether they were counted before`,
    );
  }
  if (answer.unpricedInvocations > 0) {
    lines.push(
      `${n(answer.unpricedInvocations)} new calls with usage that has no price: see bedrock-meter spend --by modelId`,
    );
  }
  for (const [dimension, facts] of Object.entries(answer.overflow)) {
    lines.push(`${n(facts)} calls counted under (other): too many distinct values of ${dimension} in a day`);
  }
  if (answer.suspectCounts > 0) {
    lines.push(
      `${n(answer.suspectCounts)} calls whose token counts may hold cached tokens twice: see docs/log-records.md`,
    );
  }
  if (answer.malformed > 0) lines.push(`${n(answer.malformed)} malformed:`);
  for (const { file, line, reason } of answer.malformedSamples) lines.push(`  ${file}:${line}: ${reason}`);
  for (const { file, reason } of answer.failedFiles) lines.push(`could not read ${file}: ${reason}`);
  return lines.join('\n');
}
