/**
 * What the range and the period before it are called in sentences.
 * @module
 */
import { type EpochSeconds, parseSpan, type TimeRange } from '../../src/domain/time.ts';
import { momentText, monthName, rangeText } from '../format/moment.ts';
import { isWholeMonth, type Periods } from './periods.ts';

export interface Wording {
  /** `so far in November`, `in October`, `in the last 7 days`, `on 20 Nov`. */
  readonly range: string;
  /** `October at this point`, `September`, `the 7 days before`. */
  readonly before: string;
}

/** Words for the periods. */
export function wordingOf(periods: Periods, since: string | null, now: EpochSeconds): Wording {
  const { range, complete } = periods;
  const cut = complete !== null && complete.to < range.to;
  if (isWholeMonth(range)) {
    const month = monthName(range.from, now);
    const previous = monthName((range.from - 1) as EpochSeconds, now);
    return {
      range: range.to > now ? `so far in ${month}` : `in ${month}`,
      before: cut ? `${previous} at this point` : previous,
    };
  }
  if (since !== null) {
    const words = sinceWords(since);
    return { range: `in the last ${words}`, before: `the ${words} before` };
  }
  return { range: spanOf(range, now), before: 'the same time before' };
}

function spanOf(range: TimeRange, now: EpochSeconds): string {
  const text = rangeText(range, now);
  if (!text.includes('–')) return `on ${text}`;
  return range.to > now ? `since ${momentText(range.from, now)}` : `from ${text.replace(' – ', ' to ')}`;
}

const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

/** `7d` is `7 days`; what is no span is told as it is. */
function sinceWords(since: string): string {
  const count = Number.parseInt(since, 10);
  const unit = UNITS[since.at(-1) as keyof typeof UNITS];
  if (parseSpan(since) === undefined || unit === undefined) return since;
  return count === 1 ? unit : `${count} ${unit}s`;
}
