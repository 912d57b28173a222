/**
 * Unusual spend: surges and slow rises of every scope, newcomers, merged to incidents. Pure.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { driftsOf } from './drift.ts';
import { UsualBursts } from './explained.ts';
import { type Incident, incidentOf } from './incident.ts';
import { mergeIncidents } from './merge.ts';
import { type NewcomerDimension, type NewcomerHour, newcomersOf } from './newcomers.ts';
import { type DetectOptions, NANO, type ScopeDimension, type SpendSeries } from './series.ts';
import { type JudgedHour, judgeHours, surgesOf } from './surge.ts';

/** Scopes that callers are in. */
const BROAD: ReadonlySet<ScopeDimension> = new Set(['total', 'account', 'region', 'model']);

export interface DetectInput {
  readonly series: readonly SpendSeries[];
  readonly newcomers: readonly {
    readonly dimension: NewcomerDimension;
    readonly rows: readonly NewcomerHour[];
  }[];
  /** First hour of the data. */
  readonly start: EpochHour;
  /** Behind the last hour whose data are all in: later ones are not judged. */
  readonly completeTo: EpochHour;
  readonly options: DetectOptions;
}

/** Incidents over the whole of the data, dearest first. What was known at an hour depends on earlier hours alone. */
export function detectIncidents(input: DetectInput): Incident[] {
  const { series, newcomers, start, completeTo, options } = input;
  // Callers first: what is usual for one of them explains a burst of the scopes it is in.
  const bursts = new UsualBursts();
  const found = series
    .toSorted((a, b) => Number(isBroad(a)) - Number(isBroad(b)))
    .flatMap((one) => incidentsOfSeries(one, completeTo, options, bursts));
  const fresh = newcomers.flatMap(({ dimension, rows }) =>
    newcomersOf(dimension, rows, start, completeTo, options),
  );
  return mergeIncidents([...found, ...fresh]);
}

/**
 * Surges and slow rises of one scope.
 * @param bursts of callers: one adds to them, a broader scope is judged by them
 */
export function incidentsOfSeries(
  series: SpendSeries,
  completeTo: EpochHour,
  options: DetectOptions,
  bursts = new UsualBursts(),
): Incident[] {
  const known = { ...series, cost: series.cost.subarray(0, Math.max(0, completeTo - series.start)) };
  // A scope that costs less in weeks than an hour must be over cannot be out.
  if (sum(known.cost) < options.floorUsd * NANO) return [];
  const hours = judgeHours(known, options);
  if (series.scope.dimension === 'principal') bursts.add(known.start, hours);
  const surges = surgesOf(known.start, isBroad(series) ? bursts.takenFrom(known.start, hours) : hours);
  const drifts = driftsOf(known, surges, options);
  return [
    ...surges.map((surge) => incidentOf('surge', series.scope, surge, completeTo)),
    ...drifts.map((drift) => incidentOf('drift', series.scope, drift, completeTo)),
  ];
}

const isBroad = ({ scope }: SpendSeries): boolean => BROAD.has(scope.dimension);

/** Every hour of one scope with its band. */
export function bandOf(series: SpendSeries, completeTo: EpochHour, options: DetectOptions): JudgedHour[] {
  return judgeHours(
    { ...series, cost: series.cost.subarray(0, Math.max(0, completeTo - series.start)) },
    options,
  );
}

const sum = (cost: Float64Array): number => cost.reduce((all, x) => all + (x || 0), 0);
