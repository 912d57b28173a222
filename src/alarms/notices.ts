/**
 * Telling a notice: to every notifier once, whatever dies in between. Pure.
 * @module
 */
import { type AlarmChange, type AlarmState, type Message, NO_CHANGE, type Notice } from '../domain/alarm.ts';
import type { EpochSeconds } from '../domain/time.ts';

/** Hands the notice to the outbox of each notifier, unless it was before. */
export function tellNotice(
  state: Pick<AlarmState, 'notices' | 'nextMessage'>,
  notice: Notice,
  notifiers: readonly string[],
  now: EpochSeconds,
): AlarmChange {
  if (state.notices.includes(notice.key)) return NO_CHANGE;
  const messages = notifiers.map(
    (notifier, i): Message => ({
      ...{ id: state.nextMessage + i, notifier, createdAt: now, reason: 'notice', items: [], notice },
      ...{ state: 'queued', attempts: 0, nextAttemptAt: now, endedAt: null, error: null, plain: false },
    }),
  );
  return { ...NO_CHANGE, messages, notices: [notice.key] };
}

/** Takes a notice as told without telling it: what was before there was anybody to tell. */
export function skipNotice(state: Pick<AlarmState, 'notices'>, key: string): AlarmChange {
  return state.notices.includes(key) ? NO_CHANGE : { ...NO_CHANGE, notices: [key] };
}
