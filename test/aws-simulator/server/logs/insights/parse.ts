/**
 * The part of the Logs Insights query language that counts and sums ("CloudWatch Logs Insights QL"): fields,
 * filter, stats … by …, sort and limit. What is not in it is refused.
 * @module
 */
import { AwsError } from '../../wire/aws-error.ts';

export type Condition =
  | { readonly kind: 'equals'; readonly field: string; readonly value: string; readonly not: boolean }
  | { readonly kind: 'matches'; readonly field: string; readonly pattern: RegExp; readonly not: boolean }
  | { readonly kind: 'present'; readonly field: string };

export interface Aggregate {
  readonly name: string;
  readonly of: 'count' | 'sum' | 'avg' | 'min' | 'max';
  /** `*` counts events. */
  readonly field: string;
}

export interface Key {
  readonly name: string;
  readonly field: string;
  /** Seconds of a `bin`. */
  readonly bin?: number;
}

export interface Query {
  readonly fields: readonly string[];
  readonly conditions: readonly Condition[];
  readonly aggregates: readonly Aggregate[];
  readonly keys: readonly Key[];
  readonly sort?: { readonly field: string; readonly descending: boolean };
  readonly limit?: number;
}

const malformed = (part: string): AwsError =>
  new AwsError('MalformedQueryException', 400, `unexpected symbol found ${part} at line 1 and position 1`);

/** @throws AwsError `MalformedQueryException` */
export function parseQuery(text: string): Query {
  let query: Query = { fields: ['@timestamp', '@message'], conditions: [], aggregates: [], keys: [] };
  for (const part of text.split(/\s*\|\s*/).map((each) => each.trim())) {
    if (part === '') continue;
    const [, command = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(part) ?? [];
    switch (command) {
      case 'fields':
      case 'display':
        query = { ...query, fields: listOf(rest) };
        break;
      case 'filter':
        query = { ...query, conditions: [...query.conditions, ...rest.split(/\s+and\s+/i).map(condition)] };
        break;
      case 'stats':
        query = { ...query, ...stats(rest) };
        break;
      case 'sort':
        query = { ...query, sort: sort(rest) };
        break;
      case 'limit':
        query = { ...query, limit: Number(rest) };
        break;
      default:
        throw malformed(part);
    }
  }
  return query;
}

const listOf = (text: string): string[] => text.split(/\s*,\s*/).filter((each) => each !== '');

function condition(text: string): Condition {
  const present = /^ispresent\(\s*([@\w.]+)\s*\)$/.exec(text);
  if (present?.[1]) return { kind: 'present', field: present[1] };
  const [, field, sign, quoted, bare] = /^([@\w.]+)\s*(=|!=)\s*(?:["']([^"']*)["']|(\S+))$/.exec(text) ?? [];
  if (field && sign) return { kind: 'equals', field, value: quoted ?? bare ?? '', not: sign === '!=' };
  const [, name, not, pattern] = /^([@\w.]+)\s+(not\s+)?like\s+\/(.*)\/$/.exec(text) ?? [];
  if (name && pattern !== undefined) {
    return { kind: 'matches', field: name, pattern: new RegExp(pattern), not: not !== undefined };
  }
  throw malformed(text);
}

function stats(text: string): Pick<Query, 'aggregates' | 'keys'> {
  const [first = '', second = ''] = text.split(/\s+by\s+/);
  const aggregates = listOf(first).map((each): Aggregate => {
    const [, of, field, name] =
      /^(count|sum|avg|min|max)\(\s*(\*|[@\w.]*)\s*\)(?:\s+as\s+(\w+))?$/.exec(each) ?? [];
    const known = AGGREGATES.find((aggregate) => aggregate === of);
    if (!known) throw malformed(each);
    return { name: name ?? each, of: known, field: field || '*' };
  });
  return { aggregates, keys: listOf(second).map(key) };
}

const AGGREGATES = ['count', 'sum', 'avg', 'min', 'max'] as const;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function key(text: string): Key {
  const [, expression = text, name = text] = /^(.*?)\s+as\s+(\w+)$/.exec(text) ?? [];
  const [, count, unit = ''] = /^bin\((\d+)([smhd])\)$/.exec(expression) ?? [];
  const size = SECONDS[unit];
  if (count && size) return { name, field: '@timestamp', bin: Number(count) * size };
  if (!/^[@\w.]+$/.test(expression)) throw malformed(text);
  return { name, field: expression };
}

function sort(text: string): { field: string; descending: boolean } {
  const [, field = '', order = 'desc'] = /^(\S+)(?:\s+(asc|desc))?$/.exec(text) ?? [];
  return { field, descending: order === 'desc' };
}
