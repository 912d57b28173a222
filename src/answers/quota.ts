/**
 * Quotas: what each one limits, how full it is, since when, who fills it, and when it will be reached.
 * @module
 */
import { type QuotaState, urgency } from '../analysis/quota/state.ts';
import type { QuotaStatus, WindowName } from '../analysis/quota/status.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { callersOf, type QuotaCaller } from './quota/callers.ts';
import { type Growth, growthOf } from './quota/growth.ts';
import { judgePlace } from './quota/judge-place.ts';
import { catalogueLabels, listedPlaces, type Place } from './quota/listed.ts';
import { loadRows } from './quota/load.ts';
import type { QuotaRequest } from './quota/request.ts';

export { quotaJson } from './quota/json.ts';
export { parseQuotaRequest, type QuotaRequest, type QuotaText, windowText } from './quota/request.ts';

/** A quota with who fills it and when it will be full. */
export interface QuotaRow extends QuotaStatus {
  /** Null: not asked, or nearly idle. */
  readonly timeToThrottle: Growth['timeToThrottle'] | null;
  /** Of the next hour always, of the day and the week where growth was asked for; null: nothing can be told. */
  readonly probability: Growth['probability'];
  /** Null: not asked for, or nothing hot to ask about. */
  readonly callers: readonly QuotaCaller[] | null;
}

export interface QuotaAnswer {
  readonly now: EpochSeconds;
  readonly window: WindowName;
  /** Inference quotas, the most urgent first. */
  readonly rows: readonly QuotaRow[];
  /** Accounts and Regions whose quotas are known, with the minute up to which their traffic is; null: not at all. */
  readonly places: readonly (Place & { readonly until: number | null })[];
  /** How many listed quotas are on other things than inference. */
  readonly others: number;
  /** Ids with traffic whose model nobody knows: no quota counts them. */
  readonly unidentified: readonly (Place & { readonly modelId: string })[];
}

/** What to leave out, or to add, where it is (not) needed: each takes further questions to the store. */
export interface QuotaParts {
  readonly growth?: boolean;
  readonly callers?: boolean;
  /** Tokens of an average request by metrics; by default they are known from logs alone. */
  readonly averages?: boolean;
}

/** A week of windows, and the day before it that daily quotas look back on; what tells the next hour, too. */
export const DAYS = 8;
/** Callers are asked for where somebody may have to be called. */
const MOST_CALLER_QUESTIONS = 24;

/** What is known ahead without asking for growth. */
export const unasked = ({ withinHour }: QuotaStatus): Pick<QuotaRow, 'timeToThrottle' | 'probability'> => ({
  timeToThrottle: null,
  probability: withinHour === null ? null : { hour: withinHour, day: null, week: null },
});
const NO_GROWTH: ReadonlyMap<QuotaStatus, Growth> = new Map();

export async function quotaAnswer(
  context: AnswerContext,
  request: QuotaRequest,
  parts: QuotaParts = {},
): Promise<QuotaAnswer> {
  const { window, ...where } = request;
  const [places, rows] = await Promise.all([
    listedPlaces(context, where),
    loadRows(context, {
      days: DAYS,
      where,
      metrics: parts.averages ? 'all' : 'needed',
    }),
  ]);
  const catalogue = catalogueLabels(context.book);
  const judged = places.map((place) => judgePlace(place, rows, catalogue, window, context));
  const statuses = withRegionNotes(judged.flatMap((one) => one.statuses));
  const growth = parts.growth === false ? NO_GROWTH : await growthOf(context, judged, statuses, rows);
  const answered = statuses
    .map((status): QuotaRow => ({ ...status, ...(growth.get(status) ?? unasked(status)), callers: null }))
    .toSorted(compareRows);
  return {
    now: context.now,
    window,
    rows: parts.callers === false ? answered : await withCallers(context, answered),
    places: judged.map(({ place, until }) => ({ account: place.account, region: place.region, until })),
    others: judged.reduce((sum, { others }) => sum + others, 0),
    unidentified: judged.flatMap(({ place: { account, region }, minutes }) =>
      minutes.unidentified.map((modelId) => ({ account, region, modelId })),
    ),
  };
}

/** AWS pages disagree on whether a global quota holds for all Regions together: use from several is pointed out. */
function withRegionNotes(statuses: readonly QuotaStatus[]): QuotaStatus[] {
  const regions = new Map<string, Set<string>>();
  const keyOf = ({ account, quota }: QuotaStatus) => `${account}\n${quota.code}`;
  const isGlobal = ({ match, used }: QuotaStatus) => match.parsed.scope === 'global' && used;
  for (const status of statuses.filter(isGlobal)) {
    const known = regions.get(keyOf(status)) ?? new Set();
    regions.set(keyOf(status), known.add(status.region));
  }
  return statuses.map((status) => {
    const count = regions.get(keyOf(status))?.size ?? 0;
    if (count < 2 || !isGlobal(status)) return status;
    const note = `Used from ${count} Regions: if the limit holds for all of them together, it is fuller than this`;
    return { ...status, notes: [...status.notes, note] };
  });
}

const shareOf = ({ windows, daily }: QuotaRow): number =>
  Math.max(
    windows.day?.utilization.peak ?? 0,
    windows.day?.reserved?.peak ?? 0,
    windows.week?.utilization.peak ?? 0,
    daily?.[daily.worse].utilization ?? 0,
  );

/** By urgency, then by how full; what is idle comes last. */
function compareRows(a: QuotaRow, b: QuotaRow): number {
  return (
    urgency(b.state) - urgency(a.state) ||
    shareOf(b) - shareOf(a) ||
    a.quota.name.localeCompare(b.quota.name, 'en') ||
    `${a.account}${a.region}`.localeCompare(`${b.account}${b.region}`, 'en')
  );
}

const ASKABLE: ReadonlySet<QuotaState> = new Set(['watch', 'warn', 'critical', 'throttling']);

async function withCallers(context: AnswerContext, rows: readonly QuotaRow[]): Promise<QuotaRow[]> {
  const asked = new Set(rows.filter(({ state }) => ASKABLE.has(state)).slice(0, MOST_CALLER_QUESTIONS));
  return Promise.all(
    rows.map(async (row) => (asked.has(row) ? { ...row, callers: await callersOf(context, row) } : row)),
  );
}
