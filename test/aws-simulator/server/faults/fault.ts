/**
 * What can be made to go wrong.
 * @module
 */
import { z } from 'zod';

/** Faults of a request: the next ones that match, or each with some probability. */
export const REQUEST_FAULTS = [
  /** The service's own throttling error; `code` for the other spelling. */
  'throttling',
  'internal-error',
  'unavailable',
  /** Never answers; the client has to give up. */
  'hang',
  /** Closes the connection without an answer. */
  'reset',
  /** Closes the connection in the middle of the body. */
  'truncated',
  /** Status 200 and a page, as a proxy's login or a captive portal sends. */
  'html',
  /** Of requests with a page token. */
  'expired-page-token',
  'expired-credentials',
  'access-denied',
  'clock-skew',
  /** Any error: `code`, `status` and `message`. */
  'error',
  /** ListMetrics knows of none. */
  'empty-metrics',
  /** S3 redirects to another Region. */
  'wrong-region',
] as const;

/** Faults of what is delivered: fixed for each record or object by the seed, as long as the fault is there. */
export const DATA_FAULTS = [
  /** Log events become visible up to `seconds` late. */
  'late-events',
  /** Log events are delivered twice, to CloudWatch Logs and to S3. */
  'duplicate-events',
  /** Pages of log events are out of order. */
  'reordered-events',
  /** Metrics get up to `seconds` late, so that minutes are revised. */
  'late-metrics',
  /** Records are not delivered, and the delivery metrics say so. */
  'lost-records',
  /** S3 does not announce an object. */
  'lost-notifications',
  /** S3 lists an object and then does not have it. */
  'object-deleted',
] as const;

export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type DataFault = (typeof DATA_FAULTS)[number];

export const faultSchema = z.strictObject({
  kind: z.enum([...REQUEST_FAULTS, ...DATA_FAULTS]),
  /** Where absent: any. A service is named as it signs; Bedrock's runtime and agents apart. */
  service: z.string().optional(),
  operation: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  /** 1 by default. */
  probability: z.number().min(0).max(1).optional(),
  /** How often a request fault strikes before it is over; for ever by default. */
  times: z.number().int().positive().optional(),
  /** How many matching requests pass first. */
  skip: z.number().int().nonnegative().optional(),
  seconds: z.number().positive().optional(),
  code: z.string().optional(),
  status: z.number().int().min(100).max(599).optional(),
  message: z.string().optional(),
});
export type FaultText = z.input<typeof faultSchema>;

export interface Fault extends z.output<typeof faultSchema> {
  readonly id: string;
}

/** What a fault is matched against. */
export interface Target {
  readonly service?: string;
  readonly operation?: string;
  readonly account: string;
  readonly region: string;
}

/** Whether everything that the fault names is so. */
export function matches(fault: Fault, target: Target): boolean {
  const fits = (wanted: string | undefined, given: string | undefined) =>
    wanted === undefined || given === undefined || wanted === given;
  return (
    fits(fault.service, target.service) &&
    fits(fault.operation, target.operation) &&
    fits(fault.account, target.account) &&
    fits(fault.region, target.region)
  );
}
