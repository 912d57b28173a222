/**
 * Recall, delay and false alarms of a detector over many made-up accounts.
 * @module
 */
import { median, quantile } from '../report.ts';
import {
  type AnomalyType,
  HOURS,
  JUDGED_FROM_WEEK,
  makeAccount,
  type Planted,
  SIZES,
  type Size,
} from './accounts.ts';
import type { Detector, Told } from './detectors.ts';

const DAY = 24;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;
const JUDGED_FROM = JUDGED_FROM_WEEK * WEEK;
/** What is told this long after the planted anomaly ended is still about it: means carry it on. */
const AFTERMATH = DAY;

export const TYPES: readonly AnomalyType[] = ['spike', 'level shift', 'slow leak'];

export interface Result {
  readonly detector: string;
  readonly type: AnomalyType;
  readonly size: Size;
  readonly accounts: number;
  readonly recall: number;
  /** Hours from the first planted one to the telling; of those that were found. */
  readonly medianDelay: number;
  readonly p90Delay: number;
}

export interface Quiet {
  readonly detector: string;
  readonly accounts: number;
  readonly falseAlarmsPerAccountMonth: number;
  /** Share of accounts without any in the judged weeks. */
  readonly silent: number;
}

/** @param set names the seeds: `train` to choose settings by, `held-out` to publish */
export function runType(
  detector: Detector,
  set: string,
  type: AnomalyType,
  size: Size,
  accounts: number,
): Result {
  const delays: number[] = [];
  for (let i = 0; i < accounts; i += 1) {
    const account = makeAccount(`${set} ${type} ${size} ${i}`, { type, size });
    if (account.planted === null) continue;
    const delay = delayOf(account.planted, detector.detect(account));
    if (delay !== null) delays.push(delay);
  }
  return {
    ...{ detector: detector.name, type, size, accounts },
    recall: delays.length / accounts,
    medianDelay: median(delays),
    p90Delay: quantile(delays, 0.9),
  };
}

/** Null where nothing told about it, or too late to matter: within two weeks. */
function delayOf({ from, to }: Planted, told: readonly Told[]): number | null {
  const about = told.filter((one) => one.to > from && one.from < to + AFTERMATH && one.at > from);
  const first = Math.min(...about.map(({ at }) => at));
  return first - from <= 2 * WEEK ? first - from : null;
}

/** Accounts in which nothing was planted: whatever is told is a false alarm. */
export function runQuiet(detector: Detector, set: string, accounts: number): Quiet {
  let [alarms, silent] = [0, 0];
  for (let i = 0; i < accounts; i += 1) {
    const told = detector.detect(makeAccount(`${set} quiet ${i}`, null));
    const judged = told.filter(({ at }) => at > JUDGED_FROM).length;
    alarms += judged;
    silent += judged === 0 ? 1 : 0;
  }
  return {
    ...{ detector: detector.name, accounts },
    falseAlarmsPerAccountMonth: (alarms / accounts) * (MONTH / (HOURS - JUDGED_FROM)),
    silent: silent / accounts,
  };
}

export const sizesOf = (): Size[] => Object.keys(SIZES) as Size[];
