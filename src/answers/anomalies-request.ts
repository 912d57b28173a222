/**
 * The question of `anomalies` as text, from flags or query parameters.
 * @module
 */
import { SCOPE_DIMENSIONS, type Scope } from '../analysis/anomaly/spend/series.ts';
import { parseFilters } from '../analysis/spend-request.ts';
import { NONE_LABEL } from '../domain/dimension.ts';
import { UsageError } from '../domain/errors.ts';
import { storeFilters } from '../domain/measures.ts';
import { principalAsLogged } from '../domain/principal.ts';
import { parseRange, type RangeText } from '../domain/range.ts';
import { type EpochSeconds, toWholeHours } from '../domain/time.ts';
import type { AnomalyRequest } from './anomalies.ts';

export interface AnomalyText extends RangeText {
  readonly where?: readonly string[] | undefined;
  /** `total`, or `DIM=VALUE` with account, model, principal or agent: whose band. */
  readonly band?: string | undefined;
}

/** @throws UsageError naming the parameter, its value and what would be right */
export function parseAnomalyRequest(
  text: AnomalyText,
  now: EpochSeconds,
  name: (key: string) => string,
): AnomalyRequest {
  return {
    range: toWholeHours(parseRange(text, now, name)),
    where: storeFilters(parseFilters(text.where ?? [], name('where'))),
    band: text.band === undefined ? null : parseScope(text.band, name('band')),
  };
}

/** `total` is null. @throws UsageError for what is no scope */
export function parseScope(text: string, parameter: string): Scope | null {
  if (text === 'total') return null;
  const [, dimension, value] = /^([a-z]+)=([\s\S]*)$/.exec(text) ?? [];
  const known = SCOPE_DIMENSIONS.find((one) => one === dimension);
  if (known === undefined || known === 'total' || value === undefined) {
    throw new UsageError(
      `${parameter} ${text}: is total, or DIM=VALUE with one of account, model, principal, agent`,
    );
  }
  if (value === NONE_LABEL) return { dimension: known, value: null };
  return { dimension: known, value: known === 'principal' ? principalAsLogged(value) : value };
}
