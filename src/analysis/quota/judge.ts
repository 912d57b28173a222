/**
 * The state of a quota, since when, and why.
 * @module
 */
import { groupThousands } from '../../domain/format.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { type DailyBurn, dailyState } from './daily.ts';
import type { Exceeded } from './exceeded.ts';
import type { Measured, PlaceInput } from './measure.ts';
import { startOfMinute } from './minutes.ts';
import { describeShare } from './notes.ts';
import { LIKELY_WITHIN_HOUR, type QuotaState, stateOfShare, thresholdOf, urgency, worse } from './state.ts';
import { type QuotaStatus, type QuotaWindow, WINDOWS } from './status.ts';

/** Minutes of one episode are at most this far apart. */
const EPISODE_GAP = 60;

export interface Evidence {
  readonly current: QuotaWindow | null;
  readonly windows: QuotaStatus['windows'];
  readonly throttled: Float64Array | null;
  readonly isLikely: boolean | null;
  readonly lowerBound: QuotaStatus['lowerBound'];
  readonly withinHour: number | null;
  readonly exceeded: Exceeded | null;
}

type Judgement = Pick<QuotaStatus, 'state' | 'since' | 'why'>;

/** The state and its reason, from what cannot be overruled to what is only a share. */
export function judge(one: Measured, evidence: Evidence, input: PlaceInput): Judgement {
  const { quota, match, limit, traffic, daily } = one;
  if (match.status !== 'mapped') {
    return { state: 'unmapped', since: null, why: match.reason ?? 'which model it limits is not known' };
  }
  if (quota.applied === 0 || limit?.value === 0) {
    const of =
      quota.default === null || quota.default === 0
        ? ''
        : ` while the default is ${groupThousands(quota.default)}`;
    return {
      state: 'hold',
      since: quota.appliedSince,
      why: `the ${limit?.of ?? 'applied'} value is 0${of}: every call is refused`,
    };
  }
  if (match.parsed.scope === 'account') {
    const why = 'cannot be computed from tokens: AWS accounts for this quota by price';
    return { state: 'unmapped', since: null, why };
  }
  if (match.parsed.metric === 'concurrent') {
    const why = 'requests at the same time are in neither metrics nor logs';
    return { state: 'unmapped', since: null, why };
  }
  if (limit === null) return { state: 'unmapped', since: null, why: 'AWS lists no value for it' };
  if (traffic === null || input.coverage === null) {
    return { state: 'stale', since: null, why: 'there are no data of this account and Region' };
  }
  if (!input.fresh) {
    const since = startOfMinute(input.first + input.coverage.end);
    return { state: 'stale', since, why: 'there are no newer data of this account and Region' };
  }
  return judgeShare(one, evidence, input, daily);
}

function judgeShare(
  one: Measured,
  { current, windows, throttled, isLikely, lowerBound, withinHour, exceeded }: Evidence,
  input: PlaceInput,
  daily: DailyBurn | null,
): Judgement {
  const settled = current?.utilization.peak ?? 0;
  const reserved = current?.reserved?.peak ?? 0;
  const share = Math.max(settled, reserved, lowerBound?.share ?? 0);
  let state: QuotaState = worse(stateOfShare(share), daily === null ? 'ok' : dailyState(daily));
  if (isLikely === true)
    state = (windows.hour?.throttledCalls ?? 0) > 0 ? 'throttling' : worse(state, 'critical');
  // What AWS lets through is no limit, however full: somebody should know it, nobody need act.
  if (exceeded !== null && urgency(state) > urgency('watch')) state = 'watch';
  const likelySoon = exceeded === null && withinHour !== null && withinHour >= LIKELY_WITHIN_HOUR;
  if (likelySoon) state = worse(state, 'critical');
  const refused = isLikely === true ? throttled : null;
  return {
    state,
    since: sinceOf(one, { state, isAhead: likelySoon || daily !== null }, refused, input),
    why: describeShare({
      one,
      current,
      refusedNow: state === 'throttling',
      isLikely,
      lowerBound,
      withinHour: likelySoon && state === 'critical' ? withinHour : null,
      exceeded,
      window: input.window,
    }),
  };
}

/**
 * Start of the episode that made the state: its minutes, back from the last one, without a gap of an hour.
 * @param isAhead whether it may be critical by what is to come, before any share is reached: it is so from now on
 */
function sinceOf(
  { governing, effective }: Measured,
  { state, isAhead }: { readonly state: QuotaState; readonly isAhead: boolean },
  refused: Float64Array | null,
  { coverage, first, window }: PlaceInput,
): EpochSeconds | null {
  if (state === 'ok' || coverage === null) return null;
  const bound = thresholdOf(state) ?? Number.POSITIVE_INFINITY;
  const from = Math.max(coverage.from, coverage.end - WINDOWS[window]);
  let since: number | null = null;
  for (let i = coverage.end - 1; i >= from; i -= 1) {
    const here =
      (refused?.[i] ?? 0) > 0 || (state !== 'throttling' && (governing[i] ?? 0) / effective >= bound);
    if (here) since = i;
    else if (since !== null && since - i > EPISODE_GAP) break;
  }
  if (since === null) return isAhead ? startOfMinute(first + coverage.end) : null;
  return startOfMinute(first + since);
}
