/**
 * What a detector's alarms are worth: found anomalies and how late, alarms that were right, and order of its scores.
 * @module
 */
import { median } from '../../report.ts';
import type { SeriesDetector } from './detectors.ts';
import { HISTORY_SHARE, type Labelled } from './planted.ts';

export interface Outcome {
  readonly found: boolean;
  /** Share of the anomaly's rows that are alarms. */
  readonly covered: number;
  /** Hours from its first row to the first alarm; NaN where it was missed. */
  readonly delay: number;
  /** Alarms with at most an hour, or three rows, between them are one incident. */
  readonly incidents: number;
  readonly falseIncidents: number;
  readonly rows: number;
  /** Of single rows; NaN where nothing was planted. */
  readonly areaPr: number;
  readonly areaRoc: number;
}

export function outcomeOf(detector: SeriesDetector, series: Labelled): Outcome {
  const { label, world, values } = series;
  const scored = detector.score(series);
  const join = Math.max(3, Math.round(3_600 / world.step));
  const first = Math.ceil(HISTORY_SHARE * values.length);
  const alarms = scored.flatMap(({ anomaly }, i) => (anomaly && i >= first ? [i] : []));
  // An alarm right behind the end tells of the end.
  const isTrue = (row: number) => label !== null && row >= label.from && row < label.to + join;
  const incidents: { any: boolean; last: number }[] = [];
  for (const row of alarms) {
    const one = incidents.at(-1);
    if (one && row - one.last <= join) {
      one.any ||= isTrue(row);
      one.last = row;
    } else incidents.push({ any: isTrue(row), last: row });
  }
  const inside = label === null ? [] : alarms.filter((row) => row >= label.from && row < label.to);
  const hit = label === null ? undefined : alarms.find((row) => row >= label.from && row < label.to);
  const scores = scored.slice(first).map(({ score }, i) => ({
    score,
    positive: label !== null && i + first >= label.from && i + first < label.to,
  }));
  return {
    found: hit !== undefined,
    covered: label === null ? Number.NaN : inside.length / (label.to - label.from),
    delay: hit === undefined || label === null ? Number.NaN : ((hit - label.from) * world.step) / 3_600,
    incidents: incidents.length,
    falseIncidents: incidents.filter(({ any }) => !any).length,
    rows: values.length - first,
    ...areasOf(label === null ? [] : scores),
  };
}

/** Areas under precision-recall (average precision) and under the receiver's curve; rows of equal score are one step. */
function areasOf(scores: readonly { score: number; positive: boolean }[]) {
  const positives = scores.filter(({ positive }) => positive).length;
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return { areaPr: Number.NaN, areaRoc: Number.NaN };
  const sorted = scores.toSorted((a, b) => b.score - a.score);
  let [hits, misses, areaPr, areaRoc] = [0, 0, 0, 0];
  for (let i = 0; i < sorted.length; ) {
    const score = sorted[i]?.score;
    let [newHits, newMisses] = [0, 0];
    for (; i < sorted.length && sorted[i]?.score === score; i += 1) {
      if (sorted[i]?.positive) newHits += 1;
      else newMisses += 1;
    }
    areaRoc += (newMisses * (hits + newHits / 2)) / (positives * negatives);
    hits += newHits;
    misses += newMisses;
    areaPr += (newHits / positives) * (hits / (hits + misses));
  }
  return { areaPr, areaRoc };
}

export interface Summary {
  readonly series: number;
  readonly recall: number;
  readonly covered: number;
  /** Hours. */
  readonly delay: number;
  /** Share of incidents that touch an anomaly. */
  readonly precision: number;
  readonly f1: number;
  readonly falsePer1000Rows: number;
  readonly areaPr: number;
  readonly areaRoc: number;
}

export function summaryOf(outcomes: readonly Outcome[], planted: readonly Outcome[]): Summary {
  const found = planted.filter(({ found }) => found);
  const incidents = sum(outcomes.map((one) => one.incidents));
  const wrong = sum(outcomes.map((one) => one.falseIncidents));
  const [recall, precision] = [found.length / planted.length, incidents > 0 ? 1 - wrong / incidents : 1];
  const mean = (of: (one: Outcome) => number) => sum(planted.map(of)) / planted.length;
  return {
    series: outcomes.length,
    ...{ recall, precision, f1: (2 * recall * precision) / (recall + precision) },
    covered: mean(({ covered }) => covered),
    delay: median(found.map(({ delay }) => delay)),
    falsePer1000Rows: (1_000 * wrong) / sum(outcomes.map(({ rows }) => rows)),
    areaPr: mean(({ areaPr }) => areaPr),
    areaRoc: mean(({ areaRoc }) => areaRoc),
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, x) => all + x, 0);
