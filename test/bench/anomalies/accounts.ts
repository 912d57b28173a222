/**
 * Made-up accounts for judging detectors: callers with a weekly shape, growth, noise and gaps, and one known anomaly.
 * @module
 */
import type { Scope, SpendSeries } from '../../../src/analysis/anomaly/spend/series.ts';
import { NANO } from '../../../src/analysis/anomaly/spend/series.ts';
import type { EpochHour } from '../../../src/domain/time.ts';
import { Random } from '../../aws-simulator/world/random.ts';

export const WEEKS = 9;
/** Everything before is history. */
export const JUDGED_FROM_WEEK = 5;
/** A Monday, 00:00 UTC: 2026-08-31. */
export const START = 496_728 as EpochHour;
const DAY = 24;
const WEEK = 7 * DAY;
export const HOURS = WEEKS * WEEK;

export type AnomalyType = 'spike' | 'level shift' | 'slow leak';
/** Extra spend an hour, in the account's mean spend an hour. A leak gets there in two weeks. */
export const SIZES = { small: 0.5, medium: 1.5, large: 5 } as const;
export type Size = keyof typeof SIZES;

export interface Planted {
  readonly type: AnomalyType;
  readonly size: Size;
  /** Hours since the start; `to` behind the last. */
  readonly from: number;
  readonly to: number;
}

export interface Account {
  readonly series: readonly SpendSeries[];
  readonly total: SpendSeries;
  readonly planted: Planted | null;
}

const OFFICE = [1, 1, 1, 0, 0, 0, 0, 0, 1, 3, 7, 12, 16, 17, 15, 14, 16, 17, 15, 10, 5, 2, 1, 1];
const PUBLIC = [10, 9, 7, 5, 4, 4, 4, 5, 6, 7, 8, 9, 11, 12, 13, 13, 13, 13, 13, 13, 13, 13, 12, 11];
const NIGHT = [0, 0, 40, 60, 50, 20, 1, ...Array<number>(17).fill(0)];
interface Rhythm {
  readonly shape: readonly number[];
  /** Load of a weekend day, a weekday being 1. */
  readonly weekend: number;
  /** Share of hours with any spend; 0: all. */
  readonly sparse: number;
}

const RHYTHMS: readonly [Rhythm, ...Rhythm[]] = [
  { shape: OFFICE, weekend: 0.08, sparse: 0 },
  { shape: OFFICE, weekend: 0.3, sparse: 0 },
  { shape: PUBLIC, weekend: 0.8, sparse: 0 },
  { shape: NIGHT, weekend: 1, sparse: 0 },
  { shape: Array<number>(DAY).fill(1), weekend: 1, sparse: 0 },
  // A few hours a week, at any time.
  { shape: Array<number>(DAY).fill(1), weekend: 1, sparse: 0.05 },
];

/** One account: six to twelve callers of four models, one of them an agent. Reproducible from its seed. */
export function makeAccount(seed: string, anomaly: { type: AnomalyType; size: Size } | null): Account {
  const random = new Random(`anomaly account ${seed}`);
  const usdPerHour = random.lognormal(12, 1.2);
  const count = 6 + random.int(7);
  const weights = Array.from({ length: count }, () => random.lognormal(1, 1));
  const whole = weights.reduce((sum, x) => sum + x, 0);
  const callers = weights.map((weight, i) =>
    callerCosts(random.split(`caller ${i}`), (usdPerHour * weight) / whole),
  );
  const planted = anomaly === null ? null : plant(random.split('anomaly'), anomaly);
  const victim = random.int(count);
  if (planted !== null) {
    const mean = usdPerHour;
    const costs = callers[victim] ?? [];
    const noise = random.split('anomaly noise');
    for (let hour = planted.from; hour < planted.to; hour += 1) {
      const grown = planted.type === 'slow leak' ? Math.min(1, (hour - planted.from) / (14 * DAY)) : 1;
      costs[hour] = (costs[hour] ?? 0) + mean * SIZES[planted.size] * grown * noise.lognormal(1, 0.15);
    }
  }
  const models = callers.map((_, i) => `model-${i % 4}`);
  const sumOf = (which: readonly number[]): number[] =>
    Array.from({ length: HOURS }, (_, hour) => which.reduce((sum, i) => sum + (callers[i]?.[hour] ?? 0), 0));
  const all = callers.map((_, i) => i);
  const total = seriesOf({ dimension: 'total', value: null }, sumOf(all));
  const series = [
    total,
    ...[...new Set(models)].map((model) =>
      seriesOf({ dimension: 'model', value: model }, sumOf(all.filter((i) => models[i] === model))),
    ),
    ...callers.map((costs, i) => seriesOf({ dimension: 'principal', value: `role-${i}` }, costs)),
    seriesOf({ dimension: 'agent', value: 'AGENT00001' }, callers[0] ?? []),
  ];
  return { series, total, planted };
}

function callerCosts(random: Random, usdPerHour: number): number[] {
  const { shape, weekend, sparse } = random.pick(RHYTHMS);
  const weekly = shape.reduce((sum, x) => sum + x, 0) * (5 + 2 * weekend);
  const growth = random.lognormal(1.02, 0.03);
  const [daily, hourly] = [0.05 + 0.1 * random.unit(), 0.1 + 0.25 * random.unit()];
  let ofDay = 1;
  return Array.from({ length: HOURS }, (_, hour) => {
    if (hour % DAY === 0) ofDay = random.lognormal(1, daily);
    const day = Math.floor(hour / DAY) % 7;
    const load = (shape[hour % DAY] ?? 0) * (day >= 5 ? weekend : 1) * (WEEK / weekly);
    const level = usdPerHour * growth ** (hour / WEEK - WEEKS + 2) * load * ofDay;
    const noise = random.lognormal(1, hourly);
    if (sparse === 0) return level * noise;
    return random.chance(sparse) ? (level / sparse) * random.lognormal(1, 0.6) : 0;
  });
}

/** Somewhere in the judged weeks, so early that two weeks of it are seen. */
function plant(random: Random, { type, size }: { type: AnomalyType; size: Size }): Planted {
  const from = JUDGED_FROM_WEEK * WEEK + random.int(2 * WEEK);
  const to = type === 'spike' ? from + 1 + random.int(6) : HOURS;
  return { type, size, from, to };
}

function seriesOf(scope: Scope, usd: readonly number[]): SpendSeries {
  return { scope, start: START, cost: Float64Array.from(usd, (x) => Math.round(x * NANO)) };
}
