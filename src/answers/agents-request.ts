/**
 * The question of `agents` as text, from flags or query parameters.
 * @module
 */
import { parseFilters, type SpendText } from '../analysis/spend-request.ts';
import type { CallFilter } from '../domain/drill.ts';
import { UsageError } from '../domain/errors.ts';
import { parseRange } from '../domain/range.ts';
import { type EpochSeconds, toWholeHours } from '../domain/time.ts';
import type { AgentsRequest } from './agents.ts';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 5_000;

export interface AgentsText extends Omit<SpendText, 'by'> {
  readonly limit?: string | undefined;
}

/**
 * @param name how the source writes a parameter: `--limit` in the CLI, `limit` in a query
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseAgentsRequest(
  text: AgentsText,
  now: EpochSeconds,
  name: (key: string) => string,
): AgentsRequest {
  return {
    range: toWholeHours(parseRange(text, now, name)),
    where: callFilters(text.where ?? [], name('where')),
    limit: limitOf(text.limit, name('limit')),
  };
}

/** Filters that single calls can be asked by: no times, no token types. */
export function callFilters(texts: readonly string[], parameter: string): CallFilter[] {
  return parseFilters(texts, parameter).map(({ dimension, values }): CallFilter => {
    switch (dimension) {
      case 'hour':
      case 'day':
      case 'month':
      case 'tokenType':
        throw new UsageError(
          `${parameter} ${dimension}: cannot be asked here; choose the range with from and to`,
        );
      default:
        return { dimension, values };
    }
  });
}

function limitOf(text: string | undefined, parameter: string): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new UsageError(`${parameter} ${text}: not a whole number from 1 to ${LARGEST_LIMIT}`);
}
