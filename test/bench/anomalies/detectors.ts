/**
 * The detectors that are compared: ours, three sigmas over seven days, and a daily one that answers a day later.
 * @module
 */
import { detectIncidents } from '../../../src/analysis/anomaly/spend/detect.ts';
import {
  DEFAULT_OPTIONS,
  type DetectOptions,
  NANO,
  type SpendSeries,
} from '../../../src/analysis/anomaly/spend/series.ts';
import type { EpochHour } from '../../../src/domain/time.ts';
import { type Account, HOURS, START } from './accounts.ts';

/** One thing told to a person; hours since the start. */
export interface Told {
  readonly from: number;
  readonly to: number;
  /** When it could be told. */
  readonly at: number;
}

export interface Detector {
  readonly name: string;
  readonly detect: (account: Account) => Told[];
}

const DAY = 24;
const WEEK = 7 * DAY;

export const ours = (options: DetectOptions = DEFAULT_OPTIONS): Detector => ({
  name: 'bedrock-meter',
  detect: ({ series }) =>
    detectIncidents({
      ...{ series, newcomers: [], start: START, completeTo: (START + HOURS) as EpochHour, options },
    }).map(({ from, to, knownAt }) => ({ from: from - START, to: to - START, at: knownAt - START })),
});

/** Every scope, hour by hour, against mean and standard deviation of the seven days before; the same dollar floor. */
export const threeSigma: Detector = {
  name: '3 sigma on 7 days',
  detect: ({ series }) => joined(series.flatMap(sigmaHours)),
};

function sigmaHours({ cost }: SpendSeries): Told[] {
  const told: Told[] = [];
  let [sum, squares] = [0, 0];
  for (let hour = 0; hour < cost.length; hour += 1) {
    const usd = (cost[hour] ?? 0) / NANO;
    if (hour >= WEEK) {
      const mean = sum / WEEK;
      const sigma = Math.sqrt(Math.max(0, squares / WEEK - mean * mean));
      if (usd > mean + 3 * sigma && usd > mean + DEFAULT_OPTIONS.floorUsd) {
        told.push({ from: hour, to: hour + 1, at: hour + 1 });
      }
      const leaving = (cost[hour - WEEK] ?? 0) / NANO;
      sum -= leaving;
      squares -= leaving * leaving;
    }
    sum += usd;
    squares += usd * usd;
  }
  return told;
}

/** The account's days against mean and standard deviation of the 28 days before; known a day after the day's end. */
export const daily: Detector = {
  name: 'daily, a day late',
  detect: ({ total }) => {
    const days = Array.from({ length: HOURS / DAY }, (_, day) =>
      total.cost.subarray(day * DAY, (day + 1) * DAY).reduce((sum, x) => sum + x / NANO, 0),
    );
    return joined(
      days.flatMap((usd, day) => {
        const before = days.slice(Math.max(0, day - 28), day);
        if (before.length < 28) return [];
        const mean = before.reduce((sum, x) => sum + x, 0) / before.length;
        const sigma = Math.sqrt(before.reduce((sum, x) => sum + (x - mean) ** 2, 0) / before.length);
        if (usd <= mean + 3 * sigma || usd <= mean + DAY * DEFAULT_OPTIONS.floorUsd) return [];
        return [{ from: day * DAY, to: (day + 1) * DAY, at: (day + 2) * DAY }];
      }),
    );
  },
};

/** Hours of any scope that touch, or lie at most two apart, are told once. */
function joined(hours: readonly Told[]): Told[] {
  const all: Told[] = [];
  for (const one of hours.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && one.from <= last.to + 2) all[all.length - 1] = { ...last, to: Math.max(last.to, one.to) };
    else all.push(one);
  }
  return all;
}
