/**
 * Several simple forecasts of the next value, each weighted by how well it did lately: the last value, moving levels,
 * and the usual value of the time of day or of the week moved to the present level. Which of them suits a metric is
 * left to the metric; seasonality that it does not have loses its weight.
 * @module
 */
import { Profile } from './profile.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;

/** Steep enough that the best forecasts decide, flat enough that equals share. */
const SHARPNESS = 6;
/** One wild value may cost a forecast no more than this many of its usual errors. */
const WORST_ERROR = 20;

/** Exponentially weighted mean. */
class Level {
  value = Number.NaN;
  readonly #rate: number;

  /** @param halfLife in rows */
  constructor(halfLife: number) {
    this.#rate = 1 - 0.5 ** (1 / halfLife);
  }

  /** @param limit the level moves as if the value were no further away than this */
  follow(value: number, limit = Number.POSITIVE_INFINITY): void {
    if (Number.isNaN(this.value)) this.value = value;
    else this.value += this.#rate * Math.max(-limit, Math.min(limit, value - this.value));
  }
}

interface Forecaster {
  readonly profile: Profile | null;
  readonly level: Level;
  readonly slow: boolean;
  forecast: number;
  /** Recent mean absolute error; NaN before the first. */
  loss: number;
}

export interface Forecast {
  /** The weighted forecast; NaN where there is none yet. */
  readonly value: number;
  /** The same from the slow forecasters alone: where the metric should be, not where it just was. */
  readonly slow: number;
}

export class Forecasters {
  readonly #all: readonly Forecaster[];
  readonly #profiles: readonly Profile[];
  readonly #lossRate: number;

  /** @param step seconds between values */
  constructor(step: number) {
    const perDay = DAY / step;
    const slowHalfLife = Math.max(10, Math.min(perDay / 4, 500));
    const daily = perDay >= 2 ? [new Profile(DAY, step, 8)] : [];
    const weekly = WEEK / step >= 4 ? [new Profile(WEEK, step, 5)] : [];
    this.#profiles = [...daily, ...weekly];
    const make = (halfLife: number, profile: Profile | null, slow: boolean): Forecaster => ({
      ...{ profile, slow, level: new Level(halfLife), forecast: Number.NaN, loss: Number.NaN },
    });
    this.#all = [
      make(0.01, null, false),
      make(3, null, false),
      make(slowHalfLife, null, true),
      ...this.#profiles.flatMap((profile) => [make(3, profile, false), make(slowHalfLife, profile, true)]),
    ];
    this.#lossRate = 1 - 0.5 ** (1 / Math.max(40, Math.min(perDay, 300)));
  }

  /** Forecasts the value at an instant from what was learnt so far. */
  predict(at: number): Forecast {
    for (const one of this.#all) {
      const base = one.profile === null ? 0 : one.profile.at(one.profile.slotOf(at));
      one.forecast =
        base === undefined ? Number.NaN : base + (Number.isNaN(one.level.value) ? 0 : one.level.value);
      if (one.profile === null) one.forecast = one.level.value;
    }
    return { value: this.#weighted(false), slow: this.#weighted(true) };
  }

  /** Learns the value of the instant last predicted. @param scale usual size of an error, to limit slow levels */
  learn(at: number, value: number, scale: number): void {
    for (const one of this.#all) {
      const known = !Number.isNaN(one.forecast);
      if (known) {
        const error = Math.abs(value - one.forecast);
        const limit = one.loss > 0 ? WORST_ERROR * one.loss : error;
        one.loss = Number.isNaN(one.loss)
          ? error
          : one.loss + this.#lossRate * (Math.min(error, limit) - one.loss);
      }
      const limit = one.slow && scale > 0 ? 4 * scale : Number.POSITIVE_INFINITY;
      if (one.profile === null) one.level.follow(value, limit);
      else if (known) {
        const level = Number.isNaN(one.level.value) ? 0 : one.level.value;
        one.level.follow(value - (one.forecast - level), limit);
      }
    }
    for (const profile of this.#profiles) profile.add(profile.slotOf(at), value);
  }

  /** A new level is here to stay: the slow forecasters move to it at once. */
  moveBy(shift: number): void {
    for (const one of this.#all) if (one.slow && !Number.isNaN(one.level.value)) one.level.value += shift;
  }

  #weighted(slowOnly: boolean): number {
    let least = Number.POSITIVE_INFINITY;
    for (const one of this.#all) {
      if ((slowOnly && !one.slow) || Number.isNaN(one.forecast) || Number.isNaN(one.loss)) continue;
      least = Math.min(least, one.loss);
    }
    let [sum, weights, first] = [0, 0, Number.NaN];
    for (const one of this.#all) {
      if ((slowOnly && !one.slow) || Number.isNaN(one.forecast)) continue;
      if (Number.isNaN(first)) first = one.forecast;
      if (Number.isNaN(one.loss)) continue;
      const weight = one.loss === least ? 1 : (least / one.loss) ** SHARPNESS;
      sum += weight * one.forecast;
      weights += weight;
    }
    return weights > 0 ? sum / weights : first;
  }
}
