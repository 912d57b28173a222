/**
 * How far rows are from one forecast: single ones, and the mean of runs of several lengths, each judged by the earlier
 * deviations from the same forecast.
 * @module
 */
import { Channel, sigmas } from './channel.ts';
import type { Forecaster } from './forecasters.ts';
import { Spread } from './spread.ts';

export class Judge {
  readonly forecaster: Forecaster;
  readonly #spread: Spread;
  readonly #channels: readonly Channel[];

  /**
   * @param step seconds between rows
   * @param lengths rows of the runs
   * @param stride each of how many runs the usual size of one is taken from
   */
  constructor(forecaster: Forecaster, step: number, lengths: readonly number[], stride: number) {
    this.forecaster = forecaster;
    this.#spread = new Spread(step);
    this.#channels = lengths.map((length) => new Channel(length, stride));
  }

  /** How many lengths of runs are asked about. */
  get lengths(): number {
    return this.#channels.length;
  }

  /** Usual size of an error at an instant, as a standard deviation. */
  spreadAt(at: number): number {
    return this.#spread.at(at);
  }

  /**
   * Judges the runs that a row ends.
   * @param error of the row; @param floor below this an error is rounding
   * @param logs to the logarithm of each length's probability its weighted part is added
   */
  ask(at: number, error: number, floor: number, weight: number, logs: number[]): void {
    const deviation = Math.sign(error) * sigmas(Math.abs(error), Math.max(this.#spread.at(at), floor));
    for (let k = 0; k < this.#channels.length; k += 1) {
      const probability = this.#channels[k]?.push(deviation) ?? 1;
      if (weight > 0 && probability < 1) logs[k] = (logs[k] ?? 0) + weight * Math.log(probability);
    }
  }

  learn(at: number, error: number): void {
    this.#spread.add(at, Math.abs(error));
  }

  /** Rows on both sides of a gap do not make a run. */
  interrupt(): void {
    for (const channel of this.#channels) channel.interrupt();
  }
}
