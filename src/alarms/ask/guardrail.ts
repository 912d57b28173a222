/**
 * How often guardrails step in, the last hour that there is and the week before, as CloudWatch counts it.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { MetricData } from '../../domain/metric.ts';
import { epochSeconds, SECONDS_PER_DAY, SECONDS_PER_HOUR, type TimeRange } from '../../domain/time.ts';
import type { GuardrailInput, GuardrailSeries } from '../rules/guardrail.ts';
import { blindPlaces } from './fresh.ts';
import type { Memo } from './task.ts';

/** These metrics are read once an hour: two hours hold the newest complete one. */
const LOOK_BACK = 2 * SECONDS_PER_HOUR;
const RECENT = SECONDS_PER_HOUR;
const USUAL_DAYS = 7;
/** Texts before anything is called usual. */
const LEAST_ASSESSED = 200;

type Counts = { assessed: number; intervened: number };
const METRICS = { Invocations: 'assessed', InvocationsIntervened: 'intervened' } as const;

export async function guardrailInput({ store, now }: AnswerContext, memo: Memo): Promise<GuardrailInput> {
  const recent = { from: epochSeconds(now - LOOK_BACK), to: now };
  const ask = (range: TimeRange) =>
    store.metrics({ range, namespace: 'AWS/Bedrock/Guardrails', metrics: Object.keys(METRICS) });
  const [data, usual, sources] = await Promise.all([
    ask(recent),
    memo.hourly('usual guardrails', now, async () =>
      countsOf(
        await ask({ from: epochSeconds(recent.from - USUAL_DAYS * SECONDS_PER_DAY), to: recent.from }),
      ),
    ),
    store.sources(),
  ]);
  return { series: lastHours(data, usual), blind: blindPlaces(sources, now, LOOK_BACK) };
}

/** The level of one version of a guardrail; others count the same calls again. */
function keyOf({ series: { account, region, statistic, dimensions } }: MetricData): string | null {
  const { GuardrailArn: arn, GuardrailVersion: version } = dimensions;
  if (statistic !== 'Sum' || arn === undefined || version === undefined) return null;
  return Object.keys(dimensions).length > 2 ? null : JSON.stringify([account, region, arn, version]);
}

function countsOf(data: readonly MetricData[], since?: ReadonlyMap<string, number>): Map<string, Counts> {
  const all = new Map<string, Counts>();
  for (const one of data) {
    const { metric } = one.series;
    const key = keyOf(one);
    const count = Object.hasOwn(METRICS, metric) ? METRICS[metric as keyof typeof METRICS] : undefined;
    if (key === null || count === undefined) continue;
    const sums = all.get(key) ?? { assessed: 0, intervened: 0 };
    const from = since?.get(key) ?? Number.NEGATIVE_INFINITY;
    for (const { at, value } of one.points) if (at >= from) sums[count] += value;
    all.set(key, sums);
  }
  return all;
}

/** Pure: the last hour that there is of each version, beside its usual share. */
export function lastHours(
  data: readonly MetricData[],
  usual: ReadonlyMap<string, Counts>,
): GuardrailSeries[] {
  const ends = new Map<string, number>();
  for (const one of data) {
    const [key, end] = [keyOf(one), one.points.at(-1)];
    if (key !== null && end !== undefined) ends.set(key, Math.max(ends.get(key) ?? 0, end.at + end.period));
  }
  const since = new Map([...ends].map(([key, end]) => [key, end - RECENT]));
  return [...countsOf(data, since)].flatMap(([key, counts]): GuardrailSeries[] => {
    const end = ends.get(key);
    if (end === undefined) return [];
    const [account = '', region = '', arn = '', version = ''] = JSON.parse(key) as string[];
    const before = usual.get(key);
    const known = before !== undefined && before.assessed >= LEAST_ASSESSED;
    return [
      {
        ...{ account, region, arn, version, ...counts },
        since: epochSeconds(end - RECENT),
        until: epochSeconds(end),
        usualShare: known ? before.intervened / before.assessed : null,
      },
    ];
  });
}
