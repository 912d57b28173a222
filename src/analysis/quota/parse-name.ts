/**
 * Quota names -> their parts. AWS publishes no mapping; the grammar is read off the names in use: "Amazon Bedrock
 * endpoints and quotas" in the AWS General Reference, irregularities included (two spellings of Cross-Region, a comma
 * before latency-optimized, InvokeModel on older models, a suffix on daily quotas).
 * @module
 */
import type { ParsedName, QuotaMetric, QuotaScope } from './names.ts';

const INFERENCE =
  /^(?<mantle>\[bedrock-mantle endpoint\] |bedrock mantle )?(?<scope>global cross-region|cross-region|on-demand)?,?\s*(?<latency>latency-optimized )?(?<api>model inference|invokemodel|model invocation max)?\s*(?<async>async )?(?<what>requests|tokens|input tokens|output tokens|concurrent requests)(?: per (?<per>minute|day))? for (?<label>.+)$/i;

/** `(doubled for cross-region calls)`: on daily quotas since the middle of 2025. */
const DOUBLED = /\s*\(doubled for cross-region calls\)\s*$/i;
const ACCOUNT_WIDE = /^cross-model (?:max tokens per day|account-level tokens per day)$/i;
const CONTEXT = /\s+(\d+[km] context length)$/i;
/** No quota name is nearly as long; anything beyond is not read. */
const LONGEST = 512;

const NOTHING: ParsedName = { scope: null, metric: null, modelLabel: null };

/** Reads a name, whatever its case and spacing. A name that is not an inference quota's has null parts. */
export function parseQuotaName(text: string): ParsedName {
  if (text.length > LONGEST) return NOTHING;
  const name = text.replace(/\s+/g, ' ').trim();
  if (ACCOUNT_WIDE.test(name)) return { scope: 'account', metric: 'tpd', modelLabel: null };
  const parts = INFERENCE.exec(name.replace(DOUBLED, ''))?.groups;
  if (parts === undefined) return NOTHING;
  const { what = '', per, label = '' } = parts;
  const metric = metricOf(what.toLowerCase(), per?.toLowerCase());
  const scope = scopeOf(parts, metric);
  if (metric === null || scope === null) return NOTHING;
  const context = CONTEXT.exec(label);
  const variant = variantOf(parts, context?.[1]);
  return {
    scope,
    metric,
    modelLabel: context ? label.slice(0, context.index) : label,
    ...(variant === undefined ? {} : { variant }),
  };
}

function metricOf(what: string, per: string | undefined): QuotaMetric | null {
  if (what === 'concurrent requests') return per === undefined ? 'concurrent' : null;
  if (what === 'requests') return per === 'minute' ? 'rpm' : null;
  if (per === 'minute') return 'tpm';
  return per === 'day' ? 'tpd' : null;
}

type Parts = Readonly<Record<string, string | undefined>>;

function scopeOf({ mantle, scope, api, what = '' }: Parts, metric: QuotaMetric | null): QuotaScope | null {
  const sided = / tokens$/i.test(what);
  if (mantle !== undefined) return sided ? 'mantle' : null;
  if (sided) return null;
  if (api?.toLowerCase() === 'model invocation max')
    return scope === undefined && metric === 'tpd' ? 'shared' : null;
  switch (scope?.toLowerCase()) {
    case 'on-demand':
      return 'on-demand';
    case 'cross-region':
      return 'cross-region';
    case 'global cross-region':
      return 'global';
    default:
      return null;
  }
}

function variantOf({ mantle, latency, async, what }: Parts, context: string | undefined): string | undefined {
  if (mantle !== undefined) return what?.split(' ')[0]?.toLowerCase();
  if (latency !== undefined) return 'latency-optimized';
  if (context !== undefined) return context;
  return async === undefined ? undefined : 'async';
}
