/**
 * UTC only. Instants are whole seconds since the epoch; hours and days are counted from the epoch.
 * @module
 */

declare const brand: unique symbol;
export type EpochSeconds = number & { readonly [brand]: 'EpochSeconds' };
export type EpochMinute = number & { readonly [brand]: 'EpochMinute' };
export type EpochHour = number & { readonly [brand]: 'EpochHour' };
export type EpochDay = number & { readonly [brand]: 'EpochDay' };

export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_DAY = 86_400;

export const epochSeconds = (n: number): EpochSeconds => n as EpochSeconds;
export const minuteOf = (at: EpochSeconds): EpochMinute => Math.floor(at / 60) as EpochMinute;
export const hourOf = (at: EpochSeconds): EpochHour => Math.floor(at / SECONDS_PER_HOUR) as EpochHour;
export const dayOf = (at: EpochSeconds): EpochDay => Math.floor(at / SECONDS_PER_DAY) as EpochDay;
export const startOfHour = (hour: EpochHour): EpochSeconds => (hour * SECONDS_PER_HOUR) as EpochSeconds;
export const startOfDay = (day: EpochDay): EpochSeconds => (day * SECONDS_PER_DAY) as EpochSeconds;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Parses an ISO 8601 instant or date. A missing zone is UTC; a date is its midnight; fractions are cut.
 * @returns undefined when the text is no valid instant (month 13, 30 February, hour 24)
 */
export function parseInstant(text: string): EpochSeconds | undefined {
  const m = ISO.exec(text);
  if (!m) return undefined;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const [h, min, s] = [Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0)];
  if (h > 23 || min > 59 || s > 59) return undefined;
  const ms = Date.UTC(year, month - 1, day, h, min, s);
  const back = new Date(ms);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  const offset = zoneOffset(m[8]);
  return offset === undefined ? undefined : epochSeconds(ms / 1000 - offset);
}

function zoneOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** `2026-11-21T09:00:00Z`. */
export function isoInstant(at: EpochSeconds): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
/** `2026-11-21`. */
export const isoDay = (day: EpochDay): string => isoInstant(startOfDay(day)).slice(0, 10);
/** `2026-11-21T09:00:00Z`. */
export const isoHour = (hour: EpochHour): string => isoInstant(startOfHour(hour));
/** `2026-11`. */
export const isoMonth = (day: EpochDay): string => isoDay(day).slice(0, 7);

/** The first day of the UTC month that holds `day`. */
export function firstOfMonth(day: EpochDay): EpochDay {
  return (day - new Date(startOfDay(day) * 1000).getUTCDate() + 1) as EpochDay;
}

/** Half-open range of instants: `from` inclusive, `to` exclusive. */
export interface TimeRange {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

/** The UTC month that holds `at`. */
export function monthOf(at: EpochSeconds): TimeRange {
  const d = new Date(at * 1000);
  const start = (offset: number) =>
    epochSeconds(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + offset, 1) / 1000);
  return { from: start(0), to: start(1) };
}

const SPAN_SECONDS = { m: 60, h: SECONDS_PER_HOUR, d: SECONDS_PER_DAY, w: 7 * SECONDS_PER_DAY } as const;

/** Parses `90m`, `24h`, `7d`, `4w` to seconds; undefined when the text is not such a span. */
export function parseSpan(text: string): number | undefined {
  const m = /^(\d{1,5})([mhdw])$/.exec(text);
  if (!m) return undefined;
  return Number(m[1]) * SPAN_SECONDS[m[2] as keyof typeof SPAN_SECONDS];
}

/** Widens a range to whole UTC hours, the grain that roll-ups keep. */
export function toWholeHours(range: TimeRange): TimeRange {
  return {
    from: startOfHour(hourOf(range.from)),
    to: epochSeconds(Math.ceil(range.to / SECONDS_PER_HOUR) * SECONDS_PER_HOUR),
  };
}
