/**
 * The monthly report as JSON.
 * @module
 */
import { CAUSES } from '../../analysis/bridge.ts';
import { measuresJson } from '../../analysis/spend.ts';
import type { Month } from '../../answers/month.ts';
import { usdString } from '../../domain/money.ts';
import { isoInstant, type TimeRange } from '../../domain/time.ts';
import type { Revision } from './parts.ts';

/** @param more answers of other analyses, as they are in their own JSON */
export function monthJson(
  month: Month,
  more: Readonly<Record<string, unknown>>,
  revisions: readonly Revision[],
) {
  const { bridge } = month;
  return {
    month: month.month,
    ...rangeJson(month.range),
    closed: month.closed,
    dataUpTo: month.dataUpTo === null ? null : isoInstant(month.dataUpTo),
    total: measuresJson(month.total),
    previous:
      month.before === null ? null : { ...rangeJson(month.beforeRange), ...measuresJson(month.before) },
    bridge: bridge && {
      before: usdString(bridge.before),
      after: usdString(bridge.after),
      causes: Object.fromEntries(CAUSES.map((cause) => [cause, usdString(bridge.causes[cause])])),
    },
    priceVersions: month.priceVersions.map(({ version, cost }) => ({ version, cost: usdString(cost) })),
    unpriced: month.unpriced,
    overflows: month.overflows,
    repricings: month.repricings.map((one) => ({
      at: isoInstant(one.at),
      who: one.who,
      reason: one.reason,
      ...rangeJson(one.range),
      before: usdString(one.before),
      after: usdString(one.after),
    })),
    revisions: revisions.map(({ at, reportedAt, costBefore, ...one }) => ({
      ...{ at: isoInstant(at), reportedAt: isoInstant(reportedAt), costBefore: usdString(costBefore) },
      ...one,
    })),
    by: Object.fromEntries(
      month.tables.map(({ dimension, rows }) => [
        dimension,
        rows.map(({ value, measures, before }) => ({
          value,
          ...measuresJson(measures),
          previous: before === null ? null : measuresJson(before),
        })),
      ]),
    ),
    days: month.days
      .map((row) => ({ day: row.key[0], model: row.key[1], ...measuresJson(row) }))
      .toSorted((a, b) => order(`${a.day} ${a.model}`, `${b.day} ${b.model}`)),
    ...more,
  };
}

const rangeJson = ({ from, to }: TimeRange) => ({ from: isoInstant(from), to: isoInstant(to) });
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
