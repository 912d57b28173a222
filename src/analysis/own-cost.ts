/**
 * What watching costs: calls to AWS at list prices of us-east-1, and what that makes a month.
 * @module
 */
import { type NanoUsd, nanoUsd, usdString } from '../domain/money.ts';
import { type AwsCalls, OF_HISTORY } from '../domain/own-cost.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  isoInstant,
  SECONDS_PER_DAY,
  startOfDay,
} from '../domain/time.ts';

export interface CallPrice {
  readonly service: string;
  /** `*`: every operation of the service that has no row of its own. */
  readonly operation: string;
  /** For one billed unit: a metric requested of GetMetricData, else a request. */
  readonly nanoUsd: bigint;
  /** The page and the day it was read. */
  readonly source: string;
  readonly read: string;
}

const price = (service: string, operation: string, nano: bigint, source: string): CallPrice => ({
  service,
  operation,
  nanoUsd: nano,
  source: `https://aws.amazon.com/${source}`,
  read: '2026-11-21',
});

/** List prices, us-east-1. What has no row has no price here, and is said to have none. */
export const CALL_PRICES: readonly CallPrice[] = [
  // $0.01 per 1,000 metrics requested
  price('cloudwatch', 'GetMetricData', 10_000n, 'cloudwatch/pricing/'),
  // $0.01 per 1,000 requests
  price('cloudwatch', '*', 10_000n, 'cloudwatch/pricing/'),
  price('cloudwatch-logs', 'FilterLogEvents', 0n, 'cloudwatch/pricing/'),
  price('cloudwatch-logs', 'DescribeLogGroups', 0n, 'cloudwatch/pricing/'),
  // $0.005 per 1,000 LIST, $0.0004 per 1,000 GET and HEAD
  price('s3', 'ListObjectsV2', 5_000n, 's3/pricing/'),
  price('s3', 'GetObject', 400n, 's3/pricing/'),
  price('s3', 'HeadObject', 400n, 's3/pricing/'),
  price('s3', 'HeadBucket', 400n, 's3/pricing/'),
  price('s3', 'GetBucketLocation', 400n, 's3/pricing/'),
  // $0.40 per million requests
  price('sqs', '*', 400n, 'sqs/pricing/'),
  // $0.01 per request
  price('cost-explorer', '*', 10_000_000n, 'aws-cost-management/aws-cost-explorer/pricing/'),
  price('service-quotas', '*', 0n, 'servicequotas/faqs/'),
  price('bedrock', '*', 0n, 'bedrock/pricing/'),
  price('bedrock-agent', '*', 0n, 'bedrock/pricing/'),
  price('bedrock-runtime', 'ListAsyncInvokes', 0n, 'bedrock/pricing/'),
  price('bedrock-runtime', 'CountTokens', 0n, 'bedrock/pricing/'),
  price('sts', '*', 0n, 'iam/faqs/'),
  price('pricing', '*', 0n, 'aws-cost-management/pricing/'),
];

export interface OperationCost {
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  readonly billedUnits: number;
  /** Decimal string; null: no price is known. */
  readonly usd: string | null;
}

export interface OwnCost {
  readonly calls: number;
  /** Decimal string, at list prices of us-east-1. */
  readonly usd: string;
  /** What goes on, without reading the past, if it does so for 30 days. */
  readonly usdPerMonth: string;
  /** Reading the past, which is done once; part of `calls` and `usd`. */
  readonly history: { readonly calls: number; readonly usd: string };
  /** From when on the calls were counted. */
  readonly from: string;
  /** Dearest first. */
  readonly operations: readonly OperationCost[];
  readonly basis: string;
}

/** Days that a month's cost is read off: recent enough to show what holds now. */
export const OWN_COST_DAYS = 7;
const DAYS_PER_MONTH = 30;
/** A rate read off less than this would be noise. */
const SHORTEST_SECONDS = 3600;
/** The bill is read once a day: the first hour has a whole day of it. */
const shortestOf = (service: string): number =>
  service === 'cost-explorer' ? SECONDS_PER_DAY : SHORTEST_SECONDS;

/**
 * Prices counted calls.
 * @param calls of the last days, see {@link OWN_COST_DAYS}
 * @param startedAt when this daemon began to count
 */
export function ownCost(calls: readonly AwsCalls[], startedAt: EpochSeconds, now: EpochSeconds): OwnCost {
  const firstDay = Math.min(dayOf(now), ...calls.map(({ day }) => day)) as EpochDay;
  // A daemon that started today has not watched since midnight.
  const from = firstDay === dayOf(startedAt) ? startedAt : startOfDay(firstDay);
  const sums = new Map<string, AwsCalls>();
  for (const one of calls) {
    const key = `${one.service} ${one.operation}`;
    const sum = sums.get(key);
    const billedUnits = (sum?.billedUnits ?? 0) + one.billedUnits;
    sums.set(key, { ...one, calls: (sum?.calls ?? 0) + one.calls, billedUnits });
  }
  const priced = [...sums.values()].map((sum) => ({ ...sum, nano: nanoOf(sum) }));
  const total = sumOf(priced);
  const past = priced.filter(({ operation }) => operation.endsWith(OF_HISTORY));
  const month = priced.reduce((sum, { operation, service, nano }) => {
    if (nano === null || operation.endsWith(OF_HISTORY)) return sum;
    const seconds = Math.max(shortestOf(service), now - from);
    return sum + (nano * BigInt(DAYS_PER_MONTH * SECONDS_PER_DAY)) / BigInt(seconds);
  }, 0n);
  return {
    calls: callsOf(priced),
    usd: usdString(nanoUsd(total)),
    usdPerMonth: usdString(nanoUsd(month)),
    history: { calls: callsOf(past), usd: usdString(nanoUsd(sumOf(past))) },
    from: isoInstant(from),
    operations: priced
      .sort((a, b) => Number((b.nano ?? 0n) - (a.nano ?? 0n)) || b.calls - a.calls)
      .map(({ service, operation, calls: n, billedUnits, nano }) => ({
        ...{ service, operation, calls: n, billedUnits },
        usd: nano === null ? null : usdString(nano),
      })),
    basis: 'AWS list prices of us-east-1, without free tiers and discounts',
  };
}

const sumOf = (operations: readonly { readonly nano: NanoUsd | null }[]): bigint =>
  operations.reduce((sum, { nano }) => sum + (nano ?? 0n), 0n);
const callsOf = (operations: readonly AwsCalls[]): number =>
  operations.reduce((sum, { calls }) => sum + calls, 0);

function nanoOf({ service, operation, billedUnits }: AwsCalls): NanoUsd | null {
  const of = (wanted: string) =>
    CALL_PRICES.find((row) => row.service === service && row.operation === wanted);
  const found = of(operation.replace(OF_HISTORY, '')) ?? of('*');
  return found === undefined ? null : nanoUsd(found.nanoUsd * BigInt(billedUnits));
}
