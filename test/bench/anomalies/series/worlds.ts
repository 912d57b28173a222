/**
 * Made-up metrics of many kinds, as monitoring systems export them: each has a step, a rhythm and its own noise.
 * @module
 */
import type { Random } from '../../../aws-simulator/world/random.ts';

const HOUR = 3_600;
export const DAY = 24 * HOUR;
/** A Monday, 00:00 UTC: 2026-08-31. */
export const MONDAY = 496_728 * HOUR;

export interface World {
  readonly name: string;
  /** Seconds between rows. */
  readonly step: number;
  readonly days: number;
  /** Values do not fall below; what an outage leaves. */
  readonly least: number;
  /** Days differ from weekends, or hours from nights, so much that a value may be wrong for its time alone. */
  readonly rhythm: boolean;
  /** Whether equal values in a row are unusual in it. */
  readonly changing: boolean;
  readonly make: (random: Random, at: readonly number[]) => number[];
}

const hourOf = (at: number): number => (at % DAY) / HOUR;
const dayOf = (at: number): number => Math.floor((at - MONDAY) / DAY) % 7;
/** 0 at four in the morning, 1 at four in the afternoon. */
const daylight = (at: number): number => 0.5 - 0.5 * Math.cos(((hourOf(at) - 4) / 12) * Math.PI);
const weekend = (at: number): boolean => dayOf(at) >= 5;

/** Noise that remembers: a first-order autoregression of unit variance. */
function wandering(random: Random, memory: number): () => number {
  let state = random.normal();
  return () => {
    state = memory * state + Math.sqrt(1 - memory * memory) * random.normal();
    return state;
  };
}

export const WORLDS: readonly World[] = [
  {
    ...{ name: 'CPU, flat', step: 300, days: 14, least: 0, rhythm: false, changing: true },
    make: (random, at) => {
      const level = random.lognormal(40, 0.4);
      const noise = level * (0.02 + 0.08 * random.unit());
      return at.map(() => level + noise * random.normal() + (random.chance(0.004) ? 3 * noise : 0));
    },
  },
  {
    ...{ name: 'CPU, jobs', step: 300, days: 14, least: 0, rhythm: false, changing: true },
    make: (random, at) => {
      const start = random.int(24);
      return at.map((t) => {
        const job = Math.floor(hourOf(t)) === start ? 35 : 0;
        const burst = random.chance(0.01) ? random.lognormal(10, 0.5) : 0;
        return 20 + job + burst + 1.5 * random.normal();
      });
    },
  },
  {
    ...{ name: 'requests', step: 300, days: 14, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const [night, day] = [10 + random.int(40), 100 + random.int(300)];
      const drift = wandering(random, 0.97);
      return at.map((t) => random.poisson((night + day * daylight(t)) * Math.exp(0.08 * drift())));
    },
  },
  {
    ...{ name: 'few counts', step: 300, days: 14, least: 0, rhythm: false, changing: false },
    make: (random, at) => {
      const mean = random.lognormal(4, 0.6);
      return at.map((t) => random.poisson(mean * (0.4 + 0.9 * daylight(t)) * random.lognormal(1, 0.3)));
    },
  },
  {
    ...{ name: 'mentions', step: 300, days: 14, least: 0, rhythm: false, changing: true },
    make: (random, at) => {
      let echo = 0;
      return at.map((t) => {
        echo = 0.8 * echo + (random.chance(0.004) ? random.lognormal(30, 0.5) : 0);
        return random.poisson((15 + 30 * daylight(t)) * random.lognormal(1, 0.25) + echo);
      });
    },
  },
  {
    ...{ name: 'temperature', step: 300, days: 21, least: 0, rhythm: false, changing: true },
    make: (random, at) => {
      const slow = wandering(random, 0.995);
      return at.map((t) => 70 + 2 * daylight(t) + 3 * slow() + 0.4 * random.normal());
    },
  },
  {
    ...{ name: 'ad exchange', step: HOUR, days: 67, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const noise = 0.1 + 0.15 * random.unit();
      return at.map((t) => 0.1 * (0.6 + 0.8 * daylight(t)) * random.lognormal(1, noise));
    },
  },
  {
    ...{ name: 'taxi', step: 1_800, days: 70, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const drift = wandering(random, 0.9);
      return at.map((t) => {
        const late = weekend(t) && hourOf(t) < 4 ? 12_000 : 0;
        const load = 3_000 + 17_000 * daylight(t) * (weekend(t) ? 0.9 : 1) + late;
        return Math.round(load * Math.exp(0.06 * drift() + 0.02 * random.normal()));
      });
    },
  },
  {
    ...{ name: 'business hours', step: HOUR, days: 28, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const noise = 0.05 + 0.25 * random.unit();
      const days = random.pick([1, 1, 2] as const);
      return at.slice(0, days === 1 ? at.length : at.length / 2 + 168).map((t) => {
        const busy = hourOf(t) >= 9 && hourOf(t) < 18 ? 200 : 10;
        return busy * (weekend(t) ? 0.2 : 1) * random.lognormal(1, noise);
      });
    },
  },
  {
    ...{ name: 'office requests', step: 300, days: 28, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const wander = wandering(random, 0.98);
      return at.map((t) => {
        const busy = hourOf(t) >= 8 && hourOf(t) < 19 ? 60 : 4;
        return random.poisson(busy * (weekend(t) ? 0.15 : 1) * Math.exp(0.12 * wander()));
      });
    },
  },
  {
    ...{ name: 'spend, public', step: HOUR, days: 56, least: 0, rhythm: true, changing: true },
    make: (random, at) => {
      const growth = random.lognormal(1.02, 0.02);
      let ofDay = 1;
      return at.map((t, i) => {
        if (i % 24 === 0) ofDay = random.lognormal(1, 0.08);
        const load = (4 + 9 * daylight(t)) * (weekend(t) ? 0.8 : 1);
        return load * growth ** (i / 168) * ofDay * random.lognormal(1, 0.2);
      });
    },
  },
  {
    ...{ name: 'spend, bursts', step: HOUR, days: 56, least: 0, rhythm: false, changing: false },
    make: (random, at) => at.map(() => (random.chance(0.08) ? random.lognormal(3, 0.7) : 0)),
  },
  {
    ...{ name: 'growing disk', step: HOUR, days: 42, least: 0, rhythm: false, changing: true },
    make: (random, at) => {
      const slope = 0.02 + 0.05 * random.unit();
      return at.map((_, i) => 100 + slope * i + 0.3 * random.normal());
    },
  },
];
