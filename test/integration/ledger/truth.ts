/**
 * What the store should hold, told by the simulator: its world, its series and its own lists. No code of the product.
 * @module
 */

import { asPublished } from '../../aws-simulator/server/cloudwatch/cache-names.ts';
import { statisticOf } from '../../aws-simulator/server/cloudwatch/statistics.ts';
import { billOf } from '../../aws-simulator/server/cost-explorer/bill-day.ts';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { appliedValue, REQUESTS } from '../../aws-simulator/server/service-quotas/applied.ts';
import { QUOTAS } from '../../aws-simulator/server/service-quotas/table.ts';
import type { Call, Range, Source } from '../../aws-simulator/world/index.ts';

/** Seconds since the epoch. */
export type Span = Range;
/** Text that names a thing -> text that says all about it. */
export type Book = Map<string, string>;

const HOUR = 3600;

/** The calls whose records were delivered somewhere, by request id. */
export function callsIn(aws: RunningSimulator, places: readonly Source[], span: Span): Book {
  const book: Book = new Map();
  for (const call of loggedCalls(aws, places, span)) {
    const { input, output, cacheRead, cacheWrite } = call.tokens;
    const tokens = [input, output, cacheRead, cacheWrite].join(' ');
    const failed = call.outcome.kind === 'failed' ? call.outcome.errorCode : 'none';
    book.set(
      `${call.source.account} ${call.source.region} ${call.requestId}`,
      [call.at, call.modelId, call.identity.principal, tokens, failed].join(' '),
    );
  }
  return book;
}

/** The same added up by hour, place, id as called and principal. */
export function usageIn(aws: RunningSimulator, places: readonly Source[], span: Span): Book {
  const groups = Map.groupBy(loggedCalls(aws, places, span), (call) =>
    [
      new Date(call.at * 1000).toISOString().slice(0, 13),
      ...[call.source.account, call.source.region, call.modelId, call.identity.principal],
    ].join(' '),
  );
  const sum = (calls: readonly Call[], of: (call: Call) => number) =>
    calls.reduce((total, call) => total + of(call), 0);
  return new Map(
    [...groups].map(([key, calls]) => {
      const failed = sum(calls, ({ outcome }) => (outcome.kind === 'failed' ? 1 : 0));
      const tokens = (['input', 'output', 'cacheRead', 'cacheWrite'] as const).map((kind) =>
        sum(calls, (call) => call.tokens[kind]),
      );
      return [key, [calls.length - failed, failed, ...tokens].join(' ')];
    }),
  );
}

function* loggedCalls(aws: RunningSimulator, places: readonly Source[], span: Span): Generator<Call> {
  for (const source of places) {
    for (const hour of aws.world.hours(span)) {
      for (const call of aws.deliveries.of(hour, source, () => true)) {
        if (call.at >= span.from && call.at < span.to) yield call;
      }
    }
  }
}

const LATENCIES = /(?:Latency|TimeToFirstToken|TotalTime)$/;
/** Levels, not flows: nobody may add them up. */
const LEVELS = /PendingProcessing$/;

/**
 * Series that CloudWatch has and that nothing here asks for, each with its namespace: every metric asked for costs
 * money. Deliveries that went well, and figures of guardrails and agents that no page shows.
 */
export const NOT_READ: ReadonlySet<string> = new Set([
  'AWS/Bedrock ModelInvocationLogsCloudWatchDeliverySuccess',
  'AWS/Bedrock ModelInvocationLogsS3DeliverySuccess',
  'AWS/Bedrock/Agents TTFT',
  'AWS/Bedrock/Agents ModelLatency',
  'AWS/Bedrock/Agents ModelInvocationClientErrors',
  'AWS/Bedrock/Agents ModelInvocationServerErrors',
  'AWS/Bedrock/Agents ModelInvocationThrottles',
  'AWS/Bedrock/Guardrails InvocationLatency',
  'AWS/Bedrock/Guardrails FindingCounts',
  'AWS/Bedrock/Guardrails TotalFindings',
  'AWS/Bedrock-AgentCore Sessions',
]);

/** Counts are summed, latencies have their average and their 95th percentile, levels their highest. */
const statisticsOf = (metric: string): readonly string[] =>
  LATENCIES.test(metric) ? ['Average', 'p95'] : LEVELS.test(metric) ? ['Maximum'] : ['Sum'];

/** Every minute of every series that is worth its price, once everything has arrived. */
export function minutesIn(aws: RunningSimulator, places: readonly Source[], span: Span): Book {
  const book: Book = new Map();
  for (const source of places) {
    const { account, region } = source;
    for (const hour of aws.world.hours(span)) {
      for (const { id, data } of aws.metrics.hour(source, hour).values()) {
        const { namespace, metric, dimensions } = asPublished(id, aws.cacheMetricNames(account));
        if (NOT_READ.has(`${namespace} ${metric}`)) continue;
        const named = dimensions.map((one) => one.join('=')).sort();
        const own = data.filter(({ at }) => at >= span.from && at < span.to);
        for (const [minute, values] of Map.groupBy(own, ({ at }) => at - (at % 60))) {
          for (const statistic of statisticsOf(metric)) {
            const value = statisticOf(statistic)(values.map((datum) => datum.value));
            book.set(
              [account, region, namespace, metric, statistic, ...named, minute].join(' '),
              value.toPrecision(12),
            );
          }
        }
      }
    }
  }
  return book;
}

