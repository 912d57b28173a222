/**
 * How likely demand reaches a limit within the next hour, day and week. From the highest minutes of past hours and days:
 * their level at this time of day and week, its growth, how far they stray from it, and what is off now. Shares are
 * compared as logarithms. Where there is too little traffic to tell, there is no probability.
 * @module
 */
import { median, theilSen } from '../theil-sen.ts';
import { normalQuantile } from './normal.ts';

export interface Breach {
  /** 0 to 1; null: what is known does not carry one. */
  readonly hour: number | null;
  readonly day: number | null;
  readonly week: number | null;
}

/** How many hours the next one is told from: what is always read where states are judged. */
export const HOURS_OF_HOUR = 8 * 24;

const HOURS = 24;
const DAYS = 7;
const WEEK = HOURS * DAYS;

/** With fewer active ones nothing is said. */
const LEAST_HOURS = 12;
const LEAST_DAYS = 5;
/** Days that must be known before a week is spoken of. */
const LEAST_DAYS_OF_WEEK = 13;
/** Hours like the coming one are those of its time of day; where there are less of them, the ones beside it, too. */
const ENOUGH_HOURS = 3;
const NEIGHBOURS = 1;
/** A straying that counts as so many blocks before there is evidence, in logarithms. */
const PRIOR_STRAY = 0.15;
const PRIOR_BLOCKS = 2;
/** So many hours that are no different count at most against what hours of one kind show. */
const CLASS_DOUBT = 1.5;
const GROWTH_DOUBT = 2;
const MOST_GROWTH = 0.12;

/**
 * Highest entry of each block of minutes, counted back from `end`, the oldest first.
 * @param from index of the first covered minute; a block that begins before is left out
 */
export function blockMaxima(column: Float64Array, from: number, end: number, minutes: number): number[] {
  const count = Math.max(0, Math.floor((Math.min(end, column.length) - Math.max(0, from)) / minutes));
  return Array.from({ length: count }, (_, block) => {
    const start = end - (count - block) * minutes;
    let highest = 0;
    for (let i = start; i < start + minutes; i += 1) highest = Math.max(highest, column[i] ?? 0);
    return highest;
  });
}

/**
 * @param hours highest share of the limit in each of the last hours, the latest last; 0: nothing was used
 * @param end hour of the week at which the last one ends, 0 is Monday 00:00 UTC
 */
export function breachProbability(hours: readonly number[], end: number): Breach {
  return breachAhead(hours, breachWithinHour(hours, end));
}

/** Of the last {@link HOURS_OF_HOUR}, with parameters as above; 0 to 1, null: what is known does not carry one. */
export function breachWithinHour(hours: readonly number[], end: number): number | null {
  return nextHour(hours.slice(-HOURS_OF_HOUR), end);
}

/** @param hour what was told of the next hour: what is likely within it is as likely within a day */
export function breachAhead(hours: readonly number[], hour: number | null): Breach {
  const days = daysOf(hours);
  const ahead = daysAhead(days, growthOf(days));
  if (ahead === null) return { hour, day: null, week: null };
  const day = Math.max(hour ?? 0, withUncertainLevel(ahead.slice(0, 1)));
  const week = days.length < LEAST_DAYS_OF_WEEK ? null : Math.max(day, withUncertainLevel(ahead));
  return { hour, day, week };
}

/** Highest share of each 24 hours before the end, the oldest first. */
function daysOf(hours: readonly number[]): number[] {
  const count = Math.floor(hours.length / HOURS);
  return Array.from({ length: count }, (_, day) => {
    const start = hours.length - (count - day) * HOURS;
    return Math.max(...hours.slice(start, start + HOURS));
  });
}

/** Change of the logarithm a day, by whole weeks of active days. */
function growthOf(days: readonly number[]): number {
  const weeks: { x: number; y: number }[] = [];
  for (let back = 0; (back + 1) * DAYS <= days.length; back += 1) {
    const week = days.slice(days.length - (back + 1) * DAYS, days.length - back * DAYS);
    const active = week.filter((x) => x > 0).map(Math.log);
    if (active.length >= 3) weeks.push({ x: -back, y: median(active) });
  }
  const doubted = ((theilSen(weeks) ?? 0) * weeks.length) / (weeks.length + GROWTH_DOUBT);
  return Math.max(-MOST_GROWTH, Math.min(MOST_GROWTH, doubted)) / DAYS;
}

