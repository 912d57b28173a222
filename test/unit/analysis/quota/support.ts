/**
 * Makers of demand and metrics for quotas, with plain values.
 * @module
 */
import { assessPlace, type PlaceInput } from '../../../../src/analysis/quota/assess.ts';
import { burndownOf } from '../../../../src/analysis/quota/burndown.ts';
import { identifier } from '../../../../src/analysis/quota/identity.ts';
import { indexLabels, matchQuotaName } from '../../../../src/analysis/quota/match-name.ts';
import { type MinutesInput, minutesOf } from '../../../../src/analysis/quota/minutes.ts';
import type { ListedQuota } from '../../../../src/analysis/quota/status.ts';
import { DEMAND_COUNTS, type DemandCounts, type DemandSeries } from '../../../../src/domain/demand.ts';
import { accountId, regionId } from '../../../../src/domain/ids.ts';
import type { MetricData } from '../../../../src/domain/metric.ts';
import { parseModelId } from '../../../../src/domain/model-id.ts';
import { epochSeconds, isoInstant } from '../../../../src/domain/time.ts';
import { at } from '../../../support.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const SONNET45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
/** Monday. */
export const START = at('2026-11-16T00:00:00Z');
export const FIRST = START / 60;

/** Demand by minute after {@link START}. */
export function logs(modelId: string, minutes: Record<number, Partial<DemandCounts>>): DemandSeries {
  const offsets = Object.keys(minutes).map(Number);
  const { base, scope } = parseModelId(modelId);
  return {
    account: ACCOUNT,
    region: REGION,
    modelId,
    model: base,
    scope,
    minutes: Int32Array.from(offsets, (offset) => FIRST + offset),
    counts: Object.fromEntries(
      DEMAND_COUNTS.map((name) => [name, Float64Array.from(offsets, (i) => minutes[i]?.[name] ?? 0)]),
    ) as DemandSeries['counts'],
  };
}

export interface MetricText {
  readonly dimensions?: Record<string, string>;
  readonly statistic?: string;
  readonly period?: number;
  readonly namespace?: string;
}

export function metric(
  name: string,
  modelId: string,
  minutes: Record<number, number>,
  more: MetricText = {},
): MetricData {
  const { period = 60 } = more;
  return {
    series: {
      account: accountId(ACCOUNT),
      region: regionId(REGION),
      namespace: more.namespace ?? 'AWS/Bedrock',
      metric: name,
      dimensions: more.dimensions ?? { ModelId: modelId },
      statistic: more.statistic ?? 'Sum',
    },
    points: Object.entries(minutes).map(([offset, value]) => ({
      at: epochSeconds(START + Number(offset) * 60),
      period,
      value,
    })),
  };
}

export function minutes(input: Partial<MinutesInput> & { readonly length?: number }) {
  return minutesOf({
    account: ACCOUNT,
    region: REGION,
    range: { from: START, to: epochSeconds(START + (input.length ?? 1440) * 60) },
    demand: [],
    metrics: [],
    identify: identifier([], REGION),
    rate: (model) => burndownOf(model, START).rate,
    outputLimit: () => null,
    ...input,
  });
}

const catalogue = indexLabels([
  { id: SONNET45, name: 'Claude Sonnet 4.5' },
  { id: 'amazon.nova-lite-v1:0', name: 'Nova Lite' },
]);

export interface QuotaText extends Partial<ListedQuota> {
  readonly name: string;
}

/** Quotas of one place, listed with an applied value unless said otherwise. */
export function listed(...quotas: readonly QuotaText[]): PlaceInput['quotas'] {
  return quotas.map((text, i) => {
    const quota: ListedQuota = {
      code: `L-${i}`,
      applied: 200_000,
      default: 200_000,
      adjustable: true,
      appliedSince: null,
      ...text,
    };
    return { quota, match: matchQuotaName(quota.name, { catalogue }, quota.code) };
  });
}

export const CROSS_TPM = 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1';
export const CROSS_RPM =
  'Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5 V1';
export const GLOBAL_TPM =
  'Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1';
export const SHARED_TPD =
  'Model invocation max tokens per day for Anthropic Claude Sonnet 4.5 V1 (doubled for cross-region calls)';

/** Judges quotas over minutes of a day that is wholly covered, unless said otherwise. */
export function assess(
  quotas: PlaceInput['quotas'],
  traffic: Parameters<typeof minutes>[0],
  more: Partial<PlaceInput> = {},
) {
  const length = traffic.length ?? 1440;
  return assessPlace({
    account: ACCOUNT,
    region: REGION,
    quotas,
    buckets: minutes(traffic).buckets,
    mantle: [],
    first: FIRST,
    length,
    coverage: { from: 0, end: length },
    fresh: true,
    window: 'day',
    burndown: (model) => burndownOf(model, START),
    ...more,
  });
}

/** ISO time of a minute after {@link START}. */
export const timeOf = (offset: number): string => isoInstant(epochSeconds(START + offset * 60));
