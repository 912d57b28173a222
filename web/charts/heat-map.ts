/**
 * The week as a grid of hours, coloured by how full a quota was. Plain data: the page draws it as a table.
 * @module
 */
import { THRESHOLDS } from '../../src/analysis/quota/state.ts';

/** 0 nothing, 1 to 3 below half, 4 watch, 5 warn, 6 critical; null: not covered by data. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | null;

export interface HeatCell {
  /** 0 to 23, UTC. */
  readonly hour: number;
  readonly share: number | null;
  readonly level: HeatLevel;
}

export interface HeatRow {
  readonly day: string;
  readonly cells: readonly HeatCell[];
}

export const HEAT_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** @param week shares by hour of the week, Monday 00:00 UTC first */
export function heatMap(week: readonly (number | null)[]): HeatRow[] {
  return HEAT_DAYS.map((day, d) => ({
    day,
    cells: Array.from({ length: 24 }, (_, hour) => {
      const share = week[d * 24 + hour] ?? null;
      return { hour, share, level: levelOf(share) };
    }),
  }));
}

/** The bounds of the states, and two more below them. */
const BOUNDS = [0.1, 0.25, THRESHOLDS.watch, THRESHOLDS.warn, THRESHOLDS.critical] as const;

export function levelOf(share: number | null): HeatLevel {
  if (share === null) return null;
  if (share <= 0) return 0;
  return (1 + BOUNDS.filter((bound) => share >= bound).length) as HeatLevel;
}

/** What the levels from 1 on stand for. */
export const HEAT_LEGEND = [
  'under 10 %',
  '10 to 25 %',
  '25 to 50 %',
  '50 to 80 %',
  '80 to 95 %',
  '95 % and more',
];
