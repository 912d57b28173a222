/**
 * The question of `spend` as text, from flags or query parameters.
 * @module
 */
import {
  type Dimension,
  type DimensionFilter,
  dimensionNames,
  NONE_LABEL,
  parseDimension,
} from '../domain/dimension.ts';
import { UsageError } from '../domain/errors.ts';
import { nearest } from '../domain/nearest.ts';
import { principalAsLogged } from '../domain/principal.ts';
import { TOKEN_TYPES } from '../domain/quantities.ts';
import { parseRange, type RangeText } from '../domain/range.ts';
import {
  dayOf,
  type EpochSeconds,
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  parseInstant,
  toWholeHours,
} from '../domain/time.ts';
import type { SpendRequest } from './spend.ts';

export interface SpendText extends RangeText {
  /** Dimensions, comma-separated and repeatable. */
  readonly by?: readonly string[] | undefined;
  /** `DIM=VALUE`, repeatable: values of one dimension are alternatives, dimensions all hold. */
  readonly where?: readonly string[] | undefined;
}

/**
 * Parses the parameters of `spend`. The range is widened to whole hours, the grain of the roll-ups, and says so
 * by being returned.
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseSpendRequest(
  text: SpendText,
  now: EpochSeconds,
  name: (key: string) => string,
): SpendRequest {
  const names = (text.by ?? []).flatMap(splitList).map((item) => item.trim());
  const by = names.filter((item) => item !== '').map((item) => dimension(item, name('by')));
  return {
    range: toWholeHours(parseRange(text, now, name)),
    by: [...new Set(by)],
    where: parseFilters(text.where ?? [], name('where')),
  };
}

function dimension(text: string, parameter: string): Dimension {
  const known = parseDimension(text);
  if (known) return known;
  const near = nearest(text, dimensionNames().split(', '));
  throw new UsageError(
    `${parameter} ${text}: no such dimension; ${near ? `did you mean ${near}? ` : ''}known are ${dimensionNames()}`,
  );
}

/** Splits at commas; `\\,` is a comma within a tag key. */
function splitList(list: string): string[] {
  return (list.match(/(?:\\.|[^,\\])+|\\$/g) ?? []).map(unescaped);
}

/** A backslash stands before a comma, an equals sign or a backslash that is part of a name. */
const unescaped = (text: string): string => text.replace(/\\([,=\\])/g, '$1');

/**
 * `DIM=VALUE` texts to filters; `(none)` stands for rows without a value, `\\=` for an equals sign in a tag key.
 * @throws UsageError for an unknown dimension, or a value that its dimension cannot have
 */
export function parseFilters(texts: readonly string[], parameter: string): DimensionFilter[] {
  const filters = new Map<Dimension, (string | null)[]>();
  for (const text of texts) {
    const [, name, value] = /^((?:\\.|[^=\\])+)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`${parameter} ${text}: not of the form DIM=VALUE`);
    }
    const key = dimension(unescaped(name), parameter);
    const values = filters.get(key) ?? [];
    values.push(value === NONE_LABEL ? null : filterValue(key, value, `${parameter} ${text}`));
    filters.set(key, values);
  }
  return [...filters].map(([key, values]) => ({ dimension: key, values }));
}

/** A typo in a time or type would match nothing, and look like an answer. */
function filterValue(key: Dimension, value: string, complaint: string): string {
  switch (key) {
    case 'principal':
      return principalAsLogged(value);
    case 'tokenType':
      if (value === 'units' || TOKEN_TYPES.some((type) => type === value)) return value;
      throw new UsageError(`${complaint}: known token types are ${TOKEN_TYPES.join(', ')}, units`);
    case 'hour':
    case 'day':
    case 'month': {
      const at = parseInstant(key === 'month' && /^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value);
      const exact = at === undefined ? undefined : TIME_VALUE[key](at);
      if (at === undefined || parseInstant(key === 'month' ? `${exact}-01` : (exact ?? '')) !== at) {
        throw new UsageError(`${complaint}: not ${TIME_EXAMPLE[key]}`);
      }
      return exact ?? value;
    }
    default:
      return value;
  }
}

const TIME_VALUE = {
  hour: (at: EpochSeconds) => isoHour(hourOf(at)),
  day: (at: EpochSeconds) => isoDay(dayOf(at)),
  month: (at: EpochSeconds) => isoMonth(dayOf(at)),
} as const;
const TIME_EXAMPLE = {
  hour: 'the start of an hour such as 2026-11-21T09:00:00Z',
  day: 'a day such as 2026-11-21',
  month: 'a month such as 2026-11',
} as const;