/** What is expected of a block ahead, in logarithms of shares. */
interface Expected {
  /** Probability that anything is used at all. */
  readonly active: number;
  readonly mean: number;
  readonly spread: number;
  /** Standard deviation of the level itself, which all blocks ahead share. */
  readonly doubt: number;
  /** Degrees of freedom that the spread is known with. */
  readonly freedom: number;
}

function daysAhead(days: readonly number[], growth: number): Expected[] | null {
  const known = days.map((highest, i) => ({ back: days.length - i, highest }));
  const seen = active(known, growth);
  if (seen.length < LEAST_DAYS) return null;
  const level = mean(seen.map(({ y }) => y));
  const classes = classesOf(seen.map(({ back, y }) => ({ phase: back % DAYS, off: y - level })));
  const classOf = (back: number) => classes[((back % DAYS) + DAYS) % DAYS] ?? 0;
  const off = seen.map(({ back, y }) => ({ back, off: y - level - classOf(back) }));
  const about = straying(off, DAYS);
  const used = share(known.length, known.filter(({ highest }) => highest > 0).length);
  return Array.from({ length: DAYS }, (_, ahead) => ({
    active: used,
    mean: level + classOf(-ahead) + growth * ahead + about.now * about.kept ** (ahead + 1),
    spread: about.spread * Math.sqrt(1 - about.kept ** (2 * (ahead + 1))),
    doubt: about.doubt,
    freedom: about.freedom,
  }));
}

/**
 * How far days that begin on one day of the week are off the level: what their mean shows, as far as the means differ by
 * more than chance would have it (James and Stein).
 */
function classesOf(seen: readonly { phase: number; off: number }[]): number[] {
  const groups = Array.from({ length: DAYS }, (_, phase) =>
    seen.filter((one) => one.phase === phase).map(({ off }) => off),
  );
  const known = groups.filter((group) => group.length > 0);
  const squares = known.reduce(
    (sum, group) => sum + group.reduce((all, off) => all + (off - mean(group)) ** 2, 0),
    PRIOR_BLOCKS * PRIOR_STRAY ** 2,
  );
  const within = squares / Math.max(1, seen.length - DAYS + PRIOR_BLOCKS);
  const between =
    known.reduce((sum, group) => sum + mean(group) ** 2 - within / group.length, 0) / (DAYS - 1);
  return groups.map((group) => {
    if (group.length === 0 || between <= 0) return 0;
    return (mean(group) * between) / (between + within / group.length);
  });
}

function nextHour(hours: readonly number[], end: number): number | null {
  const known = hours.map((highest, i) => ({ back: hours.length - i, highest }));
  const seen = active(known, 0);
  if (seen.length < LEAST_HOURS) return null;
  const weekend = (back: number) => ((((end - back) % WEEK) + WEEK) % WEEK) / HOURS >= 5;
  const level = mean(seen.map(({ y }) => y));
  // Like an hour are those of its time of day and of its kind of day.
  const key = (clock: number, rest: boolean) => (((clock % HOURS) + HOURS) % HOURS) + (rest ? HOURS : 0);
  const sums = new Map<number, HoursAlike>();
  const bucket = (at: number) => {
    const found = sums.get(at) ?? { sum: 0, squares: 0, count: 0, all: 0 };
    sums.set(at, found);
    return found;
  };
  for (const { back } of known) bucket(key(back, weekend(back))).all += 1;
  for (const { back, y } of seen) {
    const own = bucket(key(back, weekend(back)));
    own.sum += y - level;
    own.squares += (y - level) ** 2;
    own.count += 1;
  }
  const chance = chanceOf([...sums.values()], seen.length);
  const around = (back: number) => {
    const like = { ...bucket(key(back, weekend(back))) };
    if (like.all >= ENOUGH_HOURS) return like;
    for (const by of [-NEIGHBOURS, NEIGHBOURS]) {
      const one = bucket(key(back + by, weekend(back)));
      like.sum += one.sum;
      like.count += one.count;
      like.all += one.all;
    }
    return like;
  };
  const classOf = (back: number) => {
    const { sum, count } = around(back);
    return sum / (count + chance);
  };
  const off = seen.map(({ back, y }) => ({ back, off: y - level - classOf(back) }));
  const about = straying(off, HOURS);
  const { count, all } = around(0);
  if (all < 3) return null;
  const expected = {
    active: share(all, count),
    mean: level + classOf(0) + about.now * about.kept,
    spread: about.spread * Math.sqrt(1 - about.kept ** 2),
    doubt: about.spread / Math.sqrt(count + chance),
    freedom: about.freedom,
  };
  return withUncertainLevel([expected]);
}

