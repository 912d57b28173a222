/**
 * A series in a CSV file, line by line: which columns it is in, and what its cells mean.
 * @module
 */
import { UsageError } from '../../../domain/errors.ts';
import { nearest } from '../../../domain/nearest.ts';

/** Where the series stands in a file's lines. */
export interface Columns {
  readonly delimiter: string;
  readonly timestamp: number;
  readonly value: number;
  /** Whether the first line is a header. */
  readonly header: boolean;
}

const TIME_NAMES = new Set(['timestamp', 'time', 'date', 'datetime', 'ts', 'timestamps', 'ds', '']);
const DEFAULT_VALUE = 'value';

/** What files write for a value that is not there. */
const MISSING = /^(?:nan|na|n\/a|null|none|nil|-|\?|[+-]?inf(?:inity)?)?$/i;

/**
 * Finds the columns from a file's first line.
 * @param wanted name of the value column; undefined: `value`, or the only one beside the time
 * @throws UsageError when it cannot tell which column is meant
 */
export function columnsOf(firstLine: string, wanted: string | undefined): Columns {
  const line = firstLine.replace(/^\uFEFF/, '');
  const delimiter = [',', ';', '\t'].find((candidate) => line.includes(candidate)) ?? ',';
  const names = splitLine(line, delimiter).map((name) => name.trim());
  const find = (name: string) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  const named = find(wanted ?? DEFAULT_VALUE);
  if (named < 0 && wanted === undefined && names.length >= 2 && isNumber(names[1] ?? '')) {
    return { delimiter, timestamp: 0, value: 1, header: false };
  }
  const time = names.findIndex((name, i) => i !== named && TIME_NAMES.has(name.toLowerCase()));
  const timestamp = time >= 0 ? time : named === 0 ? 1 : 0;
  const others = names.map((_, i) => i).filter((i) => i !== timestamp);
  const value = named >= 0 ? named : wanted === undefined && others.length === 1 ? (others[0] ?? -1) : -1;
  if (value >= 0) return { delimiter, timestamp, value, header: true };
  const listed = names.map((name) => JSON.stringify(name.slice(0, 80))).join(', ');
  if (wanted === undefined) {
    throw new UsageError(`--csv: no column is called value; there are ${listed}`, {
      hint: 'name the column to score with --column',
    });
  }
  const near = nearest(wanted, names);
  throw new UsageError(
    `--column ${wanted}: no such column; ${near ? `did you mean ${near}? ` : ''}there are ${listed}`,
  );
}

/** Cells of one line; a quoted cell may hold the delimiter, and two quotes for one. */
export function splitLine(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i];
    if (c === '"' && quoted && line[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (c === '"') quoted = !quoted;
    else if (c === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  return [...cells, cell];
}

/** A cell as a number: NaN where the value is missing, undefined where the text is no number. */
export function parseValue(cell: string): number | undefined {
  const text = cell.trim();
  if (MISSING.test(text)) return Number.NaN;
  return isNumber(text) ? Number(text) : undefined;
}

const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim());

/** A cell of the answer: as it came, in quotes where it needs them. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
