/**
 * The figures of one quota.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import type { QuotaRow } from '../../src/answers/quota.ts';
import { formatCount, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import type { Figure } from '../overview/figures.ts';
import { unitOf } from './words.ts';

export function detailFigures({ row, window }: QuotaDetail): Figure[] {
  const { quota, windows, reservation } = row;
  const current = windows[window];
  const plain = { exact: null, mood: 'plain' } as const;
  const share = (value: number | null | undefined) => (value == null ? UNKNOWN : percent(value));
  const below = quota.applied !== null && quota.default !== null && quota.applied < quota.default;
  return [
    {
      ...{ ...plain, id: 'limit', title: 'Applied value' },
      value: quota.applied === null ? UNKNOWN : formatCount(quota.applied),
      exact: quota.applied === null ? null : groupThousands(quota.applied),
      note: quota.default === null ? 'default not stated' : `default ${formatCount(quota.default)}`,
      mood: below ? 'warning' : 'plain',
      how: `${unitOf(row)} that AWS lets through, as Service Quotas lists it for this account and source Region. ${quota.adjustable ? 'Service Quotas takes requests for more.' : 'Not adjustable in Service Quotas.'}`,
    },
    {
      ...{ ...plain, id: 'peak', title: 'Peak', value: share(current?.utilization.peak) },
      note: `p99 ${share(current?.utilization.p99)}, p95 ${share(current?.utilization.p95)}`,
      how: `The highest minute of the window, and the values that 99 and 95 % of its ${groupThousands(current?.minutes ?? 0)} minutes do not pass; minutes without calls are in.`,
    },
    {
      ...{ ...plain, id: 'reserved', title: 'Peak reserved', value: share(current?.reserved?.peak) },
      note:
        reservation === null
          ? 'no record tells'
          : `${formatCount(Math.round(reservation.perCall))} tokens a call`,
      mood: (current?.reserved?.peak ?? 0) >= 0.95 ? 'warning' : 'plain',
      how: 'Input, cached input and max_tokens of the requests of each minute: what AWS takes from the limit when they start. What they did not use is given back when they end, so this may be refused while settled use is low.',
    },
    {
      ...{ ...plain, id: 'over', title: 'Minutes above 80 %' },
      value: current === null ? UNKNOWN : formatCount(current.minutesOver80),
      note: current === null ? 'no data' : `${formatCount(current.minutesOver95)} above 95 %`,
      how: 'Minutes of the window in which the higher of settled and reserved passed the share.',
    },
    {
      ...{ ...plain, id: 'throttled', title: 'Throttled calls' },
      value: current === null ? UNKNOWN : formatCount(current.throttledCalls),
      note:
        current === null
          ? 'no data'
          : `in ${formatCount(current.throttledMinutes)} ${current.throttledMinutes === 1 ? 'minute' : 'minutes'}`,
      mood: (current?.throttledCalls ?? 0) > 0 ? 'warning' : 'plain',
      how: 'Calls of this traffic that AWS refused in the window, whichever of its quotas refused them.',
    },
    growthFigure(row),
  ];
}

const WHY_NONE = {
  'too-few-weeks': 'less than four weeks of logs',
  'no-growth': 'no growth that stands out of the noise',
  'at-the-limit': 'it is there already',
} as const;

const NOT_JUDGED: ReadonlySet<string> = new Set(['hold', 'unmapped', 'stale']);

function growthFigure({ timeToThrottle: estimate, probability, state, match }: QuotaRow): Figure {
  const plain = { id: 'growth', title: 'Full by growth in', exact: null, mood: 'plain' } as const;
  const how =
    'Median of the slopes between all pairs of weekly 99th percentiles, on a log scale (Theil-Sen), over up to twelve weeks of logs; the interval, 90 %, holds what is uncertain of slope, level and the weeks to come. None is shown where growth may be chance. Probabilities are those of any minute at the limit.';
  if (estimate === null || typeof estimate === 'string') {
    const far = match.parsed.metric === 'tpd' ? 'not estimated for days' : 'under a tenth of its limit';
    const none = NOT_JUDGED.has(state) ? 'not judged' : far;
    const note = estimate === null ? none : WHY_NONE[estimate];
    return { ...plain, value: UNKNOWN, note: `${note}${soon(probability)}`, how };
  }
  const { days, low, high, weeklyGrowth } = estimate;
  const to = high === null ? 'years' : `${Math.round(high)} days`;
  return {
    ...{ ...plain, how, value: `${Math.round(days)} days` },
    note: `${Math.round(low)} days to ${to}; ${percent(weeklyGrowth)} a week${soon(probability)}`,
  };
}

/** How likely a minute reaches the limit, where that is known. */
function soon(probability: QuotaRow['probability']): string {
  if (probability === null || probability.day === null) return '';
  const week = probability.week === null ? '' : `, ${percent(probability.week)} within a week`;
  return `; reached with ${percent(probability.day)} within a day${week}`;
}
