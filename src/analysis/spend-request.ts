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
import { parseRange, type RangeText } from '../domain/range.ts';
import { type EpochSeconds, toWholeHours } from '../domain/time.ts';
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
  const names = (text.by ?? []).flatMap((list) => list.split(',')).map((item) => item.trim());
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

/** `DIM=VALUE` texts to filters; `(none)` stands for rows without a value. */
export function parseFilters(texts: readonly string[], parameter: string): DimensionFilter[] {
  const filters = new Map<Dimension, (string | null)[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`${parameter} ${text}: not of the form DIM=VALUE`);
    const key = dimension(text.slice(0, at), parameter);
    const value = text.slice(at + 1);
    const values = filters.get(key) ?? [];
    values.push(value === NONE_LABEL ? null : key === 'principal' ? principalAsLogged(value) : value);
    filters.set(key, values);
  }
  return [...filters].map(([key, values]) => ({ dimension: key, values }));
}
