/**
 * Any table of the API as a file: the same answer, one list of it, one row a line.
 * @module
 */
import type { MiddlewareHandler } from 'hono';
import { UsageError } from '../../src/domain/errors.ts';
import { type CsvCell, toCsv } from '../format/csv.ts';

/**
 * `?format=csv&table=incidents` on any answer under `/api`: its list of that name, with exact figures. What is nested
 * gets a column of its own, named by its path (`tokens.input`).
 * @throws UsageError naming the lists there are, when `table` is none of them
 */
export const tableAsCsv: MiddlewareHandler = async function tableAsCsv(c, next) {
  await next();
  if (c.req.query('format') !== 'csv' || !c.res.ok) return;
  if (!(c.res.headers.get('Content-Type') ?? '').startsWith('application/json')) return;
  const answer: unknown = await c.res.json();
  const lists = listsOf(answer);
  const name = c.req.query('table') ?? '';
  const rows = lists.get(name);
  if (rows === undefined) {
    throw new UsageError(
      `table ${name.slice(0, 100)}: no such list; there are ${[...lists.keys()].join(', ')}`,
    );
  }
  const page = c.req.path.replace(/^\/api\//, '').replace(/[^a-z0-9]+/gi, '-');
  c.res = c.body(rowsToCsv(rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="bedrock-${page}-${name.toLowerCase()}.csv"`,
  });
};

/** The lists of an answer by name; those inside one of its parts by their path. */
function listsOf(answer: unknown): Map<string, readonly unknown[]> {
  const lists = new Map<string, readonly unknown[]>();
  for (const [key, value] of entriesOf(answer)) {
    if (Array.isArray(value)) lists.set(key, value);
    for (const [inner, list] of entriesOf(value)) if (Array.isArray(list)) lists.set(`${key}.${inner}`, list);
  }
  return lists;
}

/** Columns in the order in which rows name them first; what a row lacks is an empty field. */
export function rowsToCsv(rows: readonly unknown[]): string {
  const flat = rows.map((row) => new Map(cellsOf(row, '')));
  const columns = [...new Set(flat.flatMap((cells) => [...cells.keys()]))];
  return toCsv([columns, ...flat.map((cells) => columns.map((column) => cells.get(column) ?? null))]);
}

function cellsOf(value: unknown, path: string): [string, CsvCell][] {
  if (value === null || value === undefined) return [[path, null]];
  if (typeof value === 'number') return [[path, value]];
  if (Array.isArray(value)) return [[path, listText(value)]];
  if (typeof value !== 'object') return [[path, String(value)]];
  return entriesOf(value).flatMap(([key, inner]) => cellsOf(inner, path === '' ? key : `${path}.${key}`));
}

/** Words as they are, side by side; anything deeper as JSON, so that nothing is lost. */
const listText = (list: readonly unknown[]): string =>
  list.every((one) => typeof one !== 'object') ? list.join('; ') : JSON.stringify(list);

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
