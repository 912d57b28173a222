/**
 * Statistics over the data points of a period (CloudWatch User Guide, "CloudWatch statistics definitions").
 * @module
 */
import { invalid } from '../wire/aws-error.ts';

type Statistic = (values: readonly number[]) => number;

const sum: Statistic = (values) => values.reduce((total, value) => total + value, 0);

const PLAIN: Readonly<Record<string, Statistic>> = {
  SampleCount: (values) => values.length,
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
};

/** By its name, or `p99`, `p99.9`. @throws Refused for any other */
export function statisticOf(name: string): Statistic {
  const plain = PLAIN[name];
  if (plain) return plain;
  const percent = Number(/^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) throw invalid(`The value ${name} for parameter Stat is not supported.`);
  return (values) => percentile(values, percent);
}

/** The value at the rank, as CloudWatch takes it from a full set of samples. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? 0;
}
