/**
 * Hours in which a scope spends more than its band allows, joined to surges.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { HourlyBaseline, type Tier } from './baseline.ts';
import { beginsWith, RARE_ALONE } from './begin.ts';
import { OwnTail } from './own-tail.ts';
import { type DetectOptions, NANO, type SpendSeries } from './series.ts';
import { Sessions } from './sessions.ts';

/** A caller without a rhythm must be over by this many margins and floors for one hour to be enough. */
const SPARSE_TIMES = 4;
/** What an hour above the band that follows another weighs among the excesses that are usual: it is the same event. */
const FOLLOWING_WEIGHT = 0.15;
/** In the first day only a large multiple is unusual: it may just be the morning. */
const START_RATIO = 20;
const START_FLOORS = 20;
/** Quiet hours inside a surge that do not end it. */
const LONGEST_PAUSE = 2;
/** Where spend has no rhythm, a day may not cost more than this many times the dearest day before. */
const SPARSE_DAY_RATIO = 3;
const SPARSE_DAY_FLOORS = 6;
const DAY = 24;

/** One judged hour, for the band of the chart. Nano-dollars. */
export interface JudgedHour {
  readonly cost: number;
  readonly expected: number;
  readonly upper: number;
  readonly tier: Tier | null;
  /** How often chance brought this scope as far over; 1 within the band. */
  readonly tail: number;
  readonly out: boolean;
  /** The centre that excess is measured from; without a rhythm that of the active hours. */
  readonly usual: number;
  /** Without a rhythm to compare with. */
  readonly sparse: boolean;
  /** Above the band, and so rare that this hour begins a surge by itself. */
  readonly alone: boolean;
  /** Hours of a session without a rhythm that is unusually long by now; else 0. */
  readonly session: number;
}

/** A stretch of hours above the band; nano-dollars. */
export interface Surge {
  readonly from: EpochHour;
  /** Behind its last hour. */
  readonly to: EpochHour;
  /** When it was certain: behind the hour with which those before it were rare enough. */
  readonly knownAt: EpochHour;
  readonly observed: number;
  readonly expected: number;
  readonly upper: number;
  readonly tail: number;
}

/** Judges every hour of a series by the hours before it. */
export function judgeHours(series: SpendSeries, options: DetectOptions): JudgedHour[] {
  const unit = options.floorUsd * NANO;
  const baseline = new HourlyBaseline();
  const days = new DaySums();
  const own = new OwnTail();
  const sessions = new Sessions();
  let [begun, before] = [false, false];
  return Array.from(series.cost, (cost): JudgedHour => {
    // A scope's history begins with its first spend: before, there is no usual.
    if (!begun && !(cost > 0)) return UNJUDGED;
    begun = true;
    const y = Math.log1p(cost / unit);
    const expectation = baseline.expect();
    const dearestDay = days.push(cost);
    const long = sessions.push(cost / unit);
    const old = baseline.age >= 7 * DAY;
    baseline.learn(y);
    if (expectation === null) return { ...UNJUDGED, cost };
    const { tier, centre, sigma, sparse } = expectation;
    const usual = unit * Math.expm1(centre);
    const expected = sparse ? 0 : usual;
    const excess = Math.max(0, cost - usual) / unit;
    const sigmas = Math.max(0, (y - centre) / sigma);
    const { widths } = own;
    const least = (times: number) => Math.max(usual * (1 + times * options.margin), usual + times * unit);
    const usualAtMost = Math.min(
      usual + widths.dollars * unit,
      unit * Math.expm1(centre + widths.sigmas * sigma),
    );
    const upper =
      tier === 'start'
        ? Math.max(START_RATIO * usual, usual + START_FLOORS * unit)
        : Math.max(least(1), usualAtMost);
    const busyDay =
      sparse &&
      old &&
      days.sum > SPARSE_DAY_RATIO * dearestDay &&
      days.sum > dearestDay + SPARSE_DAY_FLOORS * unit &&
      cost > usual / 2;
    const over = cost > upper;
    const session = sparse && old ? long : 0;
    const out = over || busyDay || session > 0;
    const byHour = over ? own.survival(excess, sigmas, sparse) : 1;
    const tail = busyDay || session > 0 ? Math.min(RARE_ALONE, byHour) : byHour;
    if (!Number.isNaN(cost)) own.add(excess, sigmas, over && before ? FOLLOWING_WEIGHT : 1);
    before = over;
    const rare = tier !== 'start' && byHour <= RARE_ALONE && (!sparse || cost > least(SPARSE_TIMES));
    return {
      ...{ cost, expected, upper, tier, tail, out, usual, sparse, session },
      alone: busyDay || rare,
    };
  });
}

const UNJUDGED: JudgedHour = {
  ...{ cost: 0, expected: 0, upper: 0, tier: null, tail: 1, out: false },
  ...{ usual: 0, sparse: false, alone: false, session: 0 },
};

/** Joins hours above the band: those that were rare enough together, and what follows after no more than a short pause. */
export function surgesOf(start: EpochHour, hours: readonly JudgedHour[]): Surge[] {
  const surges: Surge[] = [];
  const outAt = (i: number): JudgedHour | null => (hours[i]?.out ? (hours[i] ?? null) : null);
  let free = 0;
  for (const [i, hour] of hours.entries()) {
    if (i < free) continue;
    const last = outAt(i - 1);
    const count = beginsWith(hour, [last, last && outAt(i - 2)]);
    if (count === null) continue;
    let end = i;
    for (let next = i + 1; next <= end + 1 + LONGEST_PAUSE && next < hours.length; next += 1) {
      if (hours[next]?.out) end = next;
    }
    surges.push(sumOf(start, { first: Math.max(free, i - count + 1), certain: i, last: end }, hours));
    free = end + 1;
  }
  return surges;
}

function sumOf(
  start: EpochHour,
  { first, certain, last }: { first: number; certain: number; last: number },
  hours: readonly JudgedHour[],
): Surge {
  let [observed, expected, upper, tail] = [0, 0, 0, 1];
  for (const hour of hours.slice(first, last + 1)) {
    observed += hour.cost || 0;
    expected += hour.expected;
    upper += hour.upper;
    tail = Math.min(tail, hour.tail);
  }
  return {
    from: (start + first) as EpochHour,
    to: (start + last + 1) as EpochHour,
    knownAt: (start + certain + 1) as EpochHour,
    ...{ observed, expected, upper, tail },
  };
}

/** The last 24 hours together, and the dearest earlier stretch that they do not overlap with. */
class DaySums {
  sum = 0;
  readonly #costs: number[] = [];
  readonly #sums: number[] = [];
  #dearest = 0;

  /** @returns the dearest 24 hours that ended at least 24 hours ago */
  push(cost: number): number {
    const known = Number.isNaN(cost) ? 0 : cost;
    this.#costs.push(known);
    this.sum += known - (this.#costs[this.#costs.length - 1 - DAY] ?? 0);
    this.#sums.push(this.sum);
    this.#dearest = Math.max(this.#dearest, this.#sums[this.#sums.length - 1 - DAY] ?? 0);
    return this.#dearest;
  }
}
