/**
 * Demand from a file: `minute,inputTokens,outputTokens`, and cache kinds where it has them. Pure.
 * @module
 */
import { UsageError } from '../../domain/errors.ts';
import { minuteOf, parseInstant } from '../../domain/time.ts';
import type { DemandKind } from './demand.ts';

export interface DemandRow {
  readonly minute: number;
  readonly tokens: { readonly [K in DemandKind]: number };
}

const COLUMNS: Readonly<Record<string, DemandKind>> = {
  inputTokens: 'input',
  outputTokens: 'output',
  cacheReadTokens: 'cacheRead',
  cacheWriteTokens: 'cacheWrite',
};
const KNOWN = ['minute', ...Object.keys(COLUMNS)].join(', ');

/**
 * @param file its name, for messages
 * @throws UsageError naming file and line for anything that is not a row of demand
 */
export function parseDemandCsv(text: string, file: string): DemandRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = (lines[0] ?? '').split(',').map((name) => unquoted(name));
  const kinds = header.map((name, i) => columnOf(name, i, file));
  for (const wanted of ['minute', 'input', 'output'] as const) {
    if (!kinds.includes(wanted)) {
      throw new UsageError(
        `${file}:1: the header has no ${wanted === 'minute' ? wanted : `${wanted}Tokens`}`,
        {
          hint: 'the first line is minute,inputTokens,outputTokens',
        },
      );
    }
  }
  if (new Set(kinds).size !== kinds.length) throw new UsageError(`${file}:1: a column is there twice`);
  const lineOf = new Map<number, number>();
  const rows = lines.slice(1).flatMap((line, i): DemandRow[] => {
    const place = `${file}:${i + 2}`;
    if (line.trim() === '') return [];
    const cells = line.split(',').map(unquoted);
    if (cells.length !== kinds.length) {
      throw new UsageError(`${place}: ${cells.length} values under ${kinds.length} columns`);
    }
    const row = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    let minute = 0;
    for (const [column, kind] of kinds.entries()) {
      const cell = cells[column] ?? '';
      if (kind === 'minute') minute = minuteNumber(cell, place);
      else row[kind] = tokens(cell, place, header[column] ?? '');
    }
    const first = lineOf.get(minute);
    if (first !== undefined) {
      throw new UsageError(`${place}: the minute of line ${first} again`, {
        hint: 'add up the rows of a minute',
      });
    }
    lineOf.set(minute, i + 2);
    return [{ minute, tokens: row }];
  });
  refuseLong(rows, file);
  return rows;
}

function columnOf(name: string, i: number, file: string): DemandKind | 'minute' {
  if (name === 'minute') return 'minute';
  const kind = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  if (kind === undefined) {
    throw new UsageError(`${file}:1: column ${i + 1} is ${shown(name)}; known are ${KNOWN}`);
  }
  return kind;
}

/** Minutes since 1970 pass this in the year 2160; seconds since 1970 passed it in 1973. */
const LARGEST_MINUTE = 100_000_000;
/** From the first minute to the last: idle minutes between are bought, too. */
const MOST_DAYS = 400;

function refuseLong(rows: readonly DemandRow[], file: string): void {
  const minutes = rows.map(({ minute }) => minute);
  const [first, last] = [
    minutes.reduce((a, b) => Math.min(a, b), Infinity),
    minutes.reduce((a, b) => Math.max(a, b), 0),
  ];
  const days = Math.floor((last - first) / 1440);
  if (days < MOST_DAYS) return;
  throw new UsageError(`${file}: its minutes span ${days} days; at most ${MOST_DAYS} can be asked about`, {
    hint: 'minute is a number of minutes or an ISO 8601 time, and all rows count from one start',
  });
}

/** Whole minutes since the epoch, or since any other start that the file counts from. */
function minuteNumber(cell: string, place: string): number {
  if (/^\d{1,13}$/.test(cell)) {
    if (Number(cell) < LARGEST_MINUTE) return Number(cell);
    throw new UsageError(`${place}: minute ${cell} is a time in seconds or milliseconds, not a minute`, {
      hint: 'give the whole minutes since any start (seconds / 60), or ISO 8601 times such as 2026-11-20T10:15Z',
    });
  }
  const at = parseInstant(cell);
  if (at === undefined) {
    throw new UsageError(`${place}: minute ${shown(cell)} is neither a whole number nor an ISO 8601 time`);
  }
  return minuteOf(at);
}

function tokens(cell: string, place: string, column: string): number {
  if (!/^\d{1,12}$/.test(cell))
    throw new UsageError(`${place}: ${column} ${shown(cell)} is not a count of tokens`);
  return Number(cell);
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');
/** Short, and without what would move a terminal's cursor. */
const shown = (cell: string): string => JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}...` : cell);
