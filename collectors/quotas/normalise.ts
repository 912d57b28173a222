/**
 * Quotas as AWS lists them -> as they are stored.
 * @module
 */
import type { QuotaPeriod, RequestedServiceQuotaChange, ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { SnapshotItem } from '../../src/domain/snapshot.ts';
import { secondsOf } from '../aws/index.ts';
import type { QuotaBody, QuotaRequestBody } from './body.ts';

/** Undefined for a quota without code, which nothing could refer to. */
export function quotaItem(quota: ServiceQuota): SnapshotItem | undefined {
  if (quota.QuotaCode === undefined) return undefined;
  const body: QuotaBody = {
    code: quota.QuotaCode,
    name: quota.QuotaName ?? '',
    value: quota.Value ?? null,
    unit: quota.Unit ?? null,
    adjustable: quota.Adjustable ?? false,
    global: quota.GlobalQuota ?? false,
    usageMetric: usageMetric(quota.UsageMetric),
    period: periodSeconds(quota.Period),
    appliedLevel: quota.QuotaAppliedAtLevel ?? null,
    description: quota.Description ?? null,
    error: quota.ErrorReason === undefined ? null : errorText(quota.ErrorReason),
  };
  // A quota of one resource stands beside the account's own of the same code.
  const context = quota.QuotaContext?.ContextId;
  return { id: context === undefined || context === '*' ? body.code : `${body.code}/${context}`, body };
}

export function requestItem(request: RequestedServiceQuotaChange): SnapshotItem | undefined {
  if (request.Id === undefined || request.QuotaCode === undefined) return undefined;
  const body: QuotaRequestBody = {
    id: request.Id,
    code: request.QuotaCode,
    name: request.QuotaName ?? '',
    desired: request.DesiredValue ?? null,
    status: request.Status ?? 'UNKNOWN',
    caseId: request.CaseId ?? null,
    requester: request.Requester ?? null,
    created: secondsOf(request.Created),
    updated: secondsOf(request.LastUpdated),
  };
  return { id: body.id, body };
}

/** Bedrock's answers have an empty object where there is no metric. */
function usageMetric(metric: ServiceQuota['UsageMetric']): QuotaBody['usageMetric'] {
  if (metric?.MetricNamespace === undefined || metric.MetricName === undefined) return null;
  return {
    namespace: metric.MetricNamespace,
    metric: metric.MetricName,
    dimensions: metric.MetricDimensions ?? {},
    statistic: metric.MetricStatisticRecommendation ?? null,
  };
}

const SECONDS: Readonly<Record<string, number>> = {
  MICROSECOND: 1e-6,
  MILLISECOND: 1e-3,
  SECOND: 1,
  MINUTE: 60,
  HOUR: 3600,
  DAY: 86_400,
  WEEK: 604_800,
};

function periodSeconds(period: QuotaPeriod | undefined): number | null {
  const unit = SECONDS[period?.PeriodUnit ?? ''];
  return unit === undefined || period?.PeriodValue === undefined ? null : period.PeriodValue * unit;
}

const errorText = ({ ErrorCode, ErrorMessage }: NonNullable<ServiceQuota['ErrorReason']>): string =>
  [ErrorCode, ErrorMessage].filter((part) => part !== undefined).join(': ') || 'unknown';
