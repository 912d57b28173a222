/**
 * When growth reaches each quota: from the logs of the last weeks, which are kept by minute for longer than metrics.
 * @module
 */
import {
  type NoEstimate,
  type TimeToThrottle,
  timeToThrottle,
  type Week,
} from '../../analysis/quota/growth.ts';
import { larger, windowStats } from '../../analysis/quota/statistics.ts';
import { type QuotaStatus, WINDOWS } from '../../analysis/quota/status.ts';
import { trafficOf } from '../../analysis/quota/traffic.ts';
import type { AnswerContext } from '../context.ts';
import type { ListedPlace } from './listed.ts';
import { loadRows, minutesAt } from './load.ts';

const WEEKS = 12;
/** Below this share of its limit a quota is years away. */
const LEAST_SHARE = 0.1;
const MOST_QUOTAS = 24;

export type Growth = TimeToThrottle | NoEstimate;

/** Estimates by status; quotas that are nearly idle, daily or stale have none. */
export async function growthOf(
  context: AnswerContext,
  places: readonly ListedPlace[],
  statuses: readonly QuotaStatus[],
): Promise<Map<QuotaStatus, Growth>> {
  const asked = statuses
    .filter(isAsked)
    .toSorted((a, b) => peakOf(b) - peakOf(a))
    .slice(0, MOST_QUOTAS);
  const answers = new Map<QuotaStatus, Growth>();
  for (const place of places) {
    const here = asked.filter(({ account, region }) => account === place.account && region === place.region);
    if (here.length === 0) continue;
    const models = [...new Set(here.flatMap(({ match }) => match.models))];
    const { account, region } = place;
    const where = { account, region };
    const rows = await loadRows(context, { days: WEEKS * 7, where, models, metrics: 'none' });
    const minutes = minutesAt(place, rows, context);
    for (const status of here) {
      const weeks = weeksOf(status, minutes.buckets, rows, minutes.seen?.first ?? null);
      answers.set(status, timeToThrottle(weeks));
    }
  }
  return answers;
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
