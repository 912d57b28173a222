/**
 * Several simple forecasts of the next value: the last value, moving levels, and the usual value of the time of day,
 * of a working day or of the week moved to the present level. Which of them suits a metric is left to the metric: each
 * is weighted by how well it does beside the others, so that seasonality it does not have loses its weight.
 * @module
 */
import { Profile } from './profile.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;

/** Steep enough that the best forecasts decide, flat enough that equals share. */
const SHARPNESS = 6;
/** One wild value may cost a forecast no more than this many of its usual errors. */
const WORST_ERROR = 20;
/** Rows that must have been forecast before a forecast counts fully; before, it is taken to do as the plain level. */
const PRIOR_ROWS = 10;

/** Exponentially weighted mean. */
class Level {
  value = Number.NaN;
  readonly #rate: number;

  /** @param halfLife in rows */
  constructor(halfLife: number) {
    this.#rate = 1 - 0.5 ** (1 / halfLife);
  }

  /** @param limit the level moves as if the value were no further away than this */
  follow(value: number, limit: number): void {
    if (Number.isNaN(this.value)) this.value = value;
    else this.value += this.#rate * Math.max(-limit, Math.min(limit, value - this.value));
  }
}

export interface Forecaster {
  readonly profile: Profile | null;
  readonly level: Level;
  /** Tells where the metric should be, not where it just was. */
  readonly slow: boolean;
  forecast: number;
  /** What the profile says, without the level; NaN without a profile. */
  base: number;
  /** Mean absolute error of late, and that of the plain slow level in the same rows. */
  loss: number;
  reference: number;
  rows: number;
}

export class Forecasters {
  readonly #all: readonly Forecaster[];
  readonly #slow: readonly Forecaster[];
  readonly #still: readonly Forecaster[];
  readonly #profiles: readonly Profile[];
  readonly #plain: Forecaster;
  readonly #horizon: number;

  /** @param step seconds between values */
  constructor(step: number) {
    const perDay = DAY / step;
    const slowHalfLife = Math.max(10, Math.min(perDay / 4, 500));
    const daily = perDay >= 2 ? [new Profile('day', step, 8), new Profile('working day', step, 8)] : [];
    const weekly = WEEK / step >= 4 ? [new Profile('week', step, 5)] : [];
    this.#profiles = [...daily, ...weekly];
    const make = (halfLife: number, profile: Profile | null, slow: boolean): Forecaster => ({
      ...{ profile, slow, level: new Level(halfLife) },
      ...{ forecast: Number.NaN, base: Number.NaN, loss: Number.NaN, reference: Number.NaN, rows: 0 },
    });
    this.#plain = make(slowHalfLife, null, true);
    this.#all = [
      make(0.01, null, false),
      make(3, null, false),
      this.#plain,
      ...this.#profiles.flatMap((profile) => [make(3, profile, false), make(slowHalfLife, profile, true)]),
    ];
    this.#slow = this.#all.filter(({ slow }) => slow);
    this.#still = [
      make(3 * Math.max(10, Math.min(perDay, 500)), null, false),
      ...this.#profiles.map((profile) => make(1, profile, false)),
    ];
    this.#horizon = Math.max(60, Math.min(5 * perDay, 1_500));
  }

  /** Those that tell where the metric should be. */
  get slow(): readonly Forecaster[] {
    return this.#slow;
  }

  /** Those that know no present level. */
  get still(): readonly Forecaster[] {
    return this.#still;
  }

  /** Forecasts the value at an instant from what was learnt so far; NaN where nothing was. */
  predict(at: number): number {
    for (const one of this.#all) {
      const base = one.profile === null ? 0 : one.profile.at(one.profile.slotOf(at));
      one.base = one.profile === null ? Number.NaN : (base ?? Number.NaN);
      one.forecast =
        base === undefined ? Number.NaN : base + (Number.isNaN(one.level.value) ? 0 : one.level.value);
      if (one.profile === null) one.forecast = one.level.value;
    }
    for (const one of this.#still) {
      one.forecast =
        one.profile === null ? one.level.value : (one.profile.at(one.profile.slotOf(at)) ?? Number.NaN);
    }
    return this.weighted(this.#all);
  }

  /**
   * Learns the value of the instant last predicted.
   * @param scale usual size of an error, to limit slow levels
   * @param held the value is an anomaly: slow levels stay where they are
   */
  learn(at: number, value: number, scale: number, held: boolean): void {
    const plain = Math.abs(value - this.#plain.forecast);
    for (const one of this.#all) {
      const known = !Number.isNaN(one.forecast);
      if (known) this.#count(one, Math.abs(value - one.forecast), plain);
      if (one.slow && held) continue;
      const limit = one.slow && scale > 0 ? 4 * scale : Number.POSITIVE_INFINITY;
      if (one.profile === null) one.level.follow(value, limit);
      else if (known) {
        const level = Number.isNaN(one.level.value) ? 0 : one.level.value;
        one.level.follow(value - (one.forecast - level), limit);
      }
    }
    for (const one of this.#still) {
      if (!Number.isNaN(one.forecast)) this.#count(one, Math.abs(value - one.forecast), plain);
      if (one.profile === null) one.level.follow(value, scale > 0 ? 4 * scale : Number.POSITIVE_INFINITY);
    }
    this.learnProfiles(at, value);
  }

  /** Learns of a value too wild to believe: its time of day has one more, near what was expected. */
  learnProfiles(at: number, value: number): void {
    for (const profile of this.#profiles) profile.add(profile.slotOf(at), value);
  }

  /** A new level is here to stay: the slow forecasters move to it at once. */
  moveBy(shift: number): void {
    for (const one of this.#all) if (one.slow && !Number.isNaN(one.level.value)) one.level.value += shift;
  }

  /** How much each of some forecasters counts now, adding up to 1; all 0 where none has a forecast. */
  weightsOf(some: readonly Forecaster[]): number[] {
    const ratios = some.map((one) => (Number.isNaN(one.forecast) ? Number.NaN : ratioOf(one)));
    let least = Number.POSITIVE_INFINITY;
    for (const ratio of ratios) if (ratio < least) least = ratio;
    const weights = ratios.map((ratio) =>
      Number.isNaN(ratio) ? 0 : ratio === least ? 1 : (least / ratio) ** SHARPNESS,
    );
    let sum = 0;
    for (const weight of weights) sum += weight;
    return sum > 0 ? weights.map((weight) => weight / sum) : weights;
  }

  /** The weighted forecast of some; NaN where there is none yet. */
  weighted(some: readonly Forecaster[]): number {
    let sum = 0;
    let any = false;
    for (const [i, weight] of this.weightsOf(some).entries()) {
      if (weight === 0) continue;
      sum += weight * (some[i]?.forecast ?? 0);
      any = true;
    }
    return any ? sum : Number.NaN;
  }

  #count(one: Forecaster, error: number, plain: number): void {
    one.rows += 1;
    const rate = Math.max(1 / one.rows, 1 / this.#horizon);
    const next = (mean: number, x: number) =>
      Number.isNaN(mean) ? x : mean + rate * (Math.min(x, mean > 0 ? WORST_ERROR * mean : x) - mean);
    one.loss = next(one.loss, error);
    one.reference = next(one.reference, Number.isNaN(plain) ? error : plain);
  }
}

/** Mean error beside that of the plain slow level in the same rows. */
function ratioOf({ loss, reference, rows }: Forecaster): number {
  if (rows === 0 || !(reference > 0)) return 1;
  return (rows * (loss / reference) + PRIOR_ROWS) / (rows + PRIOR_ROWS);
}
