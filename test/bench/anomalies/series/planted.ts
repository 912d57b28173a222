/**
 * One known anomaly in a made-up metric. Sizes are taken from the metric's own spread and level.
 * @module
 */
import { Random } from '../../../aws-simulator/world/random.ts';
import { median, quantile } from '../../report.ts';
import { DAY, MONDAY, type World } from './worlds.ts';

export const KINDS = [
  'spike',
  'burst of hours',
  'level shift',
  'outage',
  'freeze',
  'more noise',
  'leak',
  'wrong time',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Labelled {
  readonly world: World;
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** Rows of the anomaly, `to` behind the last; null: nothing was planted. */
  readonly label: { readonly kind: Kind; readonly from: number; readonly to: number } | null;
}

/** Rows before this share of a series are history: no anomaly is planted in them and no alarm counts. */
export const HISTORY_SHARE = 0.4;
const MOST_TRIES = 200;

export function fits({ rhythm, changing, least }: World, kind: Kind): boolean {
  if (kind === 'wrong time') return rhythm;
  if (kind === 'freeze' || kind === 'more noise') return changing;
  return kind !== 'outage' || (changing && Number.isFinite(least));
}

/** @param kind null: nothing is planted */
export function makeSeries(world: World, kind: Kind | null, seed: string): Labelled {
  const random = new Random(`series ${world.name} ${kind ?? 'quiet'} ${seed}`);
  const start = MONDAY + DAY * random.int(7);
  const rows = (world.days * DAY) / world.step;
  const all = Array.from({ length: rows }, (_, i) => start + i * world.step);
  const values = world.make(random.split('values'), all);
  const at = all.slice(0, values.length);
  if (kind === null) return { world, at, values, label: null };
  const where = random.split('where');
  for (let i = 0; i < MOST_TRIES; i += 1) {
    const planted = plant(world, kind, at, values, where);
    if (planted !== null) return { world, at, ...planted };
  }
  return { world, at, values, label: null };
}

function plant(
  world: World,
  kind: Kind,
  at: readonly number[],
  values: readonly number[],
  random: Random,
): Pick<Labelled, 'values' | 'label'> | null {
  const perHour = Math.max(1, Math.round(3_600 / world.step));
  const hours = (least: number, most: number) =>
    Math.round(perHour * (least + (most - least) * random.unit()));
  const first = Math.ceil(HISTORY_SHARE * values.length);
  const length = {
    spike: 1 + random.int(3),
    'burst of hours': hours(3, 9),
    'level shift': hours(36, 84),
    outage: hours(2, 12),
    freeze: hours(8, 24),
    'more noise': hours(12, 48),
    leak: hours(60, 120),
    'wrong time': hours(6, 6),
  }[kind];
  const from = first + random.int(values.length - first - length);
  const part = values.slice(from, from + length);
  const before = values.slice(Math.max(0, from - Math.round((7 * DAY) / world.step)), from);
  const level = median(before);
  const busy = quantile(before, 0.9);
  const noise = noiseOf(before);
  const up = random.chance(0.7) ? 1 : -1;
  const size = Math.max((5 + 5 * random.unit()) * noise, 0.5 * (busy - quantile(before, 0.1)));
  const changed = ((): number[] | null => {
    switch (kind) {
      case 'spike':
        return part.map((x) => x + 1.6 * size);
      case 'burst of hours':
        return part.map((x) => x + size);
      case 'level shift':
        return part.map((x) => Math.max(world.least, x + up * size * 0.7));
      case 'outage':
        // Silence where there is little anyway is no outage.
        return median(part) < 0.5 * level || median(part) < 3 * noise ? null : part.map(() => world.least);
      case 'freeze':
        return part.map(() => values[from - 1] ?? 0);
      case 'more noise':
        return part.map((x) => Math.max(world.least, x + 4 * noise * random.normal()));
      case 'leak':
        return part.map((x, i) => x + (1.5 * size * i) / length);
      case 'wrong time':
        return wrongTime(world, at, values, from, length, level, noise);
    }
  })();
  if (changed === null) return null;
  const rounded = values.every(Number.isInteger) ? changed.map(Math.round) : changed;
  return {
    values: [...values.slice(0, from), ...rounded, ...values.slice(from + length)],
    label: { kind, from, to: from + length },
  };
}

/** Values of twelve hours or some days before, where they differ much from those of this time. */
function wrongTime(
  world: World,
  at: readonly number[],
  values: readonly number[],
  from: number,
  length: number,
  level: number,
  noise: number,
): number[] | null {
  const part = values.slice(from, from + length);
  for (const back of [2 * DAY, 3 * DAY, DAY / 2]) {
    const shift = back / world.step;
    const other = values.slice(from - shift, from - shift + length);
    const far = other.filter((x, i) => Math.abs(x - (part[i] ?? 0)) > Math.max(4 * noise, 0.6 * level));
    if (at[from - shift] !== undefined && far.length > 0.8 * length) return other;
  }
  return null;
}

/** Spread of what a row differs from the row before by, robust. */
function noiseOf(values: readonly number[]): number {
  const steps = values.slice(1).map((x, i) => Math.abs(x - (values[i] ?? 0)));
  return Math.max(median(steps), 0.3 * (steps.reduce((a, b) => a + b, 0) / steps.length)) || 1e-3;
}
