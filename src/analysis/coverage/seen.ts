/**
 * What CloudWatch's metrics saw, by id and hour. Levels of dimensions are series of their own and are never added up;
 * the prompt cache's metrics have two spellings, of which an account has one. Sources: Amazon Bedrock user guide,
 * "Runtime metrics", "Mantle metrics"; AWS Machine Learning Blog on batch inference metrics, 2025-09-18. Pure.
 * @module
 */
import type { MetricData } from '../../domain/metric.ts';
import { type Counted, type MutableCounts, noCounts } from './counts.ts';

/** Where calls are made: each has metrics of its own, and only the first has logs. */
export const ENDPOINTS = ['runtime', 'batch', 'mantle'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** The metrics that are asked of the store, by namespace. */
export const SEEN_METRICS = {
  'AWS/Bedrock': [
    'Invocations',
    'InputTokenCount',
    'OutputTokenCount',
    'CacheReadInputTokens',
    'CacheReadInputTokenCount',
    'CacheWriteInputTokens',
    'CacheWriteInputTokenCount',
    'OutputImageCount',
  ],
  'AWS/Bedrock/Batch': ['NumberOfInputTokensProcessedPerMinute', 'NumberOfOutputTokensProcessedPerMinute'],
  'AWS/BedrockMantle': ['Inferences', 'TotalInputTokens', 'TotalOutputTokens', 'InputTokens', 'OutputTokens'],
} as const;
export type SeenNamespace = keyof typeof SEEN_METRICS;

export interface SeenSeries {
  readonly account: string;
  readonly region: string;
  readonly endpoint: Endpoint;
  /** The value of the dimension `ModelId` or `Model`. */
  readonly modelId: string;
  readonly hours: ReadonlyMap<number, MutableCounts>;
}

interface Choice {
  readonly endpoint: Endpoint;
  readonly kind: Counted;
  readonly modelId: string;
  /** Of several series that count the same, those of the lowest rank that has any are used. */
  readonly rank: number;
}

const RUNTIME: Readonly<Record<string, readonly [Counted, rank: number]>> = {
  invocations: ['invocations', 0],
  inputtokencount: ['input', 0],
  outputtokencount: ['output', 0],
  cachereadinputtokens: ['cacheRead', 0],
  cachereadinputtokencount: ['cacheRead', 1],
  cachewriteinputtokens: ['cacheWrite', 0],
  cachewriteinputtokencount: ['cacheWrite', 1],
  outputimagecount: ['images', 0],
};
const BATCH: Readonly<Record<string, Counted>> = {
  numberofinputtokensprocessedperminute: 'input',
  numberofoutputtokensprocessedperminute: 'output',
};
/** By project and model first; by model alone where a project level is not published. */
const MANTLE: Readonly<Record<string, readonly [Counted, levels: readonly string[]]>> = {
  inferences: ['invocations', ['Model,Project', 'Model']],
  inputtokens: ['input', ['Model,Project']],
  outputtokens: ['output', ['Model,Project']],
  totalinputtokens: ['input', ['-', 'Model']],
  totaloutputtokens: ['output', ['-', 'Model']],
};

function choiceOf({ series }: MetricData): Choice | undefined {
  const { namespace, metric, dimensions, statistic } = series;
  if (statistic !== 'Sum') return undefined;
  const name = metric.toLowerCase();
  const level = Object.keys(dimensions).sort().join(',');
  if (namespace === 'AWS/BedrockMantle') {
    const [kind, levels] = (Object.hasOwn(MANTLE, name) && MANTLE[name]) || [];
    const rank = levels?.indexOf(level) ?? -1;
    const modelId = dimensions.Model;
    return kind === undefined || rank < 0 || modelId === undefined
      ? undefined
      : { endpoint: 'mantle', kind, modelId, rank };
  }
  const modelId = dimensions.ModelId;
  if (modelId === undefined || level !== 'ModelId') return undefined;
  if (namespace === 'AWS/Bedrock/Batch') {
    const kind = Object.hasOwn(BATCH, name) ? BATCH[name] : undefined;
    return kind && { endpoint: 'batch', kind, modelId, rank: 0 };
  }
  const [kind, rank = 0] = (Object.hasOwn(RUNTIME, name) && RUNTIME[name]) || [];
  return namespace === 'AWS/Bedrock' && kind !== undefined
    ? { endpoint: 'runtime', kind, modelId, rank }
    : undefined;
}

/** @param data sums by hour */
export function seenSeries(data: readonly MetricData[]): SeenSeries[] {
  const chosen = data.flatMap((one) => {
    const choice = choiceOf(one);
    return choice ? [{ ...choice, series: one.series, points: one.points }] : [];
  });
  const keyOf = ({ series, endpoint, modelId }: (typeof chosen)[number]) =>
    [series.account, series.region, endpoint, modelId].join('\n');
  const best = new Map<string, number>();
  for (const one of chosen) {
    const key = `${keyOf(one)}\n${one.kind}`;
    best.set(key, Math.min(best.get(key) ?? one.rank, one.rank));
  }
  const found = new Map<string, SeenSeries & { hours: Map<number, MutableCounts> }>();
  for (const one of chosen) {
    if (best.get(`${keyOf(one)}\n${one.kind}`) !== one.rank) continue;
    const { series, endpoint, modelId } = one;
    const entry = found.get(keyOf(one)) ?? {
      ...{ account: series.account, region: series.region, endpoint, modelId },
      hours: new Map<number, MutableCounts>(),
    };
    found.set(keyOf(one), entry);
    for (const { at, value } of one.points) {
      const hour = Math.floor(at / 3600);
      const counts = entry.hours.get(hour) ?? noCounts();
      entry.hours.set(hour, counts);
      counts[one.kind] += Math.round(value);
    }
  }
  return [...found.values()];
}
