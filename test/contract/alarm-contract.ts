/**
 * What every storage engine must do with alarms.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  type Alarm,
  type AlarmChange,
  type Message,
  NO_CHANGE,
  type Silence,
} from '../../src/domain/alarm.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { at } from '../support.ts';

const NOW = at('2026-11-21T10:00:00Z');
const EVER = epochSeconds(0);

function alarm(id: number, part: Partial<Alarm> = {}): Alarm {
  const labels = Object.fromEntries([
    ['__proto__', '<script>'],
    ['modelId', `m${id}`],
    ['odd', '\ud83d\ude00 " \' \u0000'],
  ]);
  return {
    ...{ id, key: `k${id}`, rule: 'budget', labels, phase: 'firing', severity: 'warning' },
    ...{ seenAt: NOW, lastSeenAt: NOW, firedAt: NOW, clearSince: null, resolvedAt: null },
    ...{
      acknowledged: null,
      pages: true,
      told: { ops: { status: 'firing', severity: 'info', grade: 80, at: NOW } },
    },
    observation: {
      ...{ rule: 'budget', labels, verdict: 'firing', severity: 'warning', since: NOW, until: NOW },
      ...{ title: 't', summary: 's', observed: 'o', expected: 'e', causes: [{ name: 'n', detail: 'd' }] },
      ...{ fix: 'f', link: '/x', atRisk: { usd: nanoUsd(12_345_678_901_234_567_890n), per: 'day' } },
    },
    ...part,
  };
}

const message = (id: number, part: Partial<Message> = {}): Message => ({
  ...{ id, notifier: 'ops', createdAt: NOW, reason: 'first', items: [{ news: 'firing', alarm: alarm(1) }] },
  ...{ state: 'queued', attempts: 0, nextAttemptAt: NOW, endedAt: null, error: null, plain: false },
  ...part,
});
const silence = (id: number, to: EpochSeconds): Silence => ({
  ...{ id, rule: null, labels: { a: 'b' }, from: NOW, to, by: 'ana', reason: 'why' },
});

export function describeAlarms(name: string, open: () => Promise<Store>): void {
  const withStore = async (check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await check(store);
    } finally {
      await store.close();
    }
  };
  const put = (store: Store, change: Partial<AlarmChange>) =>
    store.changeAlarms(() => ({ ...NO_CHANGE, ...change }), EVER);

  describe(`${name}: alarms`, () => {
    it('come back as they were put, money to the nano-dollar', async () => {
      await withStore(async (store) => {
        await put(store, {
          alarms: [alarm(1), alarm(2)],
          messages: [message(1)],
          notices: ['monthly-report 2026-10'],
          silences: [silence(1, NOW)],
        });
        const state = await store.alarmState(EVER);
        expect(state).toEqual({
          alarms: [alarm(1), alarm(2)],
          queue: [message(1)],
          silences: [silence(1, NOW)],
          lastMessageAt: { ops: NOW },
          notices: ['monthly-report 2026-10'],
          ...{ nextAlarm: 3, nextMessage: 2, nextSilence: 2 },
        });
        await put(store, { alarms: [alarm(1, { severity: 'critical' })] });
        expect((await store.alarms({ ids: [1], limit: 9 }))[0]).toEqual(alarm(1, { severity: 'critical' }));
      });
    });

    it('change all at once or not at all', async () => {
      await withStore(async (store) => {
        await put(store, { alarms: [alarm(1)] });
        const broken = store.changeAlarms(() => {
          throw new Error('no');
        }, EVER);
        await expect(broken).rejects.toThrow('no');
        const half = { ...alarm(2), phase: Symbol('no text') as unknown as Alarm['phase'] };
        await expect(put(store, { alarms: [alarm(3), half] })).rejects.toThrow();
        expect((await store.alarms({ limit: 9 })).map(({ id }) => id)).toEqual([1]);
      });
    });

    it('see what others wrote before: nobody comes in between', async () => {
      await withStore(async (store) => {
        await put(store, { alarms: [alarm(1, { lastSeenAt: epochSeconds(0) })] });
        const count = () =>
          store.changeAlarms(
            ({ alarms }) => ({
              ...NO_CHANGE,
              alarms: alarms.map((one) => ({ ...one, lastSeenAt: epochSeconds(one.lastSeenAt + 1) })),
            }),
            EVER,
          );
        await Promise.all(Array.from({ length: 20 }, count));
        expect((await store.alarms({ limit: 1 }))[0]?.lastSeenAt).toBe(20);
      });
    });

    it('that ended long ago take no part in decisions and are still listed', async () => {
      await withStore(async (store) => {
        const old = alarm(1, { phase: 'resolved', resolvedAt: epochSeconds(NOW - 100) });
        await put(store, { alarms: [old, alarm(2)], silences: [silence(1, epochSeconds(NOW - 100))] });
        const state = await store.alarmState(NOW);
        expect([state.alarms.map(({ id }) => id), state.silences]).toEqual([[2], []]);
        const list = async (query: object) =>
          (await store.alarms({ limit: 9, ...query })).map(({ id }) => id);
        expect([await list({}), await list({ open: true }), await list({ open: false })]).toEqual([
          [2, 1],
          [2],
          [1],
        ]);
        expect([await list({ rule: 'budget', limit: 1 }), await list({ rule: 'quota' })]).toEqual([[2], []]);
        expect(await store.silences(epochSeconds(NOW - 101))).toHaveLength(1);
        expect(await store.silences(NOW)).toEqual([]);
      });
    });

    it('that never fired leave nothing behind, and their number is not given again', async () => {
      await withStore(async (store) => {
        const event = { alarm: 7, at: NOW, kind: 'seen', by: '', note: '' } as const;
        await put(store, { alarms: [alarm(7)], events: [event] });
        await put(store, { dropped: [7] });
        expect(await store.alarmEvents(7)).toEqual([]);
        expect(await store.alarms({ limit: 9 })).toEqual([]);
        expect((await store.alarmState(EVER)).nextAlarm).toBe(8);
      });
    });

    it('keep their history in order', async () => {
      await withStore(async (store) => {
        const event = (kind: 'seen' | 'fired' | 'resolved') => ({
          alarm: 1,
          at: NOW,
          kind,
          by: 'x',
          note: 'n',
        });
        await put(store, { events: [event('seen'), event('fired')] });
        await put(store, { events: [event('resolved')] });
        expect(await store.alarmEvents(1)).toEqual([event('seen'), event('fired'), event('resolved')]);
      });
    });

    it('keep messages by state, newest first, and the queue oldest first', async () => {
      await withStore(async (store) => {
        const later = epochSeconds(NOW + 60);
        await put(store, {
          messages: [
            message(1),
            message(2, { notifier: 'b', createdAt: later }),
            message(3, { state: 'dead' }),
          ],
        });
        await put(store, { messages: [message(4), message(1, { state: 'delivered', endedAt: later })] });
        const ids = async (query: object) =>
          (await store.messages({ limit: 9, ...query })).map(({ id }) => id);
        expect(await ids({})).toEqual([4, 3, 2, 1]);
        expect([await ids({ state: 'queued' }), await ids({ notifier: 'ops', state: 'dead' })]).toEqual([
          [4, 2],
          [3],
        ]);
        const state = await store.alarmState(EVER);
        expect(state.queue.map(({ id }) => id)).toEqual([2, 4]);
        expect(state.lastMessageAt).toEqual({ ops: NOW, b: later });
      });
    });

    it('remember when a rule was last well', async () => {
      await withStore(async (store) => {
        const rule = { rule: 'quota', at: NOW, okAt: NOW, error: null, blind: [{ region: 'x' }] };
        await put(store, { rules: [rule] });
        const later = epochSeconds(NOW + 60);
        await put(store, { rules: [{ ...rule, at: later, okAt: null, error: 'broken', blind: [{}] }] });
        expect(await store.ruleHealth()).toEqual([
          { rule: 'quota', at: later, okAt: NOW, error: 'broken', blind: [{}] },
        ]);
      });
    });
  });
}
