/**
 * The text of a quota increase request. AWS asks for steady and peak requests and tokens per minute and for the average
 * input and output tokens of a request (Bedrock user guide, "Request an increase for Amazon Bedrock quotas").
 * @module
 */
import { groupThousands } from '../../domain/format.ts';
import { isoInstant } from '../../domain/time.ts';
import type { QuotaStatus, QuotaWindow } from './status.ts';

const HEADROOM = 1.5;

/** What the companion quota of the other unit measured for the same traffic. */
export interface Companion {
  readonly steady: number;
  readonly peak: number;
}

/** Text to paste; null for quotas that nothing was measured for. */
export function increaseRequest(
  status: QuotaStatus,
  others: { readonly rpm?: Companion | null },
): string | null {
  const { quota, match, limit, rates, perRequest, windows } = status;
  const { metric } = match.parsed;
  const week = windows.week;
  if (rates === null || limit === null || week === null || (metric !== 'tpm' && metric !== 'rpm'))
    return null;
  const peakShare = Math.max(week.utilization.peak, week.reserved?.peak ?? 0);
  const wanted = roundUp(
    Math.max(peakShare * limit.value * HEADROOM, (quota.default ?? 0) + 1, limit.value + 1),
  );
  const n = (value: number) => groupThousands(Math.round(value));
  const tokens = metric === 'tpm' ? rates : null;
  const requests = metric === 'rpm' ? rates : (others.rpm ?? null);
  const lines = [
    `Quota: ${quota.name} (${quota.code})`,
    `Account and Region: ${status.account}, ${status.region}`,
    `Models: ${match.models.join(', ')}`,
    `Applied value: ${quota.applied === null ? 'not stated' : n(quota.applied)}; default: ${quota.default === null ? 'not stated' : n(quota.default)}`,
    `Requested value: ${n(wanted)} (measured peak with ${Math.round(100 * (HEADROOM - 1))} % headroom, above the default; adjust as needed)`,
    tokens && `Tokens per minute: steady state ${n(tokens.steady)}, peak ${n(tokens.peak)}`,
    week.reserved &&
      `Peak including max_tokens reservations: ${n(week.reserved.peak * limit.value)} tokens per minute`,
    requests && `Requests per minute: steady state ${n(requests.steady)}, peak ${n(requests.peak)}`,
    perRequest &&
      `Average request: ${n(perRequest.input)} input tokens, ${n(perRequest.output)} output tokens`,
    `Throttled requests in 7 days: ${n(week.throttledCalls)} in ${n(week.throttledMinutes)} minutes`,
    highestMinute(week),
    'Basis: minutes with traffic of the last 7 days, from CloudWatch metrics and invocation logs.',
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
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
