/**
 * The events of a log group, hour by hour: records, what else Bedrock writes, and other tools' lines.
 * @module
 */
import type { Call } from '../../world/call.ts';
import { DAY, HOUR, hourOf } from '../../world/clock.ts';
import { Random } from '../../world/random.ts';
import { Memo } from '../memo.ts';
import type { Simulator } from '../simulator.ts';
import { duplicateAfter, ingestedAt } from '../truth/arrival.ts';
import { toLogGroup } from '../truth/deliveries.ts';
import { eventId } from './event-id.ts';
import { foreignLines } from './foreign-lines.ts';
import { BEDROCK_STREAM, type LogGroup } from './groups.ts';

export interface LogEvent {
  /** Milliseconds since the epoch, as is `ingestionTime`. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly stream: string;
  readonly message: string;
  readonly eventId: string;
}

/** What Bedrock writes when a logging configuration is put in force. */
export const PERMISSION_NOTICE = 'Permissions are correctly set for Amazon Bedrock logs.';

const memos = new WeakMap<Simulator, Memo<readonly LogEvent[]>>();
const KEPT_HOURS = 200;

/** By timestamp, then ingestion, then id: the order of FilterLogEvents. */
export const byTime = (x: Position, y: Position): number =>
  x.timestamp - y.timestamp ||
  x.ingestionTime - y.ingestionTime ||
  (x.eventId < y.eventId ? -1 : x.eventId > y.eventId ? 1 : 0);

/** Where an event stands in that order. */
export type Position = Pick<LogEvent, 'timestamp' | 'ingestionTime' | 'eventId'>;

/** All events whose timestamp is in an hour, in order; also those not ingested yet. */
export function eventsOf(simulator: Simulator, group: LogGroup, hour: number): readonly LogEvent[] {
  const memo = memos.get(simulator) ?? new Memo<readonly LogEvent[]>(KEPT_HOURS);
  memos.set(simulator, memo);
  const key = [simulator.deliveries.version, group.account, group.region, group.name, hour].join(' ');
  return memo.get(key, () =>
    [...records(simulator, group, hour), ...notices(simulator, group, hour), ...foreignLines(group, hour)]
      .filter((event) => event.timestamp >= simulator.world.history.from * 1000)
      .sort(byTime),
  );
}

/** Seconds from which the group still holds events. */
export function oldestKept(simulator: Simulator, group: LogGroup, now: number): number {
  const { from } = simulator.world.history;
  return group.retentionDays === null ? from : Math.max(from, now / 1000 - group.retentionDays * DAY);
}

function* records(simulator: Simulator, group: LogGroup, hour: number): Generator<LogEvent> {
  if (!group.source) return;
  const { deliveries, faults, world } = simulator;
  for (const call of deliveries.of(hour, group.source, toLogGroup(group.name))) {
    const event: LogEvent = {
      timestamp: call.at * 1000,
      ingestionTime: ingestedAt(call, faults),
      stream: BEDROCK_STREAM,
      message: world.lineOf(call),
      eventId: recordId(call, 0),
    };
    yield event;
    const again = duplicateAfter(call, faults);
    if (again !== null) {
      yield { ...event, ingestionTime: event.ingestionTime + again, eventId: recordId(call, 1) };
    }
  }
}

function* notices(simulator: Simulator, group: LogGroup, hour: number): Generator<LogEvent> {
  if (!group.source) return;
  for (const { from, config } of simulator.logging.history(group.source)) {
    const at = Math.floor(Math.max(from, simulator.world.history.from));
    if (config?.cloudWatchConfig?.logGroupName !== group.name || hourOf(at) !== hour) continue;
    yield {
      timestamp: at * 1000,
      ingestionTime: at * 1000 + 900,
      stream: BEDROCK_STREAM,
      message: PERMISSION_NOTICE,
      eventId: eventId(at * 1000, new Random(`notice ${group.account} ${group.region} ${at}`).hex(4)),
    };
  }
}

const recordId = (call: Call, copy: number): string =>
  eventId(call.at * 1000, call.requestId.replaceAll('-', '').slice(copy) + '0'.repeat(copy));

/** The hour of a log event. */
export const eventHour = (milliseconds: number): number => Math.floor(milliseconds / (HOUR * 1000));
