/**
 * The `bedrock-mantle` endpoint: input and output tokens have quotas of their own, and no token counts more than once.
 * Source: Bedrock user guide, "Monitoring the bedrock-mantle endpoint" (namespace, dimension Model).
 * @module
 */
import type { MetricData } from '../../domain/metric.ts';
import type { NameMatch } from './names.ts';
import { sumColumns, type Traffic } from './traffic.ts';

export interface MantleBucket {
  readonly model: string;
  readonly input: Float64Array;
  readonly output: Float64Array;
}

export const MANTLE_NAMESPACE = 'AWS/BedrockMantle';
export const MANTLE_METRICS = ['TotalInputTokens', 'TotalOutputTokens'] as const;

/** Tokens by minute and model; only the level `Model` is read. */
export function mantleBuckets(data: readonly MetricData[], first: number, length: number): MantleBucket[] {
  const byModel = new Map<string, { model: string; input: Float64Array; output: Float64Array }>();
  for (const { series, points } of data) {
    const { namespace, statistic, dimensions, metric } = series;
    const model = dimensions.Model;
    if (namespace !== MANTLE_NAMESPACE || statistic !== 'Sum') continue;
    if (model === undefined || Object.keys(dimensions).length !== 1) continue;
    const side = metric === 'TotalInputTokens' ? 'input' : metric === 'TotalOutputTokens' ? 'output' : null;
    if (side === null) continue;
    const bucket = byModel.get(model) ?? {
      model,
      input: new Float64Array(length),
      output: new Float64Array(length),
    };
    byModel.set(model, bucket);
    for (const { at, period, value } of points) {
      const i = Math.floor(at / 60) - first;
      if (period === 60 && i >= 0 && i < length) bucket[side][i] = (bucket[side][i] ?? 0) + value;
    }
  }
  return [...byModel.values()];
}

/** First and last minute with traffic, since the epoch; null without. @param first minute of the columns' first entry */
export function mantleSeen(
  buckets: readonly MantleBucket[],
  first: number,
): { readonly first: number; readonly last: number } | null {
  const columns = buckets.flatMap(({ input, output }) => [input, output]);
  const used = columns.filter((column) => column.some((value) => value > 0));
  if (used.length === 0) return null;
  return {
    first: first + Math.min(...used.map((column) => column.findIndex((value) => value > 0))),
    last: first + Math.max(...used.map((column) => column.findLastIndex((value) => value > 0))),
  };
}

/** The side that the quota names. */
export function mantleTraffic(
  { parsed, models }: NameMatch,
  buckets: readonly MantleBucket[],
  length: number,
): Traffic[] {
  const side = parsed.variant === 'output' ? 'output' : 'input';
  const own = buckets.filter(({ model }) => models.includes(model)).map((bucket) => bucket[side]);
  return [{ used: sumColumns(own, length), reserved: null, buckets: [], times: 1 }];
}
