/**
 * The monthly report as one table: a row for each value of each dimension.
 * @module
 */
import { toCsv } from '../../../web/format/csv.ts';
import { measuresJson } from '../../analysis/spend.ts';
import type { Month } from '../../answers/month.ts';
import { NONE_LABEL } from '../../domain/dimension.ts';
import type { Measures } from '../../domain/measures.ts';

const TITLES = [
  'month',
  'dimension',
  'value',
  'costUsd',
  'previousCostUsd',
  'invocations',
  'failedInvocations',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'units',
  'unpricedTokens',
];

/** The total first, then every table in full. An unknown cost is an empty field. */
export function monthCsv({ month, total, before, tables }: Month): string {
  const line = (dimension: string, value: string, is: Measures, was: Measures | null) => {
    const { cost, invocations, failedInvocations, tokens, units, unpriced } = measuresJson(is);
    const previous = was === null ? null : measuresJson(was).cost;
    const { input, output, cacheRead, cacheWrite } = tokens;
    const counts = [
      invocations,
      failedInvocations,
      input,
      output,
      cacheRead,
      cacheWrite,
      units,
      unpriced.tokens,
    ];
    return [month, dimension, value, cost, previous, ...counts];
  };
  const rows = tables.flatMap(({ dimension, rows }) =>
    rows.map((row) => line(dimension, row.value ?? NONE_LABEL, row.measures, row.before)),
  );
  return toCsv([TITLES, line('total', '', total, before), ...rows]);
}
