/**
 * The answer as JSON: for the command, the API, and whoever reads either. Shares of a limit are numbers, 1 is full.
 * @module
 */
import type { Utilization } from '../../analysis/quota/statistics.ts';
import type { QuotaStatus, QuotaWindow } from '../../analysis/quota/status.ts';
import { type EpochSeconds, epochSeconds, isoInstant } from '../../domain/time.ts';
import type { QuotaAnswer, QuotaRow } from '../quota.ts';
import { windowText } from './request.ts';

export function quotaJson({ now, window, rows, places, others, unidentified }: QuotaAnswer) {
  return {
    at: isoInstant(now),
    window: windowText(window),
    quotas: rows.map((row) => rowJson(row, window)),
    places: places.map(({ account, region, until }) => ({
      ...{ account, region },
      dataUntil: until === null ? null : isoInstant(epochSeconds(until * 60)),
    })),
    otherQuotas: others,
    unidentified,
  };
}

const iso = (at: EpochSeconds | null): string | null => (at === null ? null : isoInstant(at));
/** Enough digits to tell minutes apart, and no noise of floating point. */
const round = (value: number): number => Number(value.toPrecision(6));

function rowJson(row: QuotaRow, window: keyof QuotaStatus['windows']) {
  const { quota, match, limit, windows, reservation, daily } = row;
  const current = windows[window];
  return {
    account: row.account,
    region: row.region,
    quotaCode: quota.code,
    quotaName: quota.name,
    scope: match.parsed.scope,
    metric: match.parsed.metric,
    ...(match.parsed.variant === undefined ? {} : { variant: match.parsed.variant }),
    models: match.models,
    status: match.status,
    ...(match.reason === null ? {} : { reason: match.reason }),
    mappedBy: match.by,
    applied: quota.applied,
    default: quota.default,
    adjustable: quota.adjustable,
    measuredAgainst: limit?.of ?? null,
    state: row.state,
    since: iso(row.since),
    why: row.why,
    utilization: shares(current?.utilization ?? null),
    ...(current?.reserved == null ? {} : { reservedUtilization: round(current.reserved.peak) }),
    windows: {
      hour: windowJson(windows.hour),
      day: windowJson(windows.day),
      week: windowJson(windows.week),
    },
    ...(row.lowerBound === null ? {} : { lowerBound: row.lowerBound }),
    ...(row.settledBy === null ? {} : { settledBy: row.settledBy }),
    ...(row.burndown === null ? {} : { burndown: row.burndown }),
    ...(reservation === null ? {} : { reservation: roundAll(reservation) }),
    ...(daily === null ? {} : { daily }),
    ...(row.exceeded === null ? {} : { exceeded: { ...row.exceeded, lastAt: iso(row.exceeded.lastAt) } }),
    ...(row.likelyThrottle === null ? {} : { likelyThrottle: row.likelyThrottle }),
    ...(row.timeToThrottle === null ? {} : growthJson(row.timeToThrottle)),
    ...(row.probability === null ? {} : { probability: probabilityJson(row.probability) }),
    ...(row.callers === null ? {} : { callers: row.callers.map(roundAll) }),
    notes: row.notes,
  };
}

/** Two digits: no more is known of a probability. */
function probabilityJson({ hour, day, week }: NonNullable<QuotaRow['probability']>) {
  const digits = (p: number | null) => (p === null ? null : Number(p.toFixed(2)));
  return { hour: digits(hour), day: digits(day), week: digits(week) };
}

function growthJson(growth: NonNullable<QuotaRow['timeToThrottle']>) {
  return typeof growth === 'string' ? { noEstimate: growth } : { timeToThrottle: roundAll(growth) };
}

function shares(of: Utilization | null) {
  if (of === null) return { peak: null, p99: null, p95: null };
  return { peak: round(of.peak), p99: round(of.p99), p95: round(of.p95) };
}

function windowJson(window: QuotaWindow | null) {
  if (window === null) return null;
  const { utilization, reserved, peakAt, reservedPeakAt, ...counts } = window;
  return {
    utilization: shares(utilization),
    reservedUtilization: reserved === null ? null : shares(reserved),
    peakAt: iso(peakAt),
    reservedPeakAt: iso(reservedPeakAt),
    ...counts,
  };
}

function roundAll<T extends object>(of: T): T {
  const rounded = Object.entries(of).map(([key, value]) => [
    key,
    typeof value === 'number' ? round(value) : value,
  ]);
  return Object.fromEntries(rounded) as T;
}
