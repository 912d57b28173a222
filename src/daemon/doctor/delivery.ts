/**
 * Whether Bedrock could deliver its logs: the delivery metrics of the last day.
 * Source: Amazon Bedrock user guide, "Monitor model invocation".
 * @module
 */
import { GetMetricDataCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { ask } from '../../../collectors/aws/index.ts';
import { SECONDS_PER_DAY } from '../../domain/time.ts';
import { at, type CheckResult, type Finding, findingOf } from './check.ts';
import type { Probing } from './probes.ts';

const FAILURES = [
  'ModelInvocationLogsCloudWatchDeliveryFailure',
  'ModelInvocationLogsS3DeliveryFailure',
  'ModelInvocationLargeDataS3DeliveryFailure',
];
const CHECK = 'delivery';
const WITHOUT = 'lost log records would not be noticed';

/** Sums each failure metric that there is. */
export async function checkDelivery(probing: Probing): Promise<CheckResult> {
  const place = { account: probing.account, region: probing.clients.region };
  try {
    const metrics: Metric[] = [];
    for (const name of FAILURES) metrics.push(...(await listed(probing, name)));
    const sums = metrics.length === 0 ? new Map<string, number>() : await sumsOf(probing, metrics);
    return at(place, deliveryFinding(sums));
  } catch (error) {
    return at(place, findingOf(CHECK, error, WITHOUT));
  }
}

/** @param sums failures of the last day by name of the metric */
export function deliveryFinding(sums: ReadonlyMap<string, number>): Finding {
  const failing = [...sums].filter(([, sum]) => sum > 0);
  if (failing.length === 0)
    return { check: CHECK, status: 'ok', message: 'no delivery failed in the last day' };
  return {
    check: CHECK,
    status: 'fail',
    message: failing.map(([name, sum]) => `${sum} ${name} in the last day`).join(', '),
    degrades: 'these calls are in no log: they are seen by metrics only',
    mend: 'check that log group and bucket exist and that the role and bucket policy of the logging configuration let bedrock.amazonaws.com write',
  };
}

async function listed({ clients }: Probing, name: string): Promise<Metric[]> {
  const { Metrics = [] } = await ask({ action: 'cloudwatch:ListMetrics' }, () =>
    clients.cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock', MetricName: name })),
  );
  return Metrics;
}

async function sumsOf({ clients, now }: Probing, metrics: readonly Metric[]): Promise<Map<string, number>> {
  const { MetricDataResults = [] } = await ask({ action: 'cloudwatch:GetMetricData' }, () =>
    clients.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date((now - SECONDS_PER_DAY) * 1000),
        EndTime: new Date(now * 1000),
        MetricDataQueries: metrics.map((Metric, i) => ({
          Id: `m${i}`,
          MetricStat: { Metric, Period: 3600, Stat: 'Sum' },
        })),
      }),
    ),
  );
  const sums = new Map<string, number>();
  for (const { Id = '', Values = [] } of MetricDataResults) {
    const name = metrics[Number(Id.slice(1))]?.MetricName ?? Id;
    // Levels of dimensions repeat each other: the largest is the whole.
    const sum = Values.reduce((all, value) => all + value, 0);
    sums.set(name, Math.max(sums.get(name) ?? 0, sum));
  }
  return sums;
}
