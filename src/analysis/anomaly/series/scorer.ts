/**
 * Scores a regular series row by row, as it would arrive: each score is known at its row's time.
 *
 * Is a value far from the forecast? Have the last rows been on one side of where the metric should be, or of what the
 * last weeks were? Do they vary more than they did, or not at all? Each answer is judged by the metric's own past.
 * @module
 */
import { sigmas } from './channel.ts';
import { Forecasters } from './forecasters.ts';
import { Judge } from './judge.ts';
import { OwnPast } from './own-past.ts';
import { Noise, Standstill } from './shape.ts';
import { ShiftWatch } from './shift.ts';
import { Spread } from './spread.ts';
import { clipped, WildRows } from './wild.ts';

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 7 * DAY;

/** An anomaly is what chance brings once in two weeks, within these bounds for a row: its score is 0.5. */
const ONCE_IN = 2 * WEEK;
const RAREST = 1e-4;
const LEAST_RARE = 6e-4;
/** Independent questions that the ones asked amount to: they overlap. */
const QUESTIONS = 4;
/** An anomaly begins at the one and goes on while scores are above the other. */
const BEGINS = 0.5;
const GOES_ON = 0.25;
/** Rows before the first that is judged: a day, within these bounds. */
const FEWEST_ROWS = 30;
const MOST_WARM_UP = 150;
/** Errors before the first is judged. */
const FEWEST_ERRORS = 8;
/** Runs that the usual size of one is taken from; they are spread over a week. */
const RUNS = 800;
/** More missing rows than this part two runs. */
const LONGEST_GAP = 5;
/** Values beyond this are taken for it: sums of them still fit a double. */
const LARGEST = 1e150;

export interface Scored {
  /** 0 to 1: half of it for the improbability at which an anomaly begins, all of it for its square. */
  readonly score: number;
  /** From a score of one half on, while scores stay above a quarter. */
  readonly anomaly: boolean;
}

const UNJUDGED: Scored = { score: 0, anomaly: false };

export class SeriesScorer {
  readonly #step: number;
  readonly #forecasters: Forecasters;
  /** Of forecasts that follow the level slowly, and of those that do not. */
  readonly #slow: readonly Judge[];
  readonly #still: readonly Judge[];
  readonly #spread: Spread;
  readonly #past = new OwnPast(1);
  readonly #noise: Noise;
  readonly #standstill: Standstill;
  readonly #shift: ShiftWatch;
  readonly #wild: WildRows;
  readonly #limit: number;
  readonly #patience: number;
  readonly #warmUp: number;
  #rows = 0;
  #quantum = Number.POSITIVE_INFINITY;
  #changes = 0;
  /** Rows whose value was exactly that of a profile. */
  #exact = 0;
  #last = Number.NaN;
  #lastAt = Number.NaN;
  /** How many rows in a row were anomalies, and on which side of the forecast the first was. */
  #toldRows = 0;
  #side = 0;
  /** What was expected when it began. */
  #before = Number.NaN;

  /** @param step seconds between rows */
  constructor(step: number) {
    this.#step = step;
    const day = Math.round(DAY / step);
    const run = Math.max(3, Math.min(12, Math.round(HOUR / step)));
    const stride = Math.max(1, Math.round(WEEK / step / RUNS));
    this.#patience = Math.max(12, Math.min(288, day));
    this.#forecasters = new Forecasters(step);
    this.#slow = this.#forecasters.slow.map((one) => new Judge(one, step, [1, run, 4 * run], stride));
    this.#still = this.#forecasters.still.map((one) => new Judge(one, step, [this.#patience], stride));
    this.#spread = new Spread(step);
    this.#noise = new Noise(4 * run);
    this.#standstill = new Standstill(2 * this.#patience);
    this.#shift = new ShiftWatch(this.#patience, run);
    this.#wild = new WildRows(run);
    this.#limit = Math.log(Math.max(RAREST, Math.min(LEAST_RARE, step / ONCE_IN)));
    this.#warmUp = Math.max(FEWEST_ROWS, Math.min(MOST_WARM_UP, day));
  }

