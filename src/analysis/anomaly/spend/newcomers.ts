/**
 * Models, principals and Regions that were never seen before: they have no baseline, so being new is the finding.
 * @module
 */
import { OTHER_LABEL } from '../../../domain/dimension.ts';
import type { EpochHour } from '../../../domain/time.ts';
import { type Incident, type IncidentKind, incidentOf } from './incident.ts';
import { type DetectOptions, NANO } from './series.ts';

export type NewcomerDimension = 'model' | 'principal' | 'region';

/** Usage of one value in one hour. */
export interface NewcomerHour {
  readonly value: string | null;
  readonly hour: EpochHour;
  /** Nano-dollars of what has a price. */
  readonly cost: number;
  readonly unpricedTokens: number;
}

const KINDS = {
  model: 'new-model',
  principal: 'new-principal',
  region: 'new-region',
} as const satisfies Record<NewcomerDimension, IncidentKind>;

/** Dollar floors that the first day must reach to be told: people come and go, Regions do not. */
const FLOORS: Readonly<Record<NewcomerDimension, number>> = { model: 1, principal: 5, region: 0.1 };
/** Unpriced tokens that are told whatever the floor. */
const UNPRICED_TOKENS = 10_000;
/** History without the value that makes it new. */
const KNOWN_HOURS = 7 * 24;
const FIRST_DAY = 24;

/**
 * Values whose first use lies at least a week behind the start of the data.
 * @param start first hour of the data
 * @param completeTo behind the last complete hour
 */
export function newcomersOf(
  dimension: NewcomerDimension,
  rows: readonly NewcomerHour[],
  start: EpochHour,
  completeTo: EpochHour,
  options: DetectOptions,
): Incident[] {
  const byValue = new Map<string, NewcomerHour[]>();
  for (const row of rows) {
    if (row.value === null || row.value === OTHER_LABEL || row.hour >= completeTo) continue;
    const hours = byValue.get(row.value) ?? [];
    hours.push(row);
    byValue.set(row.value, hours);
  }
  return [...byValue].flatMap(([value, hours]) => {
    const from = Math.min(...hours.map(({ hour }) => hour)) as EpochHour;
    if (from < start + KNOWN_HOURS) return [];
    const firstDay = hours.filter(({ hour }) => hour < from + FIRST_DAY).sort((a, b) => a.hour - b.hour);
    let [cost, tokens] = [0, 0];
    let knownAt: EpochHour | undefined;
    for (const row of firstDay) {
      cost += row.cost;
      tokens += row.unpricedTokens;
      const told = cost >= FLOORS[dimension] * options.floorUsd * NANO || tokens >= UNPRICED_TOKENS;
      if (told) knownAt ??= (row.hour + 1) as EpochHour;
    }
    if (knownAt === undefined) return [];
    const to = ((firstDay.at(-1)?.hour ?? from) + 1) as EpochHour;
    const sums = { from, to, knownAt, observed: cost, expected: 0, upper: 0, tail: 1e-4 };
    return [incidentOf(KINDS[dimension], { dimension, value }, sums, completeTo, tokens)];
  });
}
