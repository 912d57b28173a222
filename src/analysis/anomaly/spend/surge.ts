/**
 * Hours in which a scope spends more than its band allows, joined to surges.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { HourlyBaseline, type Tier } from './baseline.ts';
import { OwnTail } from './own-tail.ts';
import { type DetectOptions, NANO, type SpendSeries } from './series.ts';

/** One hour is enough when it is over by this many margins and floors, and rare. */
const EXTREME = 4;
/** A surge begins with an excess that chance, as this scope knows it, brings this seldom: one hour, or each of two. */
const RARE_ALONE = 2e-4;
const RARE_TWICE = 2e-3;
/** What an hour above the band that follows another weighs among the excesses that are usual: it is the same event. */
const FOLLOWING_WEIGHT = 0.15;
/** In the first day only a large multiple is unusual: it may just be the morning. */
const START_RATIO = 20;
const START_FLOORS = 20;
/** Quiet hours inside a surge that do not end it. */
const LONGEST_PAUSE = 2;
/** Where spend has no rhythm, a day may not cost more than this many times the dearest day before. */
const SPARSE_DAY_RATIO = 1.5;
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
  /** Above the band, and so rare that one hour, or two in a row, begin a surge. */
  readonly begins: 'alone' | 'with another' | null;
}

/** A stretch of hours above the band; nano-dollars. */
export interface Surge {
  readonly from: EpochHour;
  /** Behind its last hour. */
  readonly to: EpochHour;
  /** When it was certain: behind the second hour in a row, or behind the one that was extreme. */
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
  let [begun, before] = [false, false];
  return Array.from(series.cost, (cost): JudgedHour => {
    // A scope's history begins with its first spend: before, there is no usual.
    if (!begun && !(cost > 0)) return UNJUDGED;
    begun = true;
    const y = Math.log1p(cost / unit);
    const expectation = baseline.expect();
    const dearestDay = days.push(cost);
    const age = baseline.age;
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
      age >= 7 * DAY &&
      days.sum > SPARSE_DAY_RATIO * dearestDay &&
      days.sum > dearestDay + SPARSE_DAY_FLOORS * unit &&
      cost > usual / 2;
    const out = cost > upper || busyDay;
    const tail = out ? own.survival(excess, sigmas, sparse) : 1;
    if (!Number.isNaN(cost)) own.add(excess, sigmas, out && before ? FOLLOWING_WEIGHT : 1);
    before = out;
    const farOut = tier !== 'start' && cost > least(EXTREME);
    const rare = busyDay ? RARE_ALONE : tail;
    return {
      ...{ cost, expected, upper, tier, tail, out },
      begins: !out ? null : begins(rare, farOut),
    };
  });
}

function begins(tail: number, farOut: boolean): JudgedHour['begins'] {
  if (farOut && tail <= RARE_ALONE) return 'alone';
  return tail <= RARE_TWICE ? 'with another' : null;
}

const UNJUDGED: JudgedHour = {
  ...{ cost: 0, expected: 0, upper: 0, tier: null, tail: 1, out: false, begins: null },
};

/** Joins hours above the band: two in a row, or one far out, and what follows after no more than a short pause. */
export function surgesOf(start: EpochHour, hours: readonly JudgedHour[]): Surge[] {
  const surges: Surge[] = [];
  let i = 0;
  while (i < hours.length) {
    const how = hours[i]?.begins ?? null;
    if (how === null || (how === 'with another' && !hours[i + 1]?.begins)) {
      i += 1;
      continue;
    }
    let last = i;
    for (let next = i + 1; next <= last + 1 + LONGEST_PAUSE && next < hours.length; next += 1) {
      if (hours[next]?.out) last = next;
    }
    surges.push(sumOf(start, i, last, hours));
    i = last + 1;
  }
  return surges;
}

function sumOf(start: EpochHour, first: number, last: number, hours: readonly JudgedHour[]): Surge {
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
    knownAt: (start + first + (hours[first]?.begins === 'alone' ? 1 : 2)) as EpochHour,
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
