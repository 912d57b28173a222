/**
 * Reads a stretch of a log group's events, a page at a time.
 * @module
 */
import { HOUR } from '../../world/clock.ts';
import { Random } from '../../world/random.ts';
import type { Simulator } from '../simulator.ts';
import { byTime, eventHour, eventsOf, type LogEvent, oldestKept, type Position } from './events.ts';
import type { LogGroup } from './groups.ts';

export interface Stretch {
  readonly group: LogGroup;
  /** Milliseconds since the epoch; both ends belong to it. */
  readonly from: number;
  readonly to: number;
  readonly newestFirst: boolean;
  readonly test: (event: LogEvent) => boolean;
}

/** Where a page left off. */
export interface Mark {
  /** The last event looked at; its hour alone where only empty hours were. */
  readonly last?: Position;
  readonly hour: number;
  /** The page before was empty for no reason. */
  readonly rested?: boolean;
}

export interface ScannedPage {
  readonly events: readonly LogEvent[];
  /** Undefined at the end. */
  readonly next?: Mark;
}

/** Hours that one request looks through. */
const HOURS_PER_PAGE = 24;
const BYTES_PER_PAGE = 1_048_576;
/** One in so many pages is empty and leads on, as it happens with AWS. */
const EMPTY_PAGES = 6;

/** The next page of at most `limit` events that were ingested by now. */
export function scan(
  simulator: Simulator,
  stretch: Stretch,
  options: { limit: number; now: number; mark?: Mark | undefined },
): ScannedPage {
  const { group, newestFirst, test } = stretch;
  const { limit, now, mark } = options;
  const first = eventHour(Math.max(stretch.from, oldestKept(simulator, group, now) * 1000));
  const last = eventHour(Math.min(stretch.to, now));
  const step = newestFirst ? -1 : 1;
  const inside = (hour: number) => hour >= first && hour <= last;
  const start = mark?.hour ?? (newestFirst ? last : first);
  if (isEmptyPage(mark, start, group)) return { events: [], next: { ...mark, hour: start, rested: true } };

  const events: LogEvent[] = [];
  let bytes = 0;
  for (let hour = start; inside(hour); hour += step) {
    if (Math.abs(hour - start) >= HOURS_PER_PAGE) return { events, next: { hour } };
    const known = eventsOf(simulator, group, hour);
    for (const event of newestFirst ? known.toReversed() : known) {
      if (mark?.last && hour === start && byTime(event, mark.last) * step <= 0) continue;
      if (event.ingestionTime > now || event.timestamp < stretch.from || event.timestamp > stretch.to)
        continue;
      if (!test(event)) continue;
      const size = event.message.length + 26;
      if (events.length >= limit || (events.length > 0 && bytes + size > BYTES_PER_PAGE)) {
        const before = events.at(-1);
        return { events, next: before ? { hour: eventHour(before.timestamp), last: before } : { hour } };
      }
      events.push(event);
      bytes += size;
    }
  }
  return { events };
}

function isEmptyPage(mark: Mark | undefined, hour: number, group: LogGroup): boolean {
  if (mark?.rested) return false;
  return new Random(`empty ${group.name} ${hour * HOUR} ${mark?.last?.eventId}`).int(EMPTY_PAGES) === 0;
}
