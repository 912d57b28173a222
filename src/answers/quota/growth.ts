/**
 * When growth reaches each quota, and how likely demand reaches it within the next day and week: from the logs of the
 * last weeks, which are kept by minute for longer than metrics. The `bedrock-mantle` endpoint has no logs: its metrics.
 * @module
 */
import { type Breach, blockMaxima, breachAhead } from '../../analysis/quota/breach.ts';
import {
  type NoEstimate,
  type TimeToThrottle,
  timeToThrottle,
  type Week,
} from '../../analysis/quota/growth.ts';
import { type MantleBucket, mantleSeen, mantleTraffic } from '../../analysis/quota/mantle.ts';
import { governingColumn } from '../../analysis/quota/measure.ts';
import type { Bucket } from '../../analysis/quota/minutes.ts';
import { LEAST_SHARE } from '../../analysis/quota/soon.ts';
import { larger, windowStats } from '../../analysis/quota/statistics.ts';
import { type QuotaStatus, WINDOWS } from '../../analysis/quota/status.ts';
import { type Traffic, trafficOf } from '../../analysis/quota/traffic.ts';
import type { AnswerContext } from '../context.ts';
import type { JudgedPlace } from './judge-place.ts';
import { loadRows, mantleAt, minutesAt, type Rows } from './load.ts';

const WEEKS = 12;
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
    const metrics = here.some(isMantle) ? 'mantle' : 'none';
    const rows = await loadRows(context, { days: WEEKS * 7, where, models, metrics });
    const { buckets, seen } = minutesAt(one.place, rows, context);
    const mantle = mantleAt(one.place, rows);
    const logs = { buckets, mantle, rows, seenFirst: seen?.first ?? null };
    for (const status of here) {
      const known = isMantle(status)
        ? { ...logs, seenFirst: mantleSeen(mantle, rows.first)?.first ?? null }
        : logs;
      answers.set(status, {
        timeToThrottle: timeToThrottle(weeksOf(status, known)),
        probability: probabilityOf(status, one, recent, known),
      });
    }
  }
  return answers;
}

type Range = Pick<Rows, 'first' | 'length'>;

/** What one reading knows of an account and Region. */
interface Known {
  readonly buckets: readonly Bucket[];
  readonly mantle: readonly MantleBucket[];
  readonly rows: Range;
  /** First minute with traffic, since the epoch. */
  readonly seenFirst: number | null;
}

const isMantle = ({ match }: QuotaStatus): boolean => match.parsed.scope === 'mantle';

/** The limited traffic; names of two kinds of traffic are on days, which are not asked for. */
function trafficIn({ match }: QuotaStatus, { buckets, mantle, rows }: Omit<Known, 'seenFirst'>) {
  const all: readonly Traffic[] =
    match.parsed.scope === 'mantle'
      ? mantleTraffic(match, mantle, rows.length)
      : trafficOf(match, buckets, rows.length);
  return all[0];
}

/** From weeks of logs, or where they miss some of the traffic, from the days that all witnesses saw. */
function probabilityOf(
  status: QuotaStatus,
  { minutes, mantle, coverage }: JudgedPlace,
  recent: Range,
  logs: Known,
): Breach | null {
  const { limit, withinHour } = status;
  if (limit === null || limit.value <= 0 || coverage === null) return null;
  const until = recent.first + coverage.end;
  const of = (known: Omit<Known, 'seenFirst'>, from: number) => {
    const traffic = trafficIn(status, known);
    if (traffic === undefined) return [];
    const effective = limit.value * traffic.times;
    const { first } = known.rows;
    const highest = blockMaxima(governingColumn(traffic, false), from - first, until - first, 60);
    return highest.map((value) => value / effective);
  };
  const all = of({ buckets: minutes.buckets, mantle, rows: recent }, recent.first + coverage.from);
  const logged = logs.seenFirst === null ? [] : of(logs, logs.seenFirst);
  const peak = (hours: readonly number[]) => Math.max(0, ...hours.slice(-7 * 24));
  const hours = peak(logged) >= LOGS_SPEAK * peak(all) && logged.length > all.length ? logged : all;
  return hours.length === 0 ? null : breachAhead(hours, withinHour);
}

function isAsked(status: QuotaStatus): boolean {
  const { metric } = status.match.parsed;
  const judged = status.state !== 'stale' && status.state !== 'hold' && status.state !== 'unmapped';
  return judged && (metric === 'tpm' || metric === 'rpm') && peakOf(status) >= LEAST_SHARE;
}

const peakOf = ({ windows }: QuotaStatus): number =>
  Math.max(windows.week?.utilization.peak ?? 0, windows.week?.reserved?.peak ?? 0);

/** Weeks counted back from now; the oldest one that data do not wholly cover is left out. */
function weeksOf(status: QuotaStatus, known: Known): Week[] {
  const { limit } = status;
  const { rows, seenFirst } = known;
  const { first, length } = rows;
  const traffic = trafficIn(status, known);
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
