/**
 * The answer to `spend` as CSV: one column per dimension, one per measure, exact figures.
 * @module
 */
import { measuresJson, type Spend } from '../../src/analysis/spend.ts';
import { NONE_LABEL } from '../../src/domain/dimension.ts';
import { toCsv } from './csv.ts';

const MEASURE_TITLES = [
  'invocations',
  'failedInvocations',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'units',
  'costUsd',
  'unpricedInvocations',
  'unpricedTokens',
];

/** Rows as the API gives them; a cost that is not known is an empty field. */
export function spendCsv({ by, rows }: Spend): string {
  const lines = rows.map(({ values, measures }) => {
    const { invocations, failedInvocations, tokens, units, cost, unpriced } = measuresJson(measures);
    return [
      ...by.map((dimension) => values[dimension] ?? NONE_LABEL),
      invocations,
      failedInvocations,
      tokens.input,
      tokens.output,
      tokens.cacheRead,
      tokens.cacheWrite,
      units,
      cost,
      unpriced.invocations,
      unpriced.tokens,
    ];
  });
  return toCsv([[...by, ...MEASURE_TITLES], ...lines]);
}
