/**
 * The question of `forecast` as text, from flags or query parameters.
 * @module
 */
import { parseFilters, parseSpendRequest } from '../analysis/spend-request.ts';
import { UsageError } from '../domain/errors.ts';
import { type StoreDimension, storeFilters } from '../domain/measures.ts';
import { dayOf, type EpochSeconds, isoMonth, monthOf, parseInstant } from '../domain/time.ts';
import type { ForecastRequest } from './forecast.ts';

export interface ForecastText {
  readonly by?: string | undefined;
  readonly where?: readonly string[] | undefined;
  /** `2026-11`; the current UTC month when absent. */
  readonly month?: string | undefined;
}

/** @throws UsageError naming the parameter, its value and what would be right */
export function parseForecastRequest(
  text: ForecastText,
  now: EpochSeconds,
  name: (key: string) => string,
): ForecastRequest {
  return {
    period: monthOf(text.month === undefined ? now : startOf(text.month, now, name('month'))),
    by: text.by === undefined ? null : groupOf(text.by, now, name),
    where: storeFilters(parseFilters(text.where ?? [], name('where'))),
  };
}

/** No call is older: Bedrock began in 2023. */
const FIRST_MONTH = '2023-01';
/** A month further ahead is a slip of the finger. */
const YEARS_AHEAD = 5;

function startOf(month: string, now: EpochSeconds, parameter: string): EpochSeconds {
  const at = /^\d{4}-\d{2}$/.test(month) ? parseInstant(`${month}-01`) : undefined;
  if (at === undefined) throw new UsageError(`${parameter} ${month}: not a month such as 2026-11`);
  const last = `${Number(isoMonth(dayOf(now)).slice(0, 4)) + YEARS_AHEAD}-12`;
  if (month < FIRST_MONTH || month > last) {
    throw new UsageError(`${parameter} ${month}: is a month from ${FIRST_MONTH} to ${last}`);
  }
  return at;
}

const TIMES: ReadonlySet<string> = new Set(['hour', 'day', 'month', 'tokenType']);

function groupOf(by: string, now: EpochSeconds, name: (key: string) => string): StoreDimension {
  const [dimension, ...more] = parseSpendRequest({ by: [by] }, now, name).by;
  if (dimension === undefined || more.length > 0 || TIMES.has(dimension)) {
    throw new UsageError(
      `${name('by')} ${by}: is one dimension such as model, account, principal, agent or tag:KEY`,
    );
  }
  return dimension as StoreDimension;
}
