/**
 * The text of a quota increase request, for Service Quotas or a case with AWS Support. AWS asks for steady and peak
 * requests and tokens per minute, for the average input and output of a request, the model, the profile and the Region,
 * and for what it is good for (AWS Community, "Managing throughput and service quotas on Amazon Bedrock", 2025).
 * @module
 */
import { groupThousands } from '../../domain/format.ts';
import { isoInstant } from '../../domain/time.ts';
import type { AskedRates, Rates } from './asked-rates.ts';
import type { TimeToThrottle } from './growth.ts';
import type { QuotaScope } from './names.ts';
import { percent } from './notes.ts';
import type { QuotaStatus, QuotaWindow } from './status.ts';

const HEADROOM = 1.5;

const LIMIT_TYPES: Readonly<Partial<Record<QuotaScope, string>>> = {
  'on-demand': 'on-demand in the Region, bedrock-runtime endpoint; no cross-Region inference',
  'cross-region': 'geographic cross-Region inference (CRIS), bedrock-runtime endpoint',
  global: 'global cross-Region inference (CRIS), bedrock-runtime endpoint',
  mantle: 'bedrock-mantle endpoint',
};

const n = (value: number): string => groupThousands(Math.round(value));

/** @returns text to paste; null for quotas that nothing was measured for, and for those on days and concurrency */
export function increaseRequest(
  status: QuotaStatus,
  measured: AskedRates | null,
  growth: TimeToThrottle | null,
): string | null {
  const { quota, match, limit, windows } = status;
  const { metric, scope } = match.parsed;
  if (measured === null || limit === null || (metric !== 'tpm' && metric !== 'rpm')) return null;
  const { tokens, requests, perRequest, cached } = measured;
  if (tokens === null && requests === null) return null;
  const { week } = windows;
  const lines = [
    `Quota: ${quota.name} (${quota.code})`,
    `Limit type: ${LIMIT_TYPES[scope ?? 'account'] ?? 'as the name says'}`,
    `Account and Region: ${status.account}, ${status.region}`,
    `Models: ${match.models.join(', ')}`,
    status.calledIds.length > 0 && `Called as: ${status.calledIds.toSorted().join(', ')}`,
    `Applied value: ${listed(quota.applied)}; default: ${listed(quota.default)}; ${quota.adjustable ? 'adjustable' : 'not adjustable'} in Service Quotas`,
    wanted(status, measured),
    tokens && ratesLine('Tokens per minute', tokens),
    week?.reserved &&
      `Highest minute including max_tokens reservations: ${n(week.reserved.peak * limit.value)} tokens`,
    requests && ratesLine('Requests per minute', requests),
    perRequest &&
      `Average request: ${n(perRequest.input)} input tokens, ${n(perRequest.output)} output tokens`,
    cached &&
      `Prompt cache: ${percent(cached.read)} of input tokens are read from it, ${percent(cached.written)} written to it`,
    growth &&
      `Growth: ${percent(growth.weeklyGrowth)} a week over ${growth.weeks} weeks (99th percentile of minutes)`,
    `Throttled requests in 7 days: ${n(measured.throttledCalls)} in ${n(measured.throttledMinutes)} ${measured.throttledMinutes === 1 ? 'minute' : 'minutes'}`,
    week && highestMinute(week),
    'Basis: minutes with traffic of the last 7 days, from CloudWatch metrics and invocation logs.',
    'Use case, expected growth, share of requests above 25,000 input tokens: (to be filled in)',
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

const listed = (value: number | null): string => (value === null ? 'not stated' : n(value));

const ratesLine = (what: string, { p50, p90, highest }: Rates): string =>
  `${what}: steady state (p50) ${n(p50)}, peak (p90) ${n(p90)}, highest ${n(highest)}`;

/** A hold has no measured need: refused calls use nothing. */
function wanted({ quota, match, limit, windows }: QuotaStatus, { tokens, requests }: AskedRates): string {
  const value = limit?.value ?? 0;
  if (value === 0) {
    const least = quota.default === null ? 'the default' : `the default of ${n(quota.default)}`;
    return `Requested value: ${least} (the applied value of 0 refuses every call; requests up to the default are rejected by the API, so this needs a case)`;
  }
  const share = Math.max(windows.week?.utilization.peak ?? 0, windows.week?.reserved?.peak ?? 0);
  const seen = (match.parsed.metric === 'tpm' ? tokens : requests)?.highest ?? 0;
  const peak = Math.max(share * value, seen);
  const most = roundUp(Math.max(peak * HEADROOM, (quota.default ?? 0) + 1, value + 1));
  return `Requested value: ${n(most)} (measured peak with ${Math.round(100 * (HEADROOM - 1))} % headroom, above the default; adjust as needed)`;
}

/** Of what the requested value is measured by: tokens that settle, or those that requests reserve. */
function highestMinute({ utilization, reserved, peakAt, reservedPeakAt }: QuotaWindow): string | null {
  const at = reserved !== null && reserved.peak > utilization.peak ? reservedPeakAt : peakAt;
  return at === null ? null : `Highest minute: ${isoInstant(at)}`;
}

/** To two digits, upwards. */
function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.ceil(value / unit) * unit;
}