interface HoursAlike {
  /** Of how far they are off the level, and of its squares. */
  sum: number;
  squares: number;
  /** Hours in which anything was used, and all of them. */
  count: number;
  all: number;
}

/** Against what hours of one kind show counts what chance alone would have it (James and Stein), as a number of hours. */
function chanceOf(groups: readonly HoursAlike[], seen: number): number {
  const known = groups.filter(({ count }) => count > 0);
  const squares = known.reduce(
    (all, { squares: own, sum, count }) => all + own - sum ** 2 / count,
    PRIOR_BLOCKS * PRIOR_STRAY ** 2,
  );
  const within = squares / Math.max(1, seen - known.length + PRIOR_BLOCKS);
  const between =
    known.reduce((all, { sum, count }) => all + (sum / count) ** 2 - within / count, 0) /
    Math.max(1, known.length - 1);
  return between <= 0 ? CLASS_DOUBT : Math.min(CLASS_DOUBT, within / between);
}

interface Block {
  /** 1 is the latest. */
  readonly back: number;
  readonly highest: number;
}

/** Blocks in which anything was used, moved to the present by their growth. */
function active(blocks: readonly Block[], growth: number): { back: number; y: number }[] {
  return blocks
    .filter(({ highest }) => highest > 0)
    .map(({ back, highest }) => ({ back, y: Math.log(highest) + growth * back }));
}

/** How far blocks are off what is usual, for how long, and how far the latest is. */
function straying(off: readonly { back: number; off: number }[], freedomOfClasses: number) {
  const squares = off.reduce((sum, one) => sum + one.off ** 2, PRIOR_BLOCKS * PRIOR_STRAY ** 2);
  const freedom = Math.max(2, off.length - Math.min(freedomOfClasses, off.length / 3) + PRIOR_BLOCKS);
  const spread = Math.sqrt(squares / freedom);
  const by = new Map(off.map((one) => [one.back, one.off]));
  let [products, pairs] = [0, 0];
  for (const { back, off: own } of off) {
    const next = by.get(back - 1);
    if (next === undefined) continue;
    products += own * next;
    pairs += 1;
  }
  const kept = pairs === 0 ? 0 : Math.max(0, Math.min(0.95, products / (squares + 5 * spread ** 2)));
  const effective = (off.length * (1 - kept)) / (1 + kept);
  return { spread, kept, freedom, now: by.get(1) ?? 0, doubt: spread / Math.sqrt(Math.max(1, effective)) };
}

/** Of so many, with one more that may be either. */
const share = (all: number, count: number): number => (count + 0.5) / (all + 1);

/** Mean of the probability that any of the blocks reaches the limit, over what the level may be. */
function withUncertainLevel(blocks: readonly Expected[]): number {
  let sum = 0;
  for (const z of LEVELS) {
    let none = 1;
    for (const { active: used, mean: at, spread, doubt, freedom } of blocks) {
      none *= 1 - used * beyond(-(at + z * doubt) / spread, freedom);
    }
    sum += 1 - none;
  }
  return sum / LEVELS.length;
}

/** The middles of twenty-one equal parts of a standard normal. */
const LEVELS = Array.from({ length: 21 }, (_, i) => normalQuantile((i + 0.5) / 21));

/** Probability beyond z: highest minutes have a longer tail above than below (Gumbel), longer for few of them. */
function beyond(z: number, freedom: number): number {
  const wide = z / Math.sqrt(1 + 2 / freedom);
  // Mean 0 and standard deviation 1.
  return -Math.expm1(-Math.exp(-(wide * 1.28255 + 0.57722)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
