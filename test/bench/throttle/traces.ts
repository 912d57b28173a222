/**
 * Made-up demand on one quota, tokens by the minute over weeks, for judging what is said of the time to come.
 * @module
 */
import { Random } from '../../aws-simulator/world/random.ts';

export const KINDS = ['steady', 'bursty', 'sparse', 'growing', 'weekly'] as const;
export type Kind = (typeof KINDS)[number];

export const MINUTES_OF_WEEK = 10_080;
const DAY = 1440;

export interface Trace {
  /** Tokens by minute; the first is that of a Monday, 00:00 UTC. */
  readonly demand: Float32Array;
  /** Tokens a minute: most of them are somewhere near what the trace takes at its highest. */
  readonly limit: number;
  /** How much more each week, in logarithms. */
  readonly growth: number;
}

interface Rhythm {
  /** Calls a minute at the usual time. */
  readonly calls: number;
  /** Standard deviation of the logarithm of a call's tokens. */
  readonly sizes: number;
  /** Bursts a day, and how many times the usual they take at the middle. */
  readonly bursts: number;
  readonly burst: number;
  readonly office: boolean;
  readonly growth: number;
  /** Straying of the level from day to day, and around it. */
  readonly walk: number;
  readonly daily: number;
}

function rhythmOf(random: Random, kind: Kind): Rhythm {
  const plain = {
    calls: random.lognormal(12, 0.8),
    sizes: 0.4 + 0.6 * random.unit(),
    ...{ bursts: 0, burst: 1, office: false, growth: 0 },
    walk: random.pick([0, 0, 0.02, 0.04]),
    daily: 0.03 + 0.12 * random.unit(),
  };
  switch (kind) {
    case 'steady':
      return { ...plain, growth: 0.01 * random.normal() };
    case 'bursty':
      return { ...plain, bursts: random.lognormal(1, 0.8), burst: 2 + 4 * random.unit() };
    case 'sparse':
      return { ...plain, calls: random.lognormal(0.01, 1), sizes: 0.6 + 0.8 * random.unit() };
    case 'growing':
      return { ...plain, growth: 0.02 + 0.1 * random.unit(), office: random.chance(0.5) };
    case 'weekly':
      return { ...plain, office: true, growth: 0.02 * random.normal() };
  }
}

const OFFICE = [1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 15, 16, 15, 15, 16, 16, 14, 11, 7, 4, 3, 2, 1, 1].map(
  (x) => x / 12,
);

/** Reproducible from its seed. @param weeks how many */
export function makeTrace(seed: string, kind: Kind, weeks: number): Trace {
  const random = new Random(`throttle trace ${seed} ${kind}`);
  const rhythm = rhythmOf(random, kind);
  const demand = minutesOf(random.split('demand'), rhythm, weeks);
  // A twin says where the top of such traffic lies: the limit must not be told by the trace's own past.
  const twin = minutesOf(random.split('twin'), { ...rhythm, growth: 0 }, 2);
  const top = twin.reduce((a, b) => Math.max(a, b), 1);
  const ahead = kind === 'growing' ? rhythm.growth * (6 + 14 * random.unit()) : 0;
  return { demand, limit: top * random.lognormal(1.1, 0.45) * Math.exp(ahead), growth: rhythm.growth };
}

function minutesOf(random: Random, rhythm: Rhythm, weeks: number): Float32Array {
  const demand = new Float32Array(weeks * MINUTES_OF_WEEK);
  const { calls, sizes, office, growth, walk, daily, bursts, burst } = rhythm;
  const weekend = office ? 0.1 + 0.3 * random.unit() : 0.9;
  let [strayed, ofDay, ofHour] = [0, 0, 0];
  let [burstUntil, burstBy] = [0, 1];
  for (let i = 0; i < demand.length; i += 1) {
    if (i % DAY === 0) {
      strayed += walk * random.normal();
      ofDay = daily * random.normal();
    }
    const hour = Math.floor(i / 60);
    if (i % 60 === 0) ofHour = 0.6 * ofHour + 0.08 * random.normal();
    if (bursts > 0 && i >= burstUntil && random.chance(bursts / DAY)) {
      burstUntil = i + 3 + random.int(40);
      burstBy = random.lognormal(burst, 0.35);
    }
    const shape = (office ? (OFFICE[hour % 24] ?? 1) : 1) * (Math.floor(hour / 24) % 7 >= 5 ? weekend : 1);
    const level = Math.exp(strayed + ofDay + ofHour + (growth * i) / MINUTES_OF_WEEK);
    const mean = calls * shape * level * (i < burstUntil ? burstBy : 1);
    const count = random.poisson(mean);
    if (count > 0) demand[i] = 1000 * callsOf(random, count, sizes);
  }
  return demand;
}

/** Sizes of so many calls, added up; of many, by what is usual for their sum. */
function callsOf(random: Random, count: number, sizes: number): number {
  if (count > 4) {
    const variance = Math.expm1(sizes ** 2) / count;
    return count * Math.exp(sizes ** 2 / 2) * random.lognormal(1, Math.sqrt(Math.log1p(variance)));
  }
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += random.lognormal(1, sizes);
  return sum;
}