  /**
   * Scores the next row and learns from it.
   * @param at seconds since the epoch
   * @param raw NaN or infinite: missing; it is not judged and nothing is learnt
   */
  push(at: number, raw: number): Scored {
    if (!Number.isFinite(raw)) return UNJUDGED;
    const value = Math.max(-LARGEST, Math.min(LARGEST, raw));
    if (at - this.#lastAt > LONGEST_GAP * this.#step) this.#interrupt();
    this.#lastAt = at;
    const expected = this.#forecasters.predict(at);
    let scored = UNJUDGED;
    this.#rows += 1;
    if (Number.isNaN(expected)) {
      this.#forecasters.learn(at, value, 0, false);
      this.#count(value);
    } else scored = this.#judge(at, value, expected);
    return scored;
  }

  /** Learns how coarse the metric is. */
  #count(value: number): void {
    const change = Math.abs(value - this.#last);
    if (change > 0) {
      this.#changes += 1;
      this.#quantum = Math.min(this.#quantum, change);
    }
    this.#exact += this.#slow.some(({ forecaster }) => forecaster.base === value) ? 1 : 0;
    this.#last = value;
  }

  #judge(at: number, value: number, expected: number): Scored {
    const usual = Math.max(this.#spread.at(at), this.#floor(expected));
    const size = this.#distance(value, expected);
    const z = sigmas(size, usual);
    const judged = this.#spread.size >= FEWEST_ERRORS;
    // Before it judges, all is new to it: sizes that are usual there must be learnt.
    const wild =
      judged && this.#rows > this.#warmUp && this.#wild.push(size, usual, () => this.#past.believable);
    const logs = [judged ? Math.log(this.#past.push(z)) : 0];
    // A wild row is a spike: no noise, and no end of a standstill.
    if (!wild) {
      logs.push(Math.log(this.#noise.push(z)));
      logs.push(Math.log(this.#standstill.push(value, this.#repeats(usual))));
    }
    const weights = this.#forecasters.weightsOf(this.#forecasters.slow);
    logs.push(...this.#ask(at, value, this.#slow, weights));
    logs.push(...this.#ask(at, value, this.#still, this.#forecasters.weightsOf(this.#forecasters.still)));
    const probability = Math.min(0, Math.log(QUESTIONS) + Math.min(...logs));
    const score = Math.min(1, (BEGINS * probability) / this.#limit) || 0;
    // Levels that were dragged along make what follows look wrong on the other side: that must begin anew.
    const side = Math.sign(value - this.#forecasters.weighted(this.#forecasters.slow));
    const goesOn = this.#toldRows > 0 && side === this.#side;
    const anomaly = this.#rows > this.#warmUp && score >= (goesOn ? GOES_ON : BEGINS);
    if (anomaly && this.#toldRows === 0) {
      this.#side = side;
      this.#before = expected;
    }
    this.#toldRows = anomaly ? this.#toldRows + 1 : 0;
    // An anomaly says nothing about what is usual, until it has lasted so long that it is.
    if (!wild && (!anomaly || this.#toldRows > this.#patience)) {
      this.#spread.add(at, size);
      for (const judge of [...this.#slow, ...this.#still]) {
        const { forecast } = judge.forecaster;
        if (!Number.isNaN(forecast)) judge.learn(at, this.#shift.nearer(value - forecast));
      }
    }
    this.#follow(at, value, weights, anomaly, wild ? expected + clipped(value - expected, usual) : null);
    if (!wild) this.#count(value);
    return this.#rows <= this.#warmUp ? UNJUDGED : { score, anomaly };
  }

  /** How far off a value is; right behind an anomaly what was expected before it is as good. */
  #distance(value: number, expected: number): number {
    const distance = Math.abs(value - expected);
    return this.#toldRows === 0 ? distance : Math.min(distance, Math.abs(value - this.#before));
  }

  /** Probabilities of the runs of each length, as logarithms: the forecasts' answers, weighted by how good they are. */
  #ask(at: number, value: number, judges: readonly Judge[], weights: readonly number[]): number[] {
    // A metric that is mostly nothing has no times of rest.
    const restful = this.#exact < 0.5 * this.#rows;
    const logs = Array<number>(judges[0]?.lengths ?? 0).fill(0);
    for (const [i, judge] of judges.entries()) {
      const { forecast, base } = judge.forecaster;
      if (Number.isNaN(forecast)) continue;
      // Exactly what this time usually brings, as nothing at night, is right whatever the level.
      const error = value === base && restful ? 0 : this.#shift.nearer(value - forecast);
      judge.ask(at, error, this.#floor(forecast), weights[i] ?? 0, logs);
    }
    return logs;
  }

  /**
   * Teaches the forecasters the value, and moves them where the level has moved.
   * @param tamed what profiles learn of a wild value; null: it is none
   */
  #follow(
    at: number,
    value: number,
    weights: readonly number[],
    anomaly: boolean,
    tamed: number | null,
  ): void {
    let [slow, scale] = [0, 0];
    for (const [i, judge] of this.#slow.entries()) {
      const weight = weights[i] ?? 0;
      if (weight === 0) continue;
      slow += weight * judge.forecaster.forecast;
      scale += weight * judge.spreadAt(at);
    }
    scale = Math.max(scale, this.#floor(slow));
    if (tamed === null) this.#forecasters.learn(at, value, scale, anomaly);
    else this.#forecasters.learnProfiles(at, tamed);
    const shift = this.#shift.push(value - slow, scale, anomaly);
    if (shift === 0) return;
    this.#forecasters.moveBy(shift);
    this.#interrupt();
  }

  #interrupt(): void {
    for (const judge of [...this.#slow, ...this.#still]) judge.interrupt();
  }

  /** Below this an error is rounding: half of the smallest change seen, and what a double resolves. */
  #floor(near: number): number {
    // A metric that hardly ever changes has no usual step yet.
    const quantum = this.#changes > 0.05 * this.#rows ? this.#quantum / 4 : 0;
    return Math.max(quantum, 1e-9 * Math.abs(near), Number.MIN_VALUE);
  }

  /** How often rounding alone makes two rows equal: density of a normal distribution, times the smallest change. */
  #repeats(sigma: number): number {
    return this.#changes === 0 ? 1 : Math.min(0.9, this.#quantum / (Math.sqrt(2 * Math.PI) * sigma));
  }
}
