/**
 * The answer of `coverage` as JSON, the same from the CLI and the API.
 * @module
 */
import type { Counts } from '../analysis/coverage/counts.ts';
import type { CoverageRow, CoverageTotal } from '../analysis/coverage/coverage.ts';
import type { Bounds } from '../analysis/coverage/price.ts';
import { usdString } from '../domain/money.ts';
import { type EpochHour, type EpochSeconds, isoDay, isoHour, isoInstant } from '../domain/time.ts';
import type { Coverage } from './coverage.ts';

const boundsJson = (cost: Bounds | null) =>
  cost && { low: usdString(cost.low), mid: usdString(cost.mid), high: usdString(cost.high) };

const countsJson = ({ invocations, input, output, cacheRead, cacheWrite, images }: Counts) => ({
  invocations,
  tokens: { input, output, cacheRead, cacheWrite },
  images,
});

function sumsJson(sums: CoverageTotal) {
  return {
    logged: countsJson(sums.logged),
    metrics: countsJson(sums.metrics),
    dark: darkJson(sums),
    coverage: sums.coverage,
  };
}

function darkJson({ dark, cost, unpricedTokens, unpricedImages }: CoverageTotal) {
  return {
    ...countsJson(dark),
    cost: boundsJson(cost),
    unpriced: { tokens: unpricedTokens, images: unpricedImages },
  };
}

/** @param hours whether each row lists its dark hours */
export function coverageJson(answer: Coverage, { hours = false }: { hours?: boolean } = {}) {
  const { request, rows, total, days, darkRegions, bill } = answer;
  return {
    from: isoInstant(request.range.from),
    to: isoInstant(request.range.to),
    comparableUpTo: answer.comparableUpTo === null ? null : isoInstant(answer.comparableUpTo),
    measured: answer.measured,
    rows: rows.map((row) => rowJson(row, hours)),
    total: sumsJson(total),
    days: days.map(({ day, loggedTokens, loggedCost, darkTokens, dark }) => ({
      day: isoDay(day),
      logged: { tokens: loggedTokens, cost: usdString(loggedCost) },
      dark: { tokens: darkTokens, cost: boundsJson(dark) },
    })),
    regionsWithoutLogging: darkRegions.map(({ account, region, because, total: of, command }) => ({
      ...{ account, region, because, command },
      ...sumsJson(of),
    })),
    bill: bill.map(({ day, billed, capacity, estimated, difference, share, provisional }) => ({
      day: isoDay(day),
      billed: usdString(billed),
      capacity: usdString(capacity),
      estimated: usdString(estimated),
      difference: usdString(difference),
      share,
      provisional,
    })),
    priceVersion: answer.priceVersion,
  };
}

function rowJson(row: CoverageRow, hours: boolean) {
  const { account, region, endpoint, modelId, model, scope } = row;
  return {
    ...{ account, region, endpoint, modelId, model, scope },
    ...sumsJson(row),
    excess: countsJson(row.excess),
    uncompared: countsJson(row.uncompared),
    unpricedReason: row.unpricedReason,
    reason: row.reason,
    ...(hours
      ? {
          hours: row.hours.map(({ hour, dark, cost }) => ({
            hour: isoHour(hour as EpochHour),
            ...countsJson(dark),
            cost: boundsJson(cost),
          })),
        }
      : {}),
  };
}

/** The part that `spend` carries: how much of the usage its rows are, and what only metrics saw beside them. */
export function spendCoverageJson(
  dark: (CoverageTotal & { readonly comparableUpTo: EpochSeconds | null }) | null,
) {
  if (dark === null) return null;
  return {
    logged: dark.coverage,
    dark: darkJson(dark),
    comparableUpTo: dark.comparableUpTo === null ? null : isoInstant(dark.comparableUpTo),
  };
}
