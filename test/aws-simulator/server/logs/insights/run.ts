/**
 * Runs a query over log events.
 * @module
 */
import type { LogEvent } from '../events.ts';
import { fieldOf, parseRecord } from '../pattern.ts';
import type { Aggregate, Condition, Key, Query } from './parse.ts';

export interface Field {
  readonly field: string;
  readonly value: string;
}

export interface Answer {
  readonly rows: readonly (readonly Field[])[];
  readonly matched: number;
  readonly scanned: number;
  readonly bytes: number;
}

const DEFAULT_LIMIT = 10_000;

export function runQuery(query: Query, events: readonly LogEvent[]): Answer {
  const rows = events.map((event) => ({ event, record: parseRecord(event.message) }));
  const matching = rows.filter((row) => query.conditions.every((condition) => holds(condition, row)));
  const found = query.aggregates.length > 0 ? aggregated(query, matching) : listed(query, matching);
  return {
    rows: sorted(query, found).slice(0, query.limit ?? DEFAULT_LIMIT),
    matched: matching.length,
    scanned: events.length,
    bytes: events.reduce((sum, event) => sum + event.message.length, 0),
  };
}

interface Row {
  readonly event: LogEvent;
  readonly record: object | undefined;
}

/** A field of the event or of its record. */
function fieldText({ event, record }: Row, field: string): string | undefined {
  switch (field) {
    case '@timestamp':
      return stamp(event.timestamp);
    case '@ingestionTime':
      return stamp(event.ingestionTime);
    case '@message':
      return event.message;
    case '@logStream':
      return event.stream;
    default: {
      const value = fieldOf(record, field);
      return value === undefined || typeof value === 'object' ? undefined : String(value);
    }
  }
}

const stamp = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '');

function holds(condition: Condition, row: Row): boolean {
  const value = fieldText(row, condition.field);
  if (condition.kind === 'present') return value !== undefined;
  if (value === undefined) return condition.not;
  const is = condition.kind === 'equals' ? value === condition.value : condition.pattern.test(value);
  return is !== condition.not;
}

function listed({ fields }: Query, rows: readonly Row[]): Field[][] {
  return rows.map((row) => [
    ...fields.flatMap((field) => {
      const value = fieldText(row, field);
      return value === undefined ? [] : [{ field, value }];
    }),
    { field: '@ptr', value: Buffer.from(row.event.eventId).toString('base64') },
  ]);
}

function aggregated({ aggregates, keys }: Query, rows: readonly Row[]): Field[][] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keys.map((key) => keyOf(key, row) ?? null)));
  return [...groups.values()].map((group) => [
    ...keys.flatMap((key) => {
      const value = group[0] && keyOf(key, group[0]);
      return value === undefined ? [] : [{ field: key.name, value }];
    }),
    ...aggregates.map((aggregate) => ({ field: aggregate.name, value: String(compute(aggregate, group)) })),
  ]);
}

function keyOf({ field, bin }: Key, row: Row): string | undefined {
  if (bin === undefined) return fieldText(row, field);
  return stamp(row.event.timestamp - (row.event.timestamp % (bin * 1000)));
}

function compute({ of, field }: Aggregate, rows: readonly Row[]): number {
  if (of === 'count')
    return rows.filter((row) => field === '*' || fieldText(row, field) !== undefined).length;
  const values = rows
    .map((row) => Number(fieldText(row, field) ?? Number.NaN))
    .filter((value) => !Number.isNaN(value));
  const sum = values.reduce((total, value) => total + value, 0);
  if (of === 'sum') return sum;
  if (of === 'avg') return sum / values.length;
  return of === 'min' ? Math.min(...values) : Math.max(...values);
}

function sorted({ sort }: Query, rows: Field[][]): Field[][] {
  if (!sort) return rows;
  const value = (row: readonly Field[]) => row.find(({ field }) => field === sort.field)?.value ?? '';
  const sign = sort.descending ? -1 : 1;
  return rows.sort((x, y) => sign * value(x).localeCompare(value(y), 'en', { numeric: true }));
}
