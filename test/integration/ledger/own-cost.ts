/**
 * The default set-up left running: two Regions, twenty models called in each of them day and night, logs in CloudWatch
 * Logs, every setting as it comes. What it asked of AWS is counted twice: by the product, and by the simulator.
 * @module
 */
import { type OwnCost, ownCost } from '../../../src/analysis/own-cost.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { manualClock, startSimulator } from '../../aws-simulator/server/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { VirtualDaemon } from './daemon.ts';
import { setEnvironment } from './week.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-13T00:00:00Z') / 1000;

/** A Region's worth of models, by the ids that callers use. */
export const TWENTY_MODELS: readonly string[] = [
  ...['sonnet-5-5', 'sonnet-5', 'opus-5-5', 'opus-5', 'opus-4-8', 'sonnet-4-6', 'opus-4-6-v1'].map(
    (name) => `us.anthropic.claude-${name}`,
  ),
  ...['haiku-4-5-20251001-v1:0', 'sonnet-4-5-20250929-v1:0'].map((name) => `global.anthropic.claude-${name}`),
  ...['nova-lite', 'nova-pro', 'nova-micro', 'nova-premier'].map((name) => `us.amazon.${name}-v1:0`),
  ...['anthropic.claude-3-haiku-20240307-v1:0', 'us.meta.llama3-3-70b-instruct-v1:0'],
  ...['us.deepseek.r1-v1:0', 'openai.gpt-oss-120b-1:0', 'openai.gpt-oss-20b-1:0'],
  ...['cohere.embed-v4:0', 'mistral.mistral-large-2407-v1:0'],
];

/** Calls by `service operation`, with what they are billed by. */
export type Counted = Record<string, { readonly calls: number; readonly billedUnits: number }>;

export interface OwnCostReport {
  readonly days: number;
  /** Model ids that the metrics of a Region name, fewest first. */
  readonly models: readonly number[];
  readonly product: OwnCost;
  readonly counted: Counted;
  readonly simulated: Counted;
  /** A month of 30 days by the simulator's own count, in dollars. */
  readonly simulatedUsdPerMonth: number;
}

/** The product names services as the SDK does, the simulator as they sign. */
const SERVICES: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  logs: 'cloudwatch-logs',
  servicequotas: 'service-quotas',
  ce: 'cost-explorer',
};

/**
 * List prices of us-east-1 in dollars for a thousand: Amazon CloudWatch pricing ("metrics requested using
 * GetMetricData", "other API requests") and Amazon S3 pricing (LIST; GET). Reading logs, Bedrock, Service Quotas and
 * STS have no price.
 */
const USD_PER_THOUSAND: Readonly<Record<string, number>> = {
  'cloudwatch GetMetricData': 0.01,
  'cloudwatch ListMetrics': 0.01,
  's3 ListObjectsV2': 0.005,
  's3 GetObject': 0.0004,
  'cost-explorer GetCostAndUsage': 10,
};

/** @param accounts as they stand in the file; the default: one account in two Regions */
export async function watchFor(
  days: number,
  accounts: readonly object[] = [{ name: 'shop', regions: ['us-east-1', 'us-west-2'] }],
): Promise<OwnCostReport> {
  const clock = manualClock(START * 1000);
  const end = START + days * DAY;
  const aws = await startSimulator({
    ...{ seed: 'own cost', now: end, days: days + 1, rate: 20, clock, rateLimits: 'off' },
    steadyModels: TWENTY_MODELS,
  });
  // Attempts that fail are calls, too; the simulator does not bill the metrics of a GetMetricData that it refuses.
  for (const operation of ['FilterLogEvents', 'ListMetrics']) {
    aws.faults.add({ kind: 'throttling', operation, probability: 0.005 });
  }
  const restore = setEnvironment(aws.env);
  const store = openSqliteStore(':memory:');
  const random = new Random('own cost');
  try {
    const config = { accounts, collect: { awsCallsPerSecond: 1000 } };
    await new VirtualDaemon({ aws, store, config, random: () => random.unit(), attempts: 3 }).run(end);
    const range = { from: epochSeconds(START), to: epochSeconds(end + DAY) };
    const calls = await store.awsCalls(range);
    const counted: Counted = {};
    for (const one of calls) add(counted, `${one.service} ${one.operation}`, one.calls, one.billedUnits);
    const simulated: Counted = {};
    for (const one of aws.calls.list()) {
      const units = one.operation === 'GetMetricData' ? one.metricsRequested : one.requests;
      add(simulated, `${SERVICES[one.service] ?? one.service} ${one.operation}`, one.requests, units);
    }
    const usd = Object.entries(simulated).reduce(
      (sum, [name, { billedUnits }]) => sum + (billedUnits / 1000) * (USD_PER_THOUSAND[name] ?? 0),
      0,
    );
    const series = await store.metrics({ range, namespace: 'AWS/Bedrock', metrics: ['Invocations'] });
    const models = Map.groupBy(series, (one) => one.series.region);
    return {
      ...{ days, counted, simulated, simulatedUsdPerMonth: (usd / days) * 30 },
      models: [...models.values()].map((own) => own.length).sort((a, b) => a - b),
      product: ownCost(calls, epochSeconds(START), epochSeconds(end)),
    };
  } finally {
    await aws.close();
    await store.close();
    restore();
  }
}

function add(sums: Counted, name: string, calls: number, billedUnits: number): void {
  const sum = sums[name] ?? { calls: 0, billedUnits: 0 };
  sums[name] = { calls: sum.calls + calls, billedUnits: sum.billedUnits + billedUnits };
}
