/**
 * The watching of the daemon over a real store: rules that fail, receivers that hang, a second life.
 */
import { describe, expect, it } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import type { RuleTask } from '../../../src/alarms/ask/task.ts';
import { task } from '../../../src/alarms/ask/task.ts';
import { Evaluator } from '../../../src/alarms/evaluate.ts';
import { deliverNext } from '../../../src/alarms/outbox/deliver.ts';
import type { Outcome } from '../../../src/alarms/outbox/retry.ts';
import type { Judged } from '../../../src/alarms/rules/judged.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { WatchEvent } from '../../../src/daemon/watch/messages.ts';
import { Watcher } from '../../../src/daemon/watch/watcher.ts';
import { type Message, NO_CHANGE } from '../../../src/domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { observation } from './maker.ts';

const START = at('2026-11-20T10:00:00Z');
const book = loadPriceBook();
const QUIET = { for: '0m', keepFiringFor: '0m' };
const config = configSchema.parse({
  notifiers: [
    { name: 'slow', type: 'slack', webhookUrl: 'https://hooks.example/slow' },
    { name: 'quick', type: 'slack', webhookUrl: 'https://hooks.example/quick' },
  ],
  alarms: { rules: { throttleShare: QUIET, errorRate: QUIET } },
});

/** A daemon with rules of the test's own and receivers that answer when told. */
function daemon(tasks: (now: () => EpochSeconds) => readonly RuleTask[]) {
  let now = START;
  const store = openSqliteStore(':memory:');
  const events: WatchEvent[] = [];
  const sent: string[] = [];
  const answers = new Map<string, (outcome: Outcome) => void>();
  /** Pauses that wait for their end; the test ends them. */
  const pauses: (() => void)[] = [];
  const start = () => {
    const watcher = new Watcher({
      context: () => ({ store, book, rater: createRater(book), config, now }),
      evaluator: new Evaluator(tasks(() => now)),
      now: () => now,
      random: () => 0,
      send: (notifier, message, signal) => {
        sent.push(`${notifier.name} ${message.items.map(({ news }) => news).join()}`);
        if (notifier.name === 'quick') return Promise.resolve({ kind: 'delivered' });
        const cut: Outcome = { kind: 'failed', why: 'timeout', detail: 'cut off', retryAfter: null };
        return new Promise((resolve) => {
          answers.set('slow', resolve);
          signal.addEventListener('abort', () => resolve(cut));
        });
      },
      sleep: (_, signal) =>
        new Promise((resolve) => {
          pauses.push(resolve);
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve());
        }),
      tell: (event) => events.push(event),
    });
    watcher.start();
    return watcher;
  };
  return {
    ...{ store, events, sent, answers, start },
    /** Time goes by, and everything that waits for it goes on. */
    pass: async (seconds: number) => {
      now = epochSeconds(now + seconds);
      for (const end of pauses.splice(0)) end();
      await settled();
    },
  };
}

/** Until all promises that can go on have gone on. */
const settled = () =>
  new Promise<void>((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));

const firing = (rule: 'throttleShare' | 'errorRate', now: () => EpochSeconds): RuleTask =>
  task({
    rule,
    every: 60,
    look: async (): Promise<Judged> => ({ observations: [observation(now(), { rule })], blind: [] }),
  });
const broken = (rule: 'latency'): RuleTask =>
  task({ rule, every: 60, look: () => Promise.reject(new Error('no such table: usage_hour')) });

describe('the watching', () => {
  it('goes on past a rule that fails, and says so once', async () => {
    const it = daemon((now) => [broken('latency'), firing('errorRate', now)]);
    const watcher = it.start();
    await settled();
    await it.pass(60);
    await it.pass(60);
    expect((await it.store.alarms({ limit: 9 })).map(({ rule }) => rule)).toEqual(['errorRate']);
    expect(it.events.filter(({ kind }) => kind === 'rule')).toEqual([
      { kind: 'rule', rule: 'latency', error: 'no such table: usage_hour' },
    ]);
    expect(await it.store.ruleHealth()).toMatchObject([
      { rule: 'errorRate', error: null },
      { rule: 'latency', error: 'no such table: usage_hour', okAt: null, blind: [{}] },
    ]);
    await watcher.stop();
    await it.store.close();
  });

  it('is not held up by a receiver that hangs: others are told, rules look', async () => {
    const it = daemon((now) => [firing('throttleShare', now)]);
    const watcher = it.start();
    await settled();
    await it.pass(1);
    expect(it.sent.toSorted()).toEqual(['quick firing', 'slow firing']);
    await it.pass(60);
    await it.pass(60);
    expect((await it.store.ruleHealth())[0]?.at).toBe(START + 121);
    expect(it.sent).toHaveLength(2);
    await watcher.stop();
    await it.store.close();
  });

  it('ends while a message is on its way, and the next life sends that message and no other', async () => {
    const it = daemon((now) => [firing('throttleShare', now)]);
    const first = it.start();
    await settled();
    await it.pass(1);
    await first.stop();
    expect((await it.store.messages({ state: 'queued', limit: 9 })).map(({ notifier }) => notifier)).toEqual([
      'slow',
    ]);
    const second = it.start();
    await settled();
    expect(it.sent).toHaveLength(2);
    await it.pass(61);
    await it.pass(1);
    expect(it.sent.slice(2)).toEqual(['slow firing']);
    it.answers.get('slow')?.({ kind: 'delivered' });
    await settled();
    await it.pass(1);
    expect(await it.store.messages({ state: 'queued', limit: 9 })).toEqual([]);
    await second.stop();
    await it.store.close();
  });

  it('gives up a message that cannot be sent, notes why, and goes on to the next', async () => {
    const store = openSqliteStore(':memory:');
    let now = START;
    const message = (id: number): Message => ({
      ...{ id, notifier: 'slow', createdAt: START, reason: 'first', items: [], state: 'queued', attempts: 0 },
      ...{ nextAttemptAt: START, endedAt: null, error: null, plain: false },
    });
    await store.changeAlarms(() => ({ ...NO_CHANGE, messages: [message(1), message(2)] }), START);
    const send = async ({ id }: Message): Promise<Outcome> => {
      if (id === 1) throw new RangeError('https://hooks.example/secret');
      return { kind: 'delivered' };
    };
    const deps = { store, send, now: () => now, random: () => 0 };
    const step = async () => {
      const { wait } = await deliverNext('slow', deps, new AbortController().signal);
      now = epochSeconds(now + (wait ?? 0));
    };
    await step();
    expect(await store.messages({ state: 'queued', limit: 9 })).toContainEqual(
      expect.objectContaining({ id: 1, attempts: 1, plain: true, error: 'could not be sent (RangeError)' }),
    );
    for (let i = 0; i < 8; i += 1) await step();
    const ended = (await store.messages({ limit: 9 })).map(({ id, state }) => [id, state]);
    expect(ended.toSorted()).toEqual([
      [1, 'dead'],
      [2, 'delivered'],
    ]);
    await store.close();
  });
});