/** Quotas as they hold, their defaults, and what has been asked for. */
export function quotasIn(places: readonly Source[]): Book {
  const book: Book = new Map();
  for (const { account, region } of places) {
    for (const { code, name, value, adjustable } of QUOTAS) {
      const normal = value[region.startsWith('us-') ? 0 : 1];
      const said = (amount: number) => [amount, name, adjustable].join(' ');
      book.set(`${account} ${region} quota-default ${code}`, said(normal));
      // What is provisioned for a whole account has no applied value until somebody asks for one.
      if (name.startsWith('Model units')) continue;
      const applied = appliedValue(account, region, code) ?? normal;
      book.set(`${account} ${region} quota-applied ${code}`, said(applied));
    }
    for (const request of REQUESTS) {
      if (request.account !== account || request.region !== region) continue;
      const { code, desired, status } = request;
      book.set(`${account} ${region} quota-request ${code}`, `${desired} ${status}`);
    }
  }
  return book;
}

interface Listing {
  readonly kind: string;
  readonly path: string;
  readonly member: string;
  readonly id: string;
}

const LISTINGS: readonly Listing[] = [
  { kind: 'foundation-model', path: '/foundation-models', member: 'modelSummaries', id: 'modelId' },
  ...['SYSTEM_DEFINED', 'APPLICATION'].map((type) => ({
    kind: 'inference-profile',
    path: `/inference-profiles?type=${type}`,
    member: 'inferenceProfileSummaries',
    id: 'inferenceProfileId',
  })),
  {
    kind: 'provisioned-model',
    path: '/provisioned-model-throughputs',
    member: 'provisionedModelSummaries',
    id: 'provisionedModelArn',
  },
  { kind: 'custom-model', path: '/custom-models', member: 'modelSummaries', id: 'modelArn' },
  {
    kind: 'custom-model-deployment',
    path: '/model-customization/custom-model-deployments',
    member: 'modelDeploymentSummaries',
    id: 'customModelDeploymentArn',
  },
  { kind: 'imported-model', path: '/imported-models', member: 'modelSummaries', id: 'modelArn' },
  { kind: 'prompt-router', path: '/prompt-routers', member: 'promptRouterSummaries', id: 'promptRouterArn' },
  { kind: 'invocation-job', path: '/model-invocation-jobs', member: 'invocationJobSummaries', id: 'jobArn' },
];

/** What Bedrock lists, asked for without any SDK. */
export async function inventoryIn(aws: RunningSimulator, places: readonly Source[]): Promise<Book> {
  const book: Book = new Map();
  for (const { account, region } of places) {
    for (const { kind, path, member, id } of LISTINGS) {
      for (const item of await allOf(aws, { account, region }, path, member)) {
        const status = item.status ?? item.modelStatus ?? lifecycle(item) ?? null;
        book.set(`${account} ${region} ${kind} ${item[id]}`, String(status));
      }
    }
  }
  return book;
}

const lifecycle = ({ modelLifecycle }: Record<string, unknown>): unknown =>
  typeof modelLifecycle === 'object' && modelLifecycle !== null && 'status' in modelLifecycle
    ? modelLifecycle.status
    : undefined;

async function allOf(
  aws: RunningSimulator,
  { account, region }: Pick<Source, 'account' | 'region'>,
  path: string,
  member: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const scope = `AKIA${account}SIMU/20261120/${region}/bedrock/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
  let token: unknown;
  do {
    const next =
      token === undefined
        ? ''
        : `${path.includes('?') ? '&' : '?'}nextToken=${encodeURIComponent(String(token))}`;
    const answer = await fetch(`${aws.url}${path}${next}`, {
      headers: { authorization, 'x-amz-date': '20261120T120000Z' },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    const page = (await answer.json()) as Record<string, unknown>;
    items.push(...(page[member] as Record<string, unknown>[]));
    token = page.nextToken;
  } while (token !== undefined);
  return items;
}

const DAY = 24 * HOUR;

/** What AWS charged for Bedrock on UTC days before today, as far as it is known now. */
export function billIn(aws: RunningSimulator, accounts: readonly string[], span: Span): Book {
  const book: Book = new Map();
  const now = Math.floor(aws.clock.now() / 1000);
  for (const account of accounts) {
    for (let day = span.from - (span.from % DAY); day < Math.min(span.to, now - (now % DAY)); day += DAY) {
      for (const line of billOf(aws, account, day, now)) {
        if (line.recordType !== 'Usage' || !line.service.includes('Bedrock')) continue;
        const date = new Date(day * 1000).toISOString().slice(0, 10);
        const key = [account, date, line.service, line.usageType].join(' ');
        // Nano-dollars, rounded half up.
        book.set(key, [Number(line.quantityMicro) / 1e6, (line.pico + 500n) / 1000n].join(' '));
      }
    }
  }
  return book;
}
