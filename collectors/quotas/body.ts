/**
 * Quotas as they are stored. Source: Service Quotas API reference, `ServiceQuota` and `RequestedServiceQuotaChange`.
 * @module
 */
import { z } from 'zod';

/** Kinds `quota-applied` and `quota-default`; the item's id is the quota code. */
export const quotaBody = z.object({
  code: z.string(),
  name: z.string(),
  /** Null: AWS could not say; `error` has why. */
  value: z.number().nullable(),
  unit: z.string().nullable(),
  adjustable: z.boolean(),
  /** Whether it holds for all Regions together. */
  global: z.boolean(),
  /** Bedrock's quotas on tokens and requests have none. */
  usageMetric: z
    .object({
      namespace: z.string(),
      metric: z.string(),
      dimensions: z.record(z.string(), z.string()),
      statistic: z.string().nullable(),
    })
    .nullable(),
  /** Seconds that the value is for, where AWS says so. */
  period: z.number().nullable(),
  /** `ACCOUNT` or `RESOURCE`; null for defaults. */
  appliedLevel: z.string().nullable(),
  description: z.string().nullable(),
  error: z.string().nullable(),
});
export type QuotaBody = z.infer<typeof quotaBody>;

/** Kind `quota-request`; the item's id is the request's. */
export const quotaRequestBody = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  desired: z.number().nullable(),
  /** `PENDING`, `CASE_OPENED`, `APPROVED`, `DENIED`, `CASE_CLOSED`, `NOT_APPROVED`, `INVALID_REQUEST`. */
  status: z.string(),
  caseId: z.string().nullable(),
  requester: z.string().nullable(),
  /** Seconds since the epoch. */
  created: z.number().nullable(),
  updated: z.number().nullable(),
});
export type QuotaRequestBody = z.infer<typeof quotaRequestBody>;
