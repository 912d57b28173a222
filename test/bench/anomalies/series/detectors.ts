/**
 * Detectors of any series that are compared: ours and three simple ones. Each sees a row after the rows before it.
 * @module
 */
import { StreamScorer } from '../../../../src/analysis/anomaly/series/stream.ts';
import type { Labelled } from './planted.ts';
import { DAY } from './worlds.ts';

export interface SeriesDetector {
  readonly name: string;
  /** A score of each row and whether it is an alarm. */
  readonly score: (series: Labelled) => { readonly score: number; readonly anomaly: boolean }[];
}

export const ours: SeriesDetector = {
  name: 'bedrock-meter',
  score: ({ at, values }) => {
    const scorer = new StreamScorer();
    return values.map((value, i) => scorer.push(at[i], value));
  },
};

const LIMIT = 3;
const judged = (z: number) => ({ score: z, anomaly: z > LIMIT });

/** Mean and deviation of the last day. */
export const rolling: SeriesDetector = {
  name: '3 sigma, a day',
  score: ({ values, world }) => {
    const size = DAY / world.step;
    let [sum, squares] = [0, 0];
    return values.map((value, i) => {
      const mean = sum / size;
      const sigma = Math.sqrt(Math.max(1e-12, squares / size - mean * mean));
      const z = i < size ? 0 : Math.abs(value - mean) / sigma;
      const leaving = i < size ? 0 : (values[i - size] ?? 0);
      sum += value - leaving;
      squares += value * value - leaving * leaving;
      return judged(z);
    });
  },
};

/** Against the value a week ago (a day ago in the first two weeks); its errors' deviation, exponentially forgotten. */
export const seasonal: SeriesDetector = {
  name: 'seasonal-naive',
  score: ({ values, world }) => {
    const [day, week] = [DAY / world.step, (7 * DAY) / world.step];
    let variance = Number.NaN;
    return values.map((value, i) => {
      const before = values[i - week] ?? values[i - day];
      if (before === undefined) return judged(0);
      const error = value - before;
      const z = variance > 0 ? Math.abs(error) / Math.sqrt(variance) : 0;
      variance = Number.isNaN(variance) ? error * error : variance + (0.5 / day) * (error * error - variance);
      return judged(i > 2 * day ? z : 0);
    });
  },
};

/** An exponentially weighted mean of an hour or three rows, and the deviation from it. */
export const ewma: SeriesDetector = {
  name: 'EWMA',
  score: ({ values, world }) => {
    const rate = 1 - 0.5 ** (1 / Math.max(3, 3_600 / world.step));
    let [mean, variance] = [values[0] ?? 0, 0];
    return values.map((value, i) => {
      const error = value - mean;
      const z = variance > 0 && i > 30 ? Math.abs(error) / Math.sqrt(variance) : 0;
      mean += rate * error;
      variance += (rate / 10) * (error * error - variance);
      return judged(z);
    });
  },
};
