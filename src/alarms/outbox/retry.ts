/**
 * What becomes of a message after an attempt: delivered, tried again after a growing pause, or given up after a day.
 * @module
 */
import type { Alarm, AlarmChange, AlarmState, Message } from '../../domain/alarm.ts';
import { NO_CHANGE, toldOf } from '../../domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';

/** How a receiver answered, without secrets. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | {
      /** Tried again; `rejected` is about this message, the others about the way to the receiver. */
      readonly kind: 'failed';
      readonly why:
        | 'rate-limited'
        | 'server'
        | 'network'
        | 'timeout'
        | 'not-understood'
        | 'refused'
        | 'rejected';
      readonly detail: string;
      /** Seconds that the receiver asks for. */
      readonly retryAfter: number | null;
    };

/** The first pause; it doubles. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 900;
/** A wrong address or a missing right is mended by a person: looked at slowly from the start. */
const REFUSED_PAUSE = 300;
/** No receiver holds a message back for longer than this. */
const LONGEST_RETRY_AFTER = 3600;
/** Given up after a day, and after no fewer attempts than this: a clock that jumps ends nothing. */
const GIVE_UP_SECONDS = 86_400;
const LEAST_ATTEMPTS = 12;
/** A message that is rejected for itself does not hold up those behind it. */
const REJECTED_ATTEMPTS = 3;
/** How long an attempt may take before another one may begin; longer than the time-out. */
export const LEASE_SECONDS = 60;

/**
 * Takes the oldest message for a notifier if it is due, and notes the attempt: whoever crashes in it loses no message.
 * Later messages wait behind it, because an end is never told before its beginning.
 */
export function claim(
  state: AlarmState,
  notifier: string,
  now: EpochSeconds,
): { change: AlarmChange; message: Message | null } {
  const head = state.queue.find((message) => message.notifier === notifier);
  if (head === undefined || !isDue(head, now)) return { change: NO_CHANGE, message: null };
  const message: Message = {
    ...head,
    attempts: head.attempts + 1,
    nextAttemptAt: epochSeconds(now + LEASE_SECONDS),
  };
  return { change: { ...NO_CHANGE, messages: [message] }, message };
}

/** A wait longer than any that is ever set comes from a clock that was set back. */
const isDue = ({ nextAttemptAt }: Message, now: EpochSeconds): boolean =>
  nextAttemptAt <= now || nextAttemptAt > now + LONGEST_RETRY_AFTER;

/** When the next message for a notifier is due; null: none waits. */
export function nextDue(state: Pick<AlarmState, 'queue'>, notifier: string): EpochSeconds | null {
  return state.queue.find((message) => message.notifier === notifier)?.nextAttemptAt ?? null;
}

/**
 * Notes how an attempt ended. An outcome for a message that is no longer queued changes nothing.
 * @param random from 0 to 1, for the jitter of pauses
 */
export function settle(
  state: AlarmState,
  id: number,
  outcome: Outcome,
  now: EpochSeconds,
  random: number,
): AlarmChange {
  const message = state.queue.find((one) => one.id === id);
  if (message === undefined) return NO_CHANGE;
  if (outcome.kind === 'delivered') {
    return { ...NO_CHANGE, messages: [{ ...message, state: 'delivered', endedAt: now, error: null }] };
  }
  const error = outcome.detail;
  if (isOver(message, outcome.why, now)) return giveUp(state, { ...message, error }, now);
  const pause = pauseAfter(message.attempts, outcome, random);
  const plain = message.plain || outcome.why === 'rejected';
  return {
    ...NO_CHANGE,
    messages: [{ ...message, error, plain, nextAttemptAt: epochSeconds(now + Math.ceil(pause)) }],
  };
}

type Why = Extract<Outcome, { kind: 'failed' }>['why'];

function isOver({ attempts, createdAt }: Message, why: Why, now: EpochSeconds): boolean {
  if (why === 'rejected' && attempts >= REJECTED_ATTEMPTS) return true;
  return now - createdAt >= GIVE_UP_SECONDS && attempts >= LEAST_ATTEMPTS;
}

function pauseAfter(attempts: number, outcome: Extract<Outcome, { kind: 'failed' }>, random: number): number {
  const grown = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, attempts - 1));
  const jittered = grown * (0.5 + random / 2);
  if (outcome.retryAfter !== null) return Math.min(LONGEST_RETRY_AFTER, Math.max(1, outcome.retryAfter));
  return outcome.why === 'refused' ? Math.max(REFUSED_PAUSE, jittered) : jittered;
}

/** What it told was not heard: alarms that still fire are told anew when their repeat is due. */
function giveUp(state: AlarmState, message: Message, now: EpochSeconds): AlarmChange {
  const { notifier, items } = message;
  const lost = new Set(items.flatMap(({ news, alarm }) => (news === 'resolved' ? [] : [alarm.id])));
  const alarms = state.alarms.flatMap((alarm): Alarm[] => {
    const told = toldOf(alarm, notifier);
    if (!lost.has(alarm.id) || told?.status !== 'firing') return [];
    return [{ ...alarm, told: { ...alarm.told, [notifier]: { ...told, status: 'lost' } } }];
  });
  return {
    ...NO_CHANGE,
    alarms,
    messages: [{ ...message, state: 'dead', endedAt: now }],
    events: items.map(({ alarm }) => ({
      ...{ alarm: alarm.id, at: now, kind: 'lost', by: '', note: `${notifier}: ${message.error ?? ''}` },
    })),
  };
}
