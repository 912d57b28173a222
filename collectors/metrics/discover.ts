/**
 * Which series there are. A series that is asked for with other dimensions than it has gives nothing and no error, so
 * that only listed ones are asked for. Source: CloudWatch API reference, `ListMetrics`.
 * @module
 */
import { ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import type { MetricSeries } from '../../src/domain/metric.ts';
import { type Doing, listAll } from '../aws/index.ts';
import { CATALOG, choiceFor, type NamespaceChoice } from './catalog.ts';
import type { MetricsOptions } from './options.ts';
import type { Memory, Pass } from './position.ts';

const LIST: Doing = { action: 'cloudwatch:ListMetrics' };

export interface Discovery {
  /** Series that the pass reads, in the order of the catalogue. */
  readonly series: readonly MetricSeries[];
  /** Namespaces that list series at all. */
  readonly there: readonly string[];
  /** Those whose series have data of the last three hours. */
  readonly active: readonly string[];
  /** Namespaces that list none although they must: what is in them cannot be read now. */
  readonly silent: readonly string[];
}

/** Lists what a pass reads. @param memory what was listed before: a listing may be empty by mistake */
export async function discover(
  options: MetricsOptions,
  pass: Pass,
  memory: Memory,
  signal: AbortSignal,
): Promise<Discovery> {
  const series: MetricSeries[] = [];
  const [there, active, silent]: [string[], string[], string[]] = [[], [], []];
  const list = (namespace: string, lately: boolean) => listNamespace(options, namespace, lately, signal);
  for (const choice of CATALOG) {
    const { namespace } = choice;
    if (pass === 'live' && !choice.metrics.some(({ live }) => live)) continue;
    const lately = pass !== 'sweep';
    let metrics = await list(namespace, lately);
    // Two mistakes in a row are rare, and a listing costs a thousandth of a cent.
    const odd = metrics.length === 0 && (!lately || memory.wasThere(namespace));
    if (odd) metrics = await list(namespace, lately);
    for (const metric of metrics) series.push(...seriesOf(options, choice, metric, pass));
    if (metrics.length > 0) {
      there.push(namespace);
      if (lately) active.push(namespace);
    } else if (odd && memory.mustBeListed(namespace)) {
      // Idle for three hours, or a listing that forgets: that of two weeks tells.
      if (!lately || (await list(namespace, false)).length === 0) silent.push(namespace);
    }
  }
  return { series, there, active, silent };
}

function listNamespace(
  { client }: MetricsOptions,
  namespace: string,
  active: boolean,
  signal: AbortSignal,
): Promise<Metric[]> {
  return listAll(
    LIST,
    (NextToken) =>
      client.send(
        new ListMetricsCommand({
          Namespace: namespace,
          // Three hours: what has been idle for longer waits for the daily sweep, and costs nothing until then.
          ...(active ? { RecentlyActive: 'PT3H' } : {}),
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
        { abortSignal: signal },
      ),
    (page) => page.NextToken,
    (page) => page.Metrics,
  );
}

function seriesOf(
  { account, region }: MetricsOptions,
  namespace: NamespaceChoice,
  { MetricName, Dimensions = [] }: Metric,
  pass: Pass,
): MetricSeries[] {
  const choice = MetricName === undefined ? undefined : choiceFor(namespace, MetricName);
  if (MetricName === undefined || choice === undefined || (pass === 'live' && !choice.live)) return [];
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  return choice.statistics.map((statistic) => ({
    account,
    region,
    namespace: namespace.namespace,
    metric: MetricName,
    dimensions,
    statistic,
  }));
}
