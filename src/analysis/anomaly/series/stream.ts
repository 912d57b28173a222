/**
 * A stream of rows with times as they come: finds the step from the first rows, mends missing times, and scores.
 * What a row gets depends on the rows before it alone.
 * @module
 */
import { medianInPlace } from '../robust.ts';
import { type Scored, SeriesScorer } from './scorer.ts';

/** Rows that the step is taken from. They come before the first row that is judged. */
const STEP_ROWS = 20;
const DEFAULT_STEP = 3_600;
const SHORTEST_STEP = 1;

export class StreamScorer {
  readonly #first: { at: number | undefined; value: number }[] = [];
  #scorer: SeriesScorer | null = null;
  #step = DEFAULT_STEP;
  #lastAt: number | undefined;

  /**
   * Scores the next row.
   * @param at seconds since the epoch; undefined: a step after the row before
   * @param value NaN: missing
   */
  push(at: number | undefined, value: number): Scored {
    if (this.#scorer !== null) return this.#score(this.#scorer, at, value);
    this.#first.push({ at, value });
    if (this.#first.length < STEP_ROWS) return { score: 0, anomaly: false };
    this.#step = stepOf(this.#first.map((row) => row.at));
    const scorer = new SeriesScorer(this.#step);
    this.#scorer = scorer;
    const scored = this.#first.map((row) => this.#score(scorer, row.at, row.value));
    return scored.at(-1) ?? { score: 0, anomaly: false };
  }

  #score(scorer: SeriesScorer, at: number | undefined, value: number): Scored {
    const time = at ?? (this.#lastAt ?? 0) + this.#step;
    this.#lastAt = time;
    return scorer.push(time, value);
  }
}

/** The median distance between rows that follow each other, in seconds. */
function stepOf(times: readonly (number | undefined)[]): number {
  const distances: number[] = [];
  for (let i = 1; i < times.length; i += 1) {
    const distance = (times[i] ?? Number.NaN) - (times[i - 1] ?? Number.NaN);
    if (distance > 0) distances.push(distance);
  }
  return distances.length === 0
    ? DEFAULT_STEP
    : Math.max(SHORTEST_STEP, medianInPlace(Float64Array.from(distances)));
}
