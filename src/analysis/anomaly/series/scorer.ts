/**
 * Scores a regular series row by row, as it would arrive: each score is known at its row's time.
 *
 * Two questions are asked of each value. Is it far from the forecast? Have the last few been on one side of where the
 * metric should be? Each deviation is measured in robust sigmas and judged by the metric's own earlier deviations.
 * @module
 */
import { MAD_TO_SIGMA, median, SortedWindow } from '../robust.ts';
import { TailModel } from '../tail.ts';
import { Channel, MEAN_RATE, MEAN_SHARE, sigmas, weightOf } from './channel.ts';
import { Forecasters } from './forecasters.ts';

const HOUR = 3_600;
const DAY = 86_400;

/** A row at least this improbable is an anomaly: its score is 0.5. */
const ANOMALY_PROBABILITY = 1e-4;
/** Rows before the first that is judged: a day, within these bounds. */
const FEWEST_ROWS = 30;
const MOST_WARM_UP = 150;
/** Deviations that the usual size of a deviation is taken from. */
const SCALE_ROWS = 400;
/** A shift is taken for the new normal after this many times the rows that it takes once told. */
const LONGEST_PATIENCE = 5;
const SLOT_ROWS = 48;
const FEWEST_IN_SLOT = 12;
/** Values beyond this are taken for it: sums of them still fit a double. */
const LARGEST = 1e150;

export interface Scored {
  /** 0 to 1: half of it for each factor of 10^4 in improbability; 0.5 is one in ten thousand. */
  readonly score: number;
  readonly anomaly: boolean;
}

const UNJUDGED: Scored = { score: 0, anomaly: false };

export class SeriesScorer {
  readonly #step: number;
  readonly #forecasters: Forecasters;
  readonly #scale = new SortedWindow(SCALE_ROWS);
  readonly #bySlot: SortedWindow[];
  readonly #tail = new TailModel();
  readonly #runs: readonly Channel[];
  readonly #patience: number;
  readonly #warmUp: number;
  #rows = 0;
  #meanError = Number.NaN;
  #quantum = Number.POSITIVE_INFINITY;
  #changes = 0;
  #last = Number.NaN;
  #lastAt = Number.NaN;
  /** Consecutive rows far on one side: which, how many of them were told, their distances. */
  #side = 0;
  #told = 0;
  #distances: number[] = [];

  /** @param step seconds between rows */
  constructor(step: number) {
    this.#step = step;
    this.#forecasters = new Forecasters(step);
    this.#bySlot = step < DAY ? Array.from({ length: 24 }, () => new SortedWindow(SLOT_ROWS)) : [];
    const run = Math.max(3, Math.min(12, Math.round(HOUR / step)));
    this.#runs = [new Channel(run), new Channel(4 * run)];
    this.#warmUp = Math.max(FEWEST_ROWS, Math.min(MOST_WARM_UP, Math.round(DAY / step)));
    this.#patience = Math.max(6, Math.min(12, Math.round(DAY / step / 8)));
  }

  /**
   * Scores the next row and learns from it.
   * @param at seconds since the epoch
   * @param raw NaN or infinite: missing; it is not judged and nothing is learnt
   */
  push(at: number, raw: number): Scored {
    if (!Number.isFinite(raw)) return UNJUDGED;
    const value = Math.max(-LARGEST, Math.min(LARGEST, raw));
    if (at - this.#lastAt > 5 * this.#step) for (const run of this.#runs) run.interrupt();
    this.#lastAt = at;
    const { value: expected, slow } = this.#forecasters.predict(at);
    let scored = UNJUDGED;
    let scale = 0;
    if (!Number.isNaN(expected)) {
      scale = this.#scaleAt(at, expected);
      scored = this.#judge(at, value - expected, scale, value - slow);
    }
    this.#forecasters.learn(at, value, scale);
    this.#followShift(value - slow, scale, scored.anomaly);
    const change = Math.abs(value - this.#last);
    if (change > 0) {
      this.#changes += 1;
      this.#quantum = Math.min(this.#quantum, change);
    }
    this.#last = value;
    this.#rows += 1;
    return scored;
  }

  #judge(at: number, error: number, scale: number, slowError: number): Scored {
    const z = sigmas(Math.abs(error), scale);
    const single = this.#tail.survival(z);
    const floor = this.#floor(slowError);
    const together = this.#runs.map((run) => run.push(slowError, floor));
    this.#remember(at, Math.abs(error), z, weightOf(single));
    if (this.#rows < this.#warmUp) return UNJUDGED;
    const probability = Math.min(1, (1 + together.length) * Math.min(single, ...together));
    const score = Math.min(1, Math.max(0, Math.log(probability) / (2 * Math.log(ANOMALY_PROBABILITY))));
    return { score, anomaly: score >= 0.5 };
  }

  #remember(at: number, size: number, z: number, weight: number): void {
    if (this.#scale.size >= 8) this.#tail.add(z, weight);
    this.#scale.push(size);
    this.#bySlot[hourOfDay(at)]?.push(size);
    const limit = this.#meanError > 0 ? 20 * this.#meanError : size;
    this.#meanError = Number.isNaN(this.#meanError)
      ? size
      : this.#meanError + MEAN_RATE * (Math.min(size, limit) - this.#meanError);
  }

  /** The usual size of an error now, as a standard deviation: of the last rows, and of this time of day. */
  #scaleAt(at: number, expected: number): number {
    const all = MAD_TO_SIGMA * (this.#scale.median() || 0);
    const slot = this.#bySlot[hourOfDay(at)];
    const here = slot !== undefined && slot.size >= FEWEST_IN_SLOT ? MAD_TO_SIGMA * slot.median() : all;
    const mean = MEAN_SHARE * (this.#meanError || 0);
    return Math.max((all + here) / 2, mean, this.#floor(expected));
  }

  /** Below this an error is rounding: half of the smallest change seen, and what a double resolves. */
  #floor(near: number): number {
    // A metric that hardly ever changes has no usual step yet.
    const quantum = this.#changes > 0.05 * this.#rows ? this.#quantum / 4 : 0;
    return Math.max(quantum, 1e-9 * Math.abs(near), Number.MIN_VALUE);
  }

  /** After enough rows far on one side the level has moved: it is the new normal. */
  #followShift(distance: number, scale: number, anomaly: boolean): void {
    const side = Math.abs(distance) > 4 * scale ? Math.sign(distance) : 0;
    if (side === 0 || Number.isNaN(side) || side * this.#side < 0) {
      this.#endShift();
      return;
    }
    this.#side = side;
    this.#told += anomaly ? 1 : 0;
    this.#distances.push(distance);
    if (this.#told < this.#patience && this.#distances.length < LONGEST_PATIENCE * this.#patience) return;
    this.#forecasters.moveBy(median(this.#distances));
    this.#endShift();
  }

  #endShift(): void {
    this.#side = 0;
    this.#told = 0;
    this.#distances = [];
  }
}

const hourOfDay = (at: number): number => Math.floor((((at % DAY) + DAY) % DAY) / HOUR);
