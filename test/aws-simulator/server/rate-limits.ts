/**
 * Requests per second that each operation takes, per account and Region.
 * @module
 */
import { Refused } from './wire/aws-error.ts';
import type { Caller, ServiceName } from './wire/service.ts';

/** By service, then by operation or `*` ("Service quotas" in the services' user guides; Bedrock's are a guess). */
export type RateTable = Readonly<Partial<Record<ServiceName, Readonly<Record<string, number>>>>>;

export const RATES: RateTable = {
  logs: {
    FilterLogEvents: 5,
    GetLogEvents: 10,
    DescribeLogGroups: 10,
    DescribeLogStreams: 25,
    StartQuery: 10,
    GetQueryResults: 10,
    '*': 10,
  },
  monitoring: { GetMetricData: 50, ListMetrics: 25, PutMetricData: 500, '*': 50 },
  bedrock: { '*': 10 },
  'bedrock-agent': { '*': 10 },
  'bedrock-runtime': { '*': 50 },
  servicequotas: { '*': 10 },
  sts: { '*': 600 },
  s3: { '*': 3500 },
  ce: { '*': 5 },
  pricing: { '*': 10 },
};

/** `real`: by the wall clock; `simulated`: by the simulator's; `off`: no limit. */
export type RateClock = 'real' | 'simulated' | 'off';

/** A bucket of tokens for each operation, account and Region; it holds one second's worth. */
export class RateLimits {
  readonly #table: RateTable;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #off: boolean;

  constructor(clock: RateClock, simulated: () => number, table: RateTable = RATES) {
    this.#off = clock === 'off';
    this.#now = clock === 'simulated' ? simulated : Date.now;
    this.#table = table;
  }

  /** @throws Refused when the bucket is empty */
  take(service: ServiceName, operation: string, caller: Caller): void {
    const rates = this.#table[service];
    const rate = rates?.[operation] ?? rates?.['*'];
    if (this.#off || rate === undefined) return;
    const name = [service, operation, caller.account, caller.region].join(' ');
    const now = this.#now();
    const bucket = this.#buckets.get(name) ?? { tokens: rate, at: now };
    bucket.tokens = Math.min(rate, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    if (bucket.tokens < 1) throw new Refused('throttling', 'Rate exceeded');
    bucket.tokens -= 1;
  }
}
