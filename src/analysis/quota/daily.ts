/**
 * Tokens per day, by burn rate. When AWS resets the day is not published: both rules are modelled, a day that rolls
 * with the clock and one that begins at UTC midnight, and the worse one is reported.
 * @module
 */
import { stateOfShare } from './state.ts';
import { sumOf } from './statistics.ts';

const DAY = 1440;

export interface DailyRule {
  readonly used: number;
  readonly utilization: number;
  /** Minutes until the limit, at the rate of the last hour; null where the day ends first. */
  readonly exhaustedIn: number | null;
}

export interface DailyBurn {
  readonly rolling: DailyRule;
  readonly midnight: DailyRule;
  readonly worse: 'rolling' | 'midnight';
  /** Tokens per minute of the last hour and of the last five minutes, as multiples of an even use of the day. */
  readonly burn: { readonly hour: number; readonly fiveMinutes: number };
  /** Both rates would exhaust the day: the sign that it is no passing peak. */
  readonly exhausts: boolean;
}

/**
 * @param column tokens by minute
 * @param first minute of the first entry, since the epoch
 * @param end index after the last covered minute: now, as far as data go
 * @param from index of the first covered minute
 */
export function dailyBurn(
  column: Float64Array,
  first: number,
  { from, end }: { from: number; end: number },
  limit: number,
): DailyBurn {
  const now = first + end;
  const midnight = end - (now % DAY);
  const rate = (minutes: number) => sumOf(column, Math.max(from, end - minutes), end) / minutes;
  const used = { rolling: sumOf(column, end - DAY, end), midnight: sumOf(column, midnight, end) };
  const ahead = (perMinute: number) => ({
    rolling: rollingExhaustion(column, end, limit, used.rolling, perMinute),
    midnight: midnightExhaustion(limit, used.midnight, perMinute, DAY - (now % DAY)),
  });
  const [hour, five] = [rate(60), rate(5)];
  const [byHour, byFive] = [ahead(hour), ahead(five)];
  const rule = (name: 'rolling' | 'midnight'): DailyRule => ({
    used: used[name],
    utilization: used[name] / limit,
    exhaustedIn: byHour[name],
  });
  const [rolling, atMidnight] = [rule('rolling'), rule('midnight')];
  const soonest = (each: DailyRule) => each.exhaustedIn ?? Number.POSITIVE_INFINITY;
  const midnightIsWorse =
    soonest(atMidnight) < soonest(rolling) ||
    (soonest(atMidnight) === soonest(rolling) && atMidnight.utilization > rolling.utilization);
  return {
    rolling,
    midnight: atMidnight,
    worse: midnightIsWorse ? 'midnight' : 'rolling',
    burn: { hour: (hour * DAY) / limit, fiveMinutes: (five * DAY) / limit },
    exhausts: (['rolling', 'midnight'] as const).some(
      (name) => byHour[name] !== null && byFive[name] !== null,
    ),
  };
}

/** The window moves on: each minute adds the rate and loses what was used a day before. */
function rollingExhaustion(
  column: Float64Array,
  end: number,
  limit: number,
  used: number,
  perMinute: number,
): number | null {
  let sum = used;
  if (sum >= limit) return 0;
  for (let ahead = 1; ahead <= DAY; ahead += 1) {
    sum += perMinute - (column[end - DAY + ahead - 1] ?? 0);
    if (sum >= limit) return ahead;
  }
  return null;
}

function midnightExhaustion(limit: number, used: number, perMinute: number, left: number): number | null {
  if (used >= limit) return 0;
  if (perMinute <= 0) return null;
  const minutes = Math.ceil((limit - used) / perMinute);
  return minutes <= left ? minutes : null;
}

/** Sum of the day before each minute: what a rolling limit compares. */
export function rollingSums(column: Float64Array): Float64Array {
  const sums = new Float64Array(column.length);
  let sum = 0;
  for (let i = 0; i < column.length; i += 1) {
    sum += (column[i] ?? 0) - (i >= DAY ? (column[i - DAY] ?? 0) : 0);
    sums[i] = Math.max(0, sum);
  }
  return sums;
}

/** State of a daily quota: by what is used, and critical where the day will not last. */
export const dailyState = ({ rolling, midnight, exhausts }: DailyBurn) =>
  exhausts ? 'critical' : stateOfShare(Math.max(rolling.utilization, midnight.utilization));
