/**
 * When growth reaches each quota, and how likely demand reaches it within the next hour, day and week: from the logs of
 * the last weeks, which are kept by minute for longer than metrics.
 * @module
 */
import { type Breach, blockMaxima, breachProbability } from '../../analysis/quota/breach.ts';
import {
  type NoEstimate,
  type TimeToThrottle,
  timeToThrottle,
  type Week,
} from '../../analysis/quota/growth.ts';
import { hourOfWeekEnding } from '../../analysis/quota/hour-of-week.ts';
import { governingColumn } from '../../analysis/quota/measure.ts';
import { larger, windowStats } from '../../analysis/quota/statistics.ts';
import { type QuotaStatus, WINDOWS } from '../../analysis/quota/status.ts';
import { trafficOf } from '../../analysis/quota/traffic.ts';
import type { AnswerContext } from '../context.ts';
import type { JudgedPlace } from './judge-place.ts';
import { loadRows, minutesAt, type Rows } from './load.ts';

const WEEKS = 12;
/** Below this share of its limit a quota is years away. */
const LEAST_SHARE = 0.1;
const MOST_QUOTAS = 24;

/** Of the peak that all witnesses saw, what logs must have seen to speak for all traffic. */
const LOGS_SPEAK = 0.9;

export interface Growth {
  readonly timeToThrottle: TimeToThrottle | NoEstimate;
  /** Null: there are too few minutes to tell. */
  readonly probability: Breach | null;
}

/**
 * Estimates by status; quotas that are nearly idle, daily or stale have none.
 * @param recent the rows that the statuses were judged by
 */
export async function growthOf(
  context: AnswerContext,
  judged: readonly JudgedPlace[],
  statuses: readonly QuotaStatus[],
  recent: Pick<Rows, 'first' | 'length'>,
): Promise<Map<QuotaStatus, Growth>> {
  const asked = statuses
    .filter(isAsked)
    .toSorted((a, b) => peakOf(b) - peakOf(a))
    .slice(0, MOST_QUOTAS);
  const answers = new Map<QuotaStatus, Growth>();
  for (const one of judged) {
    const { account, region } = one.place;
    const here = asked.filter((status) => status.account === account && status.region === region);
    if (here.length === 0) continue;
    const models = [...new Set(here.flatMap(({ match }) => match.models))];
    const where = { account, region };
    const rows = await loadRows(context, { days: WEEKS * 7, where, models, metrics: 'none' });
    const minutes = minutesAt(one.place, rows, context);
    const seenFirst = minutes.seen?.first ?? null;
    for (const status of here) {
      answers.set(status, {
        timeToThrottle: timeToThrottle(weeksOf(status, minutes.buckets, rows, seenFirst)),
        probability: probabilityOf(status, one, recent, { buckets: minutes.buckets, rows, seenFirst }),
      });
    }
  }
  return answers;
}

interface Logs {
  readonly buckets: Parameters<typeof trafficOf>[1];
  readonly rows: Pick<Rows, 'first' | 'length'>;
  readonly seenFirst: number | null;
}

/** From weeks of logs, or where they miss some of the traffic, from the days that all witnesses saw. */
function probabilityOf(
  { match, limit }: QuotaStatus,
  { minutes, coverage }: JudgedPlace,
  recent: Pick<Rows, 'first' | 'length'>,
  logs: Logs,
): Breach | null {
  if (limit === null || limit.value <= 0 || coverage === null) return null;
  const until = recent.first + coverage.end;
  const of = (buckets: Logs['buckets'], { first, length }: Pick<Rows, 'first' | 'length'>, from: number) => {
    const [traffic] = trafficOf(match, buckets, length);
    if (traffic === undefined) return [];
    const effective = limit.value * traffic.times;
    const highest = blockMaxima(governingColumn(traffic, false), from - first, until - first, 60);
    return highest.map((value) => value / effective);
  };
  const all = of(minutes.buckets, recent, recent.first + coverage.from);
  const logged = logs.seenFirst === null ? [] : of(logs.buckets, logs.rows, logs.seenFirst);
  const peak = (hours: readonly number[]) => Math.max(0, ...hours.slice(-7 * 24));
  const hours = peak(logged) >= LOGS_SPEAK * peak(all) && logged.length > all.length ? logged : all;
  return hours.length === 0 ? null : breachProbability(hours, hourOfWeekEnding(until));
}

function isAsked(status: QuotaStatus): boolean {
  const { metric } = status.match.parsed;
  const judged = status.state !== 'stale' && status.state !== 'hold' && status.state !== 'unmapped';
  return judged && (metric === 'tpm' || metric === 'rpm') && peakOf(status) >= LEAST_SHARE;
}

const peakOf = ({ windows }: QuotaStatus): number =>
  Math.max(windows.week?.utilization.peak ?? 0, windows.week?.reserved?.peak ?? 0);

/** Weeks counted back from now; the oldest one that data do not wholly cover is left out. */
function weeksOf(
  { match, limit }: QuotaStatus,
  buckets: Parameters<typeof trafficOf>[1],
  { first, length }: { first: number; length: number },
  seenFirst: number | null,
): Week[] {
  const [traffic] = trafficOf(match, buckets, length);
  if (traffic === undefined || limit === null || seenFirst === null) return [];
  const column = larger(traffic.used, traffic.reserved);
  const weeks: Week[] = [];
  for (let back = WEEKS; back > 0; back -= 1) {
    const from = length - back * WINDOWS.week;
    if (first + from < seenFirst) continue;
    const stats = windowStats(column, from, from + WINDOWS.week, limit.value * traffic.times);
    if (stats) weeks.push({ week: -back, p99: stats.utilization.p99 });
  }
  return weeks;
}
