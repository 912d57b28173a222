/**
 * What every storage engine must keep of months that are over, and may let go of alarms and messages.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { type Alarm, type Message, NO_CHANGE, type Silence } from '../../src/domain/alarm.ts';
import { type EpochSeconds, epochSeconds, SECONDS_PER_DAY } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { at } from '../support.ts';

const NOW = at('2026-11-21T10:00:00Z');
const EVER = epochSeconds(0);
const ago = (days: number): EpochSeconds => epochSeconds(NOW - days * SECONDS_PER_DAY);

function alarm(id: number, resolvedAt: EpochSeconds | null): Alarm {
  const labels = { modelId: `m${id}` };
  return {
    ...{ id, key: `k${id}`, rule: 'budget', labels, phase: resolvedAt === null ? 'firing' : 'resolved' },
    ...{ severity: 'warning', seenAt: ago(900), lastSeenAt: ago(900), firedAt: ago(900), clearSince: null },
    ...{ resolvedAt, acknowledged: null, pages: true, told: {} },
    observation: {
      ...{ rule: 'budget', labels, verdict: 'firing', severity: 'warning', since: ago(900), until: ago(900) },
      ...{ title: 't', summary: 's', observed: 'o', expected: 'e', causes: [], fix: 'f', link: '/' },
      atRisk: null,
    },
  };
}

const message = (id: number, state: Message['state'], createdAt: EpochSeconds, of = 1): Message => ({
  ...{ id, notifier: 'ops', createdAt, reason: 'first', items: [{ news: 'firing', alarm: alarm(of, null) }] },
  ...{ state, attempts: 1, nextAttemptAt: createdAt, endedAt: null, error: null, plain: false },
});

const silence = (id: number, to: EpochSeconds): Silence => ({
  ...{ id, rule: 'budget', labels: {}, from: ago(900), to, by: 'ana', reason: 'why' },
});

export function describeKept(name: string, open: () => Promise<Store>): void {
  const withStore = async (check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await check(store);
    } finally {
      await store.close();
    }
  };
  const put = (store: Store, change: object) => store.changeAlarms(() => ({ ...NO_CHANGE, ...change }), EVER);
  const pruneAll = async (store: Store) => {
    for (let more = true; more; ) more = (await store.pruneAlarms(NOW)).more;
  };

  describe(`${name}: months that are over`, () => {
    it('are kept as they were given, whatever is in them', () =>
      withStore(async (store) => {
        expect(await store.keptMonth('2026-10')).toBeNull();
        const body = `${'long '.repeat(50_000)}"\u{1f600}" <script> \u0000`;
        await store.keepMonth({ month: '2026-10', body });
        await store.keepMonth({ month: '2026-09', body: '' });
        expect(await store.keptMonth('2026-10')).toEqual({ month: '2026-10', body });
        await store.keepMonth({ month: '2026-10', body: 'anew' });
        expect(await store.keptMonth('2026-10')).toEqual({ month: '2026-10', body: 'anew' });
        expect(await store.keptMonth('2026-09')).toEqual({ month: '2026-09', body: '' });
        expect(await store.keptMonth("' OR 1=1")).toBeNull();
      }));
  });

  describe(`${name}: old alarms and messages`, () => {
    it('go thirteen months after their end with their history; what is open stays, however old', () =>
      withStore(async (store) => {
        const event = (of: number) => ({ alarm: of, at: ago(900), kind: 'fired', by: '', note: '' });
        await put(store, {
          alarms: [alarm(1, null), alarm(2, ago(397)), alarm(3, ago(395))],
          events: [event(1), event(2), event(3)],
          silences: [silence(1, ago(397)), silence(2, ago(395)), silence(3, epochSeconds(NOW + 60))],
        });
        expect(await store.pruneAlarms(NOW)).toEqual({ alarms: 1, messages: 0, more: false });
        expect((await store.alarms({ limit: 10 })).map(({ id }) => id)).toEqual([3, 1]);
        expect(await store.alarmEvents(2)).toEqual([]);
        expect(await store.alarmEvents(1)).toHaveLength(1);
        expect((await store.silences(EVER)).map(({ id }) => id)).toEqual([3, 2]);
        // A number is not given a second time.
        expect((await store.alarmState(EVER)).nextAlarm).toBe(4);
      }));

    it('messages go ninety days after they were taken, thirteen months after they were given up, never while they wait', () =>
      withStore(async (store) => {
        await put(store, {
          alarms: [alarm(1, null)],
          messages: [
            message(1, 'queued', ago(900)),
            message(2, 'delivered', ago(91)),
            message(3, 'delivered', ago(89)),
            message(4, 'dead', ago(397)),
            message(5, 'dead', ago(91)),
          ],
        });
        expect(await store.pruneAlarms(NOW)).toEqual({ alarms: 0, messages: 2, more: false });
        expect((await store.messages({ limit: 10 })).map(({ id }) => id)).toEqual([5, 3, 1]);
      }));

    it('leaves the last message of a notifier, so that nobody forgets when it was told', () =>
      withStore(async (store) => {
        await put(store, {
          messages: [
            message(1, 'delivered', ago(500)),
            { ...message(2, 'delivered', ago(450)), notifier: 'night' },
          ],
        });
        await pruneAll(store);
        expect((await store.messages({ limit: 10 })).map(({ id }) => id)).toEqual([2, 1]);
      }));

    it('goes in steps until nothing is left to go', () =>
      withStore(async (store) => {
        const many = Array.from({ length: 1_100 }, (_, i) => alarm(i + 1, ago(500)));
        await put(store, { alarms: many });
        expect((await store.pruneAlarms(NOW)).more).toBe(true);
        await pruneAll(store);
        expect(await store.alarms({ limit: 10 })).toEqual([]);
      }));

    it('finds the messages that tell of one alarm, newest first', () =>
      withStore(async (store) => {
        const told = (of: number, when: EpochSeconds) => ({
          ...{ alarm: of, at: when, kind: 'told', by: '', note: 'ops: firing' },
        });
        await put(store, {
          alarms: [alarm(1, null), alarm(2, null)],
          events: [told(1, ago(3)), told(1, ago(2)), told(2, ago(2))],
          messages: [
            message(1, 'delivered', ago(3)),
            message(2, 'delivered', ago(2)),
            message(3, 'queued', ago(2), 2),
          ],
        });
        expect((await store.messagesOf(1, 10)).map(({ id }) => id)).toEqual([2, 1]);
        expect((await store.messagesOf(1, 1)).map(({ id }) => id)).toEqual([2]);
        expect((await store.messagesOf(2, 10)).map(({ id }) => id)).toEqual([3]);
      }));
  });
}
