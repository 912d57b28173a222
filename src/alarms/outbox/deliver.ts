/**
 * Hands messages to one notifier, one after the other. What is claimed and how it ended is in the store, so that a crash
 * at any moment loses nothing; a message is sent again only where nobody knows whether it arrived.
 * @module
 */
import { rememberedSince } from '../../answers/alarms.ts';
import type { Message } from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';
import { claim, nextDue, type Outcome, settle } from './retry.ts';

export interface DeliveryDeps {
  readonly store: Pick<Store, 'changeAlarms' | 'alarmState'>;
  readonly now: () => EpochSeconds;
  readonly random: () => number;
  readonly send: (message: Message, signal: AbortSignal) => Promise<Outcome>;
}

/** What became of one look at the outbox. */
export interface Delivery {
  readonly message: Message | null;
  readonly outcome: Outcome | null;
  /** Seconds until the next look is worth it; null: nothing waits. */
  readonly wait: number | null;
}

/** Slack takes about one message a second for a channel. */
const BETWEEN_MESSAGES = 1;

/** Sends the oldest message for a notifier, if it is due. */
export async function deliverNext(
  notifier: string,
  { store, now, random, send }: DeliveryDeps,
  signal: AbortSignal,
): Promise<Delivery> {
  let message: Message | null = null;
  await store.changeAlarms((state) => {
    const claimed = claim(state, notifier, now());
    message = claimed.message;
    return claimed.change;
  }, rememberedSince(now()));
  const taken = message as Message | null;
  if (taken === null) return { message: null, outcome: null, wait: await waitOf(notifier, { store, now }) };
  const outcome = await attempt(send, taken, signal);
  // Cut off by the end of the daemon: the lease runs out and the next life tries again.
  if (signal.aborted && outcome.kind !== 'delivered') return { message: taken, outcome: null, wait: null };
  await store.changeAlarms(
    (state) => settle(state, taken.id, outcome, now(), random()),
    rememberedSince(now()),
  );
  return { message: taken, outcome, wait: BETWEEN_MESSAGES };
}

/** Whatever goes wrong in sending is an outcome of the message, so that none stays at the head of the queue for ever. */
async function attempt(send: DeliveryDeps['send'], message: Message, signal: AbortSignal): Promise<Outcome> {
  try {
    return await send(message, signal);
  } catch (error) {
    // Its text may hold an address that is a secret.
    const detail = `could not be sent (${error instanceof Error ? error.name : 'unknown error'})`;
    return { kind: 'failed', why: 'rejected', detail, retryAfter: null };
  }
}

async function waitOf(
  notifier: string,
  { store, now }: Pick<DeliveryDeps, 'store' | 'now'>,
): Promise<number | null> {
  const due = nextDue(await store.alarmState(now()), notifier);
  return due === null ? null : Math.max(BETWEEN_MESSAGES, due - now());
}
