/**
 * All inference quotas of one account and Region, judged.
 * @module
 */
import { assessPlace, type Coverage } from '../../analysis/quota/assess.ts';
import { burndownOf } from '../../analysis/quota/burndown.ts';
import { type MantleBucket, mantleSeen } from '../../analysis/quota/mantle.ts';
import { type Labels, matchQuotaName } from '../../analysis/quota/match-name.ts';
import type { Minutes } from '../../analysis/quota/minutes.ts';
import type { QuotaStatus, WindowName } from '../../analysis/quota/status.ts';
import type { AnswerContext } from '../context.ts';
import { coverageOf, seenInAll } from './coverage.ts';
import { type ListedPlace, matchSources } from './listed.ts';
import { mantleAt, minutesAt, type Rows } from './load.ts';

export interface JudgedPlace {
  readonly place: ListedPlace;
  readonly statuses: readonly QuotaStatus[];
  readonly minutes: Minutes;
  readonly mantle: readonly MantleBucket[];
  readonly coverage: Coverage | null;
  /** Minute after the last covered one; null: none is. */
  readonly until: number | null;
  /** How many quotas are on other things than inference. */
  readonly others: number;
}

/** @param catalogue labels of the price catalogue */
export function judgePlace(
  place: ListedPlace,
  rows: Rows,
  catalogue: Labels,
  window: WindowName,
  context: AnswerContext,
): JudgedPlace {
  const { config, now } = context;
  const sources = matchSources(place.models, catalogue, config);
  const matched = place.quotas.map((quota) => ({
    quota,
    match: matchQuotaName(quota.name, sources, quota.code),
  }));
  const quotas = matched.filter(({ match }) => match.parsed.metric !== null);
  const minutes = minutesAt(place, rows, context);
  const mantle = mantleAt(place, rows);
  // Some accounts call nothing but the mantle endpoint.
  const seen = seenInAll(minutes.seen, mantleSeen(mantle, rows.first));
  const { staleMinutes } = config.quotas;
  const { coverage, fresh, until } = coverageOf(place, seen, rows.sources, rows, { now, staleMinutes });
  const statuses = assessPlace({
    account: place.account,
    region: place.region,
    ...{ quotas, mantle, coverage, fresh, window },
    buckets: minutes.buckets,
    first: rows.first,
    length: rows.length,
    burndown: (model) => burndownOf(model, now, config.quotas.burndown),
  });
  return { place, statuses, minutes, mantle, coverage, until, others: matched.length - quotas.length };
}
