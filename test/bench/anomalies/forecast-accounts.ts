/**
 * Made-up accounts for judging forecasts, by the day: callers with a weekly shape, growth, straying, noise and gaps
 * over one to four months of history and the month that is forecast, with or without something that changes it.
 * @module
 */
import { type EpochDay, firstOfMonth } from '../../../src/domain/time.ts';
import { Random } from '../../aws-simulator/world/random.ts';

export const KINDS = ['regular', 'launch', 'migration', 'month-end batch', 'holidays'] as const;
/** What happens to the account, besides the regular. */
export type Kind = (typeof KINDS)[number];

/** Days by index; the first is `firstDay`. */
export interface ForecastAccount {
  readonly firstDay: EpochDay;
  /** Index of the first day of the month that is forecast, and behind its last. */
  readonly month: { readonly from: number; readonly to: number };
  readonly total: readonly number[];
  /** One caller: in accounts to which something happens, the one that it happens to. */
  readonly caller: readonly number[];
  /** Share of each day that was spent before 9:00 UTC, of the total and of the caller. */
  readonly early: { readonly total: readonly number[]; readonly caller: readonly number[] };
}

const MOST_HISTORY = 124;

interface Caller {
  readonly spend: number[];
  readonly early: number[];
}

/** Reproducible from its seed. */
export function makeForecastAccount(seed: string, kind: Kind): ForecastAccount {
  const random = new Random(`forecast account ${seed} ${kind}`);
  // Any month of 2026, so that months have 28 to 31 days and begin on any weekday.
  const first = firstOfMonth((20_454 + random.int(365)) as EpochDay);
  const behind = firstOfMonth((first + 31) as EpochDay);
  const history = kind === 'month-end batch' ? MOST_HISTORY : 31 + random.int(MOST_HISTORY - 31);
  const firstDay = (first - history) as EpochDay;
  const days = behind - firstDay;
  const count = 6 + random.int(7);
  const sizes = Array.from({ length: count }, () => random.lognormal(100, 1));
  const callers = sizes.map((size, i) => makeCaller(random.split(`caller ${i}`), size, firstDay, days));
  const whole = sizes.reduce((sum, x) => sum + x, 0);
  const struck = random.int(count);
  const event = happening(random.split('event'), kind, { firstDay, history, days, whole });
  if (kind === 'launch') callers.push({ spend: event, early: callers[struck]?.early ?? [] });
  else for (const [i, caller] of callers.entries()) strike(caller, event, { kind, struck: i === struck });
  const chosen = kind === 'launch' ? callers.at(-1) : callers[kind === 'regular' ? 0 : struck];
  const total = sumOf(callers.map(({ spend }) => spend));
  const morning = sumOf(callers.map(({ spend, early }) => spend.map((x, day) => x * (early[day] ?? 0))));
  return {
    firstDay,
    month: { from: history, to: days },
    total,
    caller: chosen?.spend ?? [],
    early: { total: morning.map((x, day) => x / (total[day] || 1)), caller: chosen?.early ?? [] },
  };
}

/** Weekday is 0 on Monday: 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (day + 3) % 7;

function makeCaller(random: Random, size: number, firstDay: number, days: number): Caller {
  const weekend = random.pick([0.08, 0.3, 0.8, 1, 1]);
  const sparse = random.chance(1 / 6) ? 0.5 : 0;
  const growth = random.lognormal(1.02, 0.03);
  const noise = 0.05 + 0.1 * random.unit();
  // Half of them keep to their growth; the others stray from it.
  const stray = random.chance(0.5) ? 0 : 0.05;
  const earlyShare = random.pick([0.05, 0.35, 0.375, 0.9]);
  let strayed = 0;
  const spend = Array.from({ length: days }, (_, day) => {
    strayed += (stray / Math.sqrt(7)) * random.normal();
    const load = weekdayOf(firstDay + day) >= 5 ? weekend : 1;
    const level = size * growth ** ((day - days) / 7) * Math.exp(strayed) * load;
    if (sparse === 0) return level * random.lognormal(1, noise);
    return random.chance(sparse) ? (level / sparse) * random.lognormal(1, 0.6) : 0;
  });
  return { spend, early: spend.map(() => Math.min(1, earlyShare * random.lognormal(1, 0.1))) };
}

interface World {
  readonly firstDay: number;
  readonly history: number;
  readonly days: number;
  /** Usual spend of all callers on a day. */
  readonly whole: number;
}

/** By day: dollars that come on top (launch, batch), or the factor of the level (migration, holidays). */
function happening(random: Random, kind: Kind, { firstDay, history, days, whole }: World): number[] {
  const none = kind === 'launch' || kind === 'month-end batch' ? 0 : 1;
  const by = Array.from({ length: days }, (): number => none);
  const all = (from: number, to: number, value: (day: number) => number) => {
    for (let day = Math.max(0, from); day < Math.min(days, to); day += 1) by[day] = value(day);
  };
  // From three weeks before the month to its last week.
  const at = history - 21 + random.int(45);
  if (kind === 'launch') {
    const size = whole * (0.2 + random.unit());
    all(at, days, (day) => Math.min(1, (day - at + 1) / 3) * size * random.lognormal(1, 0.12));
  } else if (kind === 'migration') {
    const factor = random.chance(0.5) ? 0.3 + 0.4 * random.unit() : 1.5 + random.unit();
    all(at, days, () => factor);
  } else if (kind === 'holidays') {
    // One stretch in the five weeks before the month, one in it.
    const load = 0.1 + 0.4 * random.unit();
    for (const from of [history - 35 + random.int(28), history + random.int(24)]) {
      const length = 2 + random.int(7);
      all(from, from + length, () => load);
    }
  } else if (kind === 'month-end batch') {
    const size = whole * (1 + 3 * random.unit());
    // The last day, the one before it, or a day of the month.
    const fixed = random.pick([-1, -1, -2, 1 + random.int(28)]);
    for (let day = 0; day < days; day += 1) {
      const date = firstDay + day;
      const start = firstOfMonth(date as EpochDay);
      const next = firstOfMonth((start + 31) as EpochDay);
      if ((fixed < 0 ? next + fixed : start + fixed - 1) === date) by[day] = size * random.lognormal(1, 0.15);
    }
  }
  return by;
}

/** A migration and a batch are one caller's; holidays are everybody's who rests on weekends. */
function strike(
  { spend }: Caller,
  event: readonly number[],
  { kind, struck }: { kind: Kind; struck: boolean },
): void {
  for (const [day, value] of event.entries()) {
    const own = spend[day] ?? 0;
    if (kind === 'holidays') spend[day] = own * value;
    else if (struck) spend[day] = kind === 'month-end batch' ? own + value : own * value;
  }
}

function sumOf(columns: readonly (readonly number[])[]): number[] {
  const [first = []] = columns;
  return first.map((_, day) => columns.reduce((sum, column) => sum + (column[day] ?? 0), 0));
}
