/**
 * Times as people read them. Always UTC.
 * @module
 */
import { type EpochSeconds, epochSeconds, isoInstant, type TimeRange } from '../../src/domain/time.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

interface Parts {
  readonly year: number;
  readonly month: string;
  readonly day: number;
  readonly clock: string;
}

function parts(at: EpochSeconds): Parts {
  const iso = isoInstant(at);
  return {
    year: Number(iso.slice(0, 4)),
    month: MONTHS[Number(iso.slice(5, 7)) - 1] ?? '',
    day: Number(iso.slice(8, 10)),
    clock: iso.slice(11, 16),
  };
}

/** `November`, with the year when it is not `now`'s. */
export function monthName(at: EpochSeconds, now: EpochSeconds): string {
  const { year, month } = parts(at);
  return year === parts(now).year ? month : `${month} ${year}`;
}

/** `21 Nov`, with the year when it is not `now`'s. */
export function dayText(at: EpochSeconds, now: EpochSeconds): string {
  const { year, month, day } = parts(at);
  const text = `${day} ${month.slice(0, 3)}`;
  return year === parts(now).year ? text : `${text} ${year}`;
}

/** `14:02`. */
export const clockText = (at: EpochSeconds): string => parts(at).clock;

/** `21 Nov 14:02`; a midnight is only its day. */
export function momentText(at: EpochSeconds, now: EpochSeconds): string {
  const clock = clockText(at);
  return clock === '00:00' ? dayText(at, now) : `${dayText(at, now)} ${clock}`;
}

/** `1 – 30 Nov`, `20 Nov 14:00 – 21 Nov 15:00`: whole days by their first and last, others by their ends. */
export function rangeText(range: TimeRange, now: EpochSeconds): string {
  const wholeDays = clockText(range.from) === '00:00' && clockText(range.to) === '00:00';
  if (!wholeDays) {
    const end =
      dayText(range.from, now) === dayText(range.to, now) ? clockText(range.to) : fullText(range.to, now);
    return `${fullText(range.from, now)} – ${end}`;
  }
  const last = epochSeconds(range.to - 1);
  const [first, final] = [dayText(range.from, now), dayText(last, now)];
  if (first === final) return first;
  const sameMonth = monthName(range.from, now) === monthName(last, now);
  return `${sameMonth ? parts(range.from).day : first} – ${final}`;
}

const fullText = (at: EpochSeconds, now: EpochSeconds): string => `${dayText(at, now)} ${clockText(at)}`;

/** `just now`, `3 min ago`, `2 h ago`; a day and older by its date. */
export function agoText(at: EpochSeconds, now: EpochSeconds): string {
  const age = now - at;
  if (age < 60) return 'just now';
  if (age < 3600) return `${Math.floor(age / 60)} min ago`;
  if (age < 86_400) return `${Math.floor(age / 3600)} h ago`;
  return momentText(at, now);
}

/** `45 s`, `12 min`, `5 h`, `3 days`. */
export function spanText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
