/**
 * Quotas in words.
 * @module
 */
import type { QuotaMetric, QuotaScope } from '../../src/analysis/quota/names.ts';
import type { QuotaState } from '../../src/analysis/quota/state.ts';
import type { QuotaStatus } from '../../src/analysis/quota/status.ts';

const METRICS: Readonly<Record<QuotaMetric, string>> = {
  rpm: 'requests a minute',
  tpm: 'tokens a minute',
  tpd: 'tokens a day',
  concurrent: 'requests at once',
};

const SCOPES: Readonly<Record<QuotaScope, string>> = {
  'on-demand': 'on-demand',
  'cross-region': 'cross-Region',
  global: 'global',
  shared: 'on-demand and cross-Region',
  mantle: 'mantle endpoint',
  account: 'all models',
};

export const STATE_WORDS: Readonly<Record<QuotaState, string>> = {
  ok: 'OK',
  watch: 'Watch',
  warn: 'Warn',
  critical: 'Critical',
  throttling: 'Throttling',
  hold: 'On hold',
  unmapped: 'Unknown',
  stale: 'No fresh data',
};

/** States that ask somebody to do something. */
export const URGENT: ReadonlySet<QuotaState> = new Set(['throttling', 'hold', 'critical', 'warn']);

/** `Anthropic Claude Sonnet 4.5`, or the whole name where no model is in it. */
export function quotaTitle({ match, quota }: QuotaStatus): string {
  const { modelLabel, variant, scope } = match.parsed;
  if (modelLabel === null) return quota.name;
  const plain = modelLabel.replace(/ V1$/, '');
  return variant === undefined || scope === 'mantle' ? plain : `${plain}, ${variant}`;
}

/** `cross-Region tokens a minute`. */
export function quotaKind({ match: { parsed } }: QuotaStatus): string {
  const { scope, metric, variant } = parsed;
  if (scope === null || metric === null) return '';
  const side = scope === 'mantle' && variant !== undefined ? `${variant} ` : '';
  return `${SCOPES[scope]} ${side}${METRICS[metric]}`;
}

/** What the unit of a quota's numbers is called. */
export const unitOf = ({ match }: QuotaStatus): string =>
  match.parsed.metric === 'rpm' ? 'requests' : 'tokens';
