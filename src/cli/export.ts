/**
 * `bedrock-meter export focus`: what was used and what it costs, in the columns that FinOps tools read.
 * @module
 */
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { focusCsv } from '../../web/format/focus-csv.ts';
import { FocusTotal } from '../analysis/focus/total.ts';
import type { AnswerContext } from '../answers/context.ts';
import { spendCoverage } from '../answers/coverage.ts';
import { spendCoverageJson } from '../answers/coverage-json.ts';
import {
  chargesByDay,
  type ExportRequest,
  exportNames,
  focusHead,
  focusJson,
  parseExportRequest,
} from '../answers/export.ts';
import { EXIT, MeterError, messageOf } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands } from '../domain/format.ts';
import { makeFolder } from '../reports/save.ts';
import { flag, nowOf, print, type UsageOptions, withAnswers, withIds, withUsageOptions } from './context.ts';
import { beginAnswer } from './output.ts';
import type { Action } from './run.ts';

interface Options extends UsageOptions {
  readonly grain?: string;
  readonly out?: string;
}

export function addExport(program: Command, choose: (action: Action) => void): Command[] {
  const group = program.command('export').description('usage and cost for other tools');
  const focus = group
    .command('focus')
    .description('CSV in the columns of FOCUS 1.2, with estimated costs')
    .option('--grain <grain>', 'one row per hour or day (default: day)')
    .option('--out <file>', 'write to this file instead of stdout');
  return [withUsageOptions(focus).action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const request = parseExportRequest(withIds(options), nowOf(options), flag);
  return withAnswers(options, async (context) => {
    const [charges, names, total] = [chargesByDay(context, request), exportNames(context), new FocusTotal()];
    const head = focusHead(request, context.book.version);
    if (options.out !== undefined) {
      const file = options.out;
      await writeFile(file, focusCsv(charges, names, total));
      const coverage = await coverageOf(context, request);
      print(
        options,
        () => ({ ...head, file, total: total.json(), ...coverage }),
        () => `${file}: ${summary(total)}`,
      );
      return EXIT.done;
    }
    if (options.json) {
      await writeOut(focusJson(head, charges, names, await coverageOf(context, request)));
      return EXIT.done;
    }
    await writeOut(focusCsv(charges, names, total));
    process.stderr.write(`${summary(total)}\n`);
    return EXIT.done;
  });
}

/** What the logs do not show is in no row: as in `spend`, it is told beside them. */
async function coverageOf(context: AnswerContext, request: ExportRequest) {
  const coverage = spendCoverageJson(await spendCoverage(context, request));
  return coverage === null ? {} : { coverage };
}

function summary({ rows, effectiveCost, unpriced }: FocusTotal): string {
  const without = [
    unpriced.tokens > 0 ? `${formatCount(unpriced.tokens)} tokens` : '',
    unpriced.units > 0 ? `${formatCount(unpriced.units)} units` : '',
  ].filter((part) => part !== '');
  const gap =
    unpriced.rows === 0
      ? ''
      : `; ${groupThousands(unpriced.rows)} of them without a price (${without.join(', ')}): x_UnpricedReason says why`;
  return `${groupThousands(rows)} rows, ${formatUsd(effectiveCost)} (estimate)${gap}`;
}

/** Waits for a slow reader, so that a large export is never held in memory. */
async function writeOut(text: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(begun(text)), process.stdout, { end: false });
}

async function* begun(text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of text) {
    beginAnswer();
    yield piece;
  }
}

/** Whole or not at all: written beside its place and moved there. */
async function writeFile(file: string, text: AsyncIterable<string>): Promise<void> {
  const beside = `${file}.part`;
  try {
    makeFolder(dirname(file));
    await pipeline(Readable.from(text), createWriteStream(beside));
    renameSync(beside, file);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new MeterError(`cannot write ${file}: ${messageOf(cause)}`, {
      hint: 'name a file that can be written to, with --out',
      cause,
    });
  }
}
