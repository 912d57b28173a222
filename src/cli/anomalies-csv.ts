/**
 * `bedrock-meter anomalies --csv`: scores any series of `timestamp,value` rows, as it streams by.
 * @module
 */
import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { StreamScorer } from '../analysis/anomaly/series/stream.ts';
import { type Columns, columnsOf, csvCell, parseValue, splitLine } from '../analysis/anomaly/series/table.ts';
import { parseTimestamp } from '../analysis/anomaly/series/timestamp.ts';
import { EXIT, type ExitCode, UsageError } from '../domain/errors.ts';
import { beginAnswer } from './output.ts';

interface ScoredRow {
  readonly timestamp: string;
  readonly value: string;
  readonly score: number;
  readonly anomaly: 0 | 1;
}

/** Lines are gathered before they are written. */
const BLOCK = 2_000;
const SCORE_DIGITS = 6;

/**
 * Writes `timestamp,value,score,anomaly` in the order of the input; with `json`, one document of the same rows.
 * @param file path, or `-` for standard input
 * @returns 3 when cells of the value column were neither numbers nor missing, or timestamps no times; stderr says how
 *   many and which first
 * @throws UsageError for a file that cannot be read or has no such column
 */
export async function scoreCsv(file: string, column: string | undefined, json: boolean): Promise<ExitCode> {
  const unreadable = { values: new Unreadable(), timestamps: new Unreadable() };
  const rows = scoredRows(linesOf(file), column, unreadable);
  if (json) await writeJson(rows);
  else await writeCsv(rows);
  const told = [
    unreadable.values.told('value', 'no number', 'counted as missing'),
    unreadable.timestamps.told('timestamp', 'no time', 'taken for one step after the row before'),
  ].filter((line) => line !== null);
  for (const line of told) process.stderr.write(`bedrock-meter: ${line}\n`);
  return told.length === 0 ? EXIT.done : EXIT.partial;
}

/** Cells that could not be read: how many, and the first. */
class Unreadable {
  #cells = 0;
  #first = '';

  add(cell: string, line: number): void {
    this.#cells += 1;
    this.#first ||= `${JSON.stringify(cell.slice(0, 40))} in line ${line}`;
  }

  /** One line that tells of them; null: there was none. */
  told(column: string, what: string, treated: string): string | null {
    if (this.#cells === 0) return null;
    const [cells, are] = this.#cells === 1 ? ['cell', `is ${what} and`] : ['cells', `are ${what}s and`];
    return `${this.#cells} ${column} ${cells} ${are} ${treated}, first ${this.#first}`;
  }
}

async function* scoredRows(
  lines: AsyncIterable<string>,
  column: string | undefined,
  unreadable: { readonly values: Unreadable; readonly timestamps: Unreadable },
): AsyncGenerator<ScoredRow> {
  const scorer = new StreamScorer();
  let columns: Columns | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (columns === undefined) {
      columns = columnsOf(line, column);
      if (columns.header) continue;
    }
    const cells = splitLine(line.replace(/^\uFEFF/, ''), columns.delimiter);
    const [timestamp, value] = [cells[columns.timestamp] ?? '', cells[columns.value] ?? ''];
    const parsed = parseValue(value);
    if (parsed === undefined) unreadable.values.add(value, number);
    const time = parseTimestamp(timestamp);
    if (time === undefined) unreadable.timestamps.add(timestamp, number);
    const { score, anomaly } = scorer.push(time, parsed ?? Number.NaN);
    yield { timestamp, value, score, anomaly: anomaly ? 1 : 0 };
  }
}

async function writeCsv(rows: AsyncIterable<ScoredRow>): Promise<void> {
  let block = ['timestamp,value,score,anomaly'];
  for await (const { timestamp, value, score, anomaly } of rows) {
    block.push(
      `${csvCell(timestamp)},${csvCell(value)},${score === 0 ? '0' : score.toFixed(SCORE_DIGITS)},${anomaly}`,
    );
    if (block.length < BLOCK) continue;
    await write(`${block.join('\n')}\n`);
    block = [];
  }
  if (block.length > 0) await write(`${block.join('\n')}\n`);
}

async function writeJson(rows: AsyncIterable<ScoredRow>): Promise<void> {
  const all: ScoredRow[] = [];
  for await (const row of rows) all.push({ ...row, score: Number(row.score.toFixed(SCORE_DIGITS)) });
  await write(`${JSON.stringify({ rows: all })}\n`);
}

/** Waits for a slow reader, so that a large file is never held in memory. */
const write = (text: string): Promise<void> =>
  new Promise((resolve) => {
    beginAnswer();
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });

function linesOf(file: string): AsyncIterable<string> {
  if (file !== '-' && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`--csv ${file}: is no file that can be read`);
  }
  const input = file === '-' ? process.stdin : createReadStream(file);
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}
