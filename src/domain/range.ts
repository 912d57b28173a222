/**
 * The time range a person asked for, from flags or query parameters.
 * @module
 */
import { UsageError } from './errors.ts';
import { type EpochSeconds, epochSeconds, monthOf, parseInstant, parseSpan, type TimeRange } from './time.ts';

export interface RangeText {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly since?: string | undefined;
}

/**
 * `from` inclusive, `to` exclusive, `since` a span up to `now`; without any, the current UTC month.
 * @param name how the source writes a parameter: `--from` in the CLI, `from` in a query
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseRange(text: RangeText, now: EpochSeconds, name: (key: string) => string): TimeRange {
  if (text.since !== undefined) {
    if (text.from !== undefined || text.to !== undefined) {
      throw new UsageError(
        `${name('since')} ${text.since}: cannot stand beside ${name('from')} or ${name('to')}`,
      );
    }
    const span = parseSpan(text.since);
    if (span === undefined || span === 0) {
      throw new UsageError(`${name('since')} ${text.since}: not a span such as 24h, 7d or 4w`);
    }
    return { from: epochSeconds(now - span), to: now };
  }
  const month = monthOf(now);
  const from = text.from === undefined ? undefined : instant('from', text.from, name);
  const to = text.to === undefined ? undefined : instant('to', text.to, name);
  const range = {
    from: from ?? (to === undefined ? month.from : monthOf(epochSeconds(to - 1)).from),
    to: to ?? month.to,
  };
  if (to === undefined && from !== undefined && from >= month.to) range.to = monthOf(from).to;
  if (range.from >= range.to) {
    throw new UsageError(
      `${name('from')} ${text.from ?? ''}: is not before ${name('to')} ${text.to ?? ''}`.trim(),
    );
  }
  return range;
}

function instant(key: 'from' | 'to', text: string, name: (key: string) => string): EpochSeconds {
  const month = /^(\d{4}-\d{2})$/.exec(text);
  const at = parseInstant(month ? `${text}-01` : text);
  if (at === undefined) {
    throw new UsageError(
      `${name(key)} ${text}: not an ISO 8601 time such as 2026-11-01 or 2026-11-01T09:00:00Z`,
    );
  }
  return at;
}

/** The range of the same length that ends where this one begins; whole months compare with the month before. */
export function rangeBefore(range: TimeRange): TimeRange {
  const month = monthOf(range.from);
  if (month.from === range.from && month.to === range.to) return monthOf(epochSeconds(range.from - 1));
  return { from: epochSeconds(range.from - (range.to - range.from)), to: range.from };
}
