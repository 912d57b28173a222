/**
 * The alarms against a model while everything around them changes: rules are removed and come back, notifiers are
 * renamed and go while messages wait, clocks jump, processes die, the past is read in, old rows are let go. What fires
 * for somebody who listens is told; its end is told once to whoever heard of its beginning; nothing is doubled.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifecycleSettings } from '../../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { deliverNext } from '../../../src/alarms/outbox/deliver.ts';
import type { Outcome } from '../../../src/alarms/outbox/retry.ts';
import { rememberedSinceLook } from '../../../src/answers/alarms.ts';
import type { Evaluation, Message, News, Observation } from '../../../src/domain/alarm.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { evaluation, observation, settingsOf } from './maker.ts';

const RULES = ['throttleShare', 'errorRate'] as const;
const NAMES = ['platform', 'night', 'renamed'] as const;
const THINGS = ['a', 'b', 'c'] as const;
type Rule = (typeof RULES)[number];
const START = at('2026-11-20T10:00:00Z');

type Step =
  | { readonly kind: 'look'; readonly seen: readonly ('firing' | 'worse' | 'clear' | 'blind')[] }
  | { readonly kind: 'wait' | 'jump'; readonly seconds: number }
  | { readonly kind: 'deliver'; readonly notifier: string; readonly outcome: 'ok' | 'fails' | 'dies' }
  | { readonly kind: 'config'; readonly off: readonly Rule[]; readonly notifiers: readonly string[] }
  | { readonly kind: 'history'; readonly thing: number; readonly daysAgo: number }
  | { readonly kind: 'prune' };

const thing = fc.constantFrom('firing', 'firing', 'worse', 'clear', 'clear', 'blind');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('look'),
      seen: fc.array(thing, { minLength: 6, maxLength: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('deliver'),
      notifier: fc.constantFrom(...NAMES),
      outcome: fc.constantFrom('ok', 'ok', 'fails', 'dies'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(60, 400, 5 * 3600) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('jump'),
      seconds: fc.integer({ min: -30 * 86_400, max: 30 * 86_400 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('config'),
      off: fc.subarray([...RULES]),
      notifiers: fc.subarray([...NAMES]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('history'),
      thing: fc.nat(5),
      daysAgo: fc.integer({ min: 1, max: 20 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune') }) },
) as fc.Arbitrary<Step>;

/** What a name has taken, in order; a second delivery of one message is left out. */
function newsOf(taken: readonly Message[], notifier: string, alarm: number): News[] {
  const seen = new Set<number>();
  return taken.flatMap((message) => {
    if (message.notifier !== notifier || seen.has(message.id)) return [];
    seen.add(message.id);
    return message.items.filter((item) => item.alarm.id === alarm).map(({ news }) => news);
  });
}

async function play(steps: readonly Step[]): Promise<void> {
  const store = openSqliteStore(':memory:');
  let now = START;
  let off: readonly Rule[] = [];
  let notifiers: readonly string[] = ['platform'];
  const always = new Set(notifiers);
  const taken: Message[] = [];
  let deaths = 0;
  const settings = (): LifecycleSettings =>
    settingsOf({
      notifiers: notifiers.map((name) => ({ name, type: 'slack', webhookUrl: 'https://hooks.example/x' })),
      alarms: {
        rules: Object.fromEntries(
          RULES.map((rule) => [rule, off.includes(rule) ? false : { for: '0m', keepFiringFor: '0m' }]),
        ),
      },
    });
  const evaluate = async (evaluations: readonly Evaluation[]) =>
    store.changeAlarms(
      (state) => transition(state, evaluations, now, settings()).change,
      await rememberedSinceLook(store, now),
    );
  const labelsOf = (i: number) => ({ thing: THINGS[i % 3] ?? 'a' });
  const look = (seen: readonly string[]) =>
    evaluate(
      RULES.map((rule, r) => {
        if (off.includes(rule)) return { rule, observations: [], blind: [], error: null };
        const own = seen.slice(r * 3, r * 3 + 3);
        const observations = own.flatMap((what, i): Observation[] => {
          if (what !== 'firing' && what !== 'worse') return [];
          const severity = what === 'worse' ? 'critical' : 'warning';
          return [observation(now, { rule, labels: labelsOf(i), severity })];
        });
        const blind = own.flatMap((what, i) => (what === 'blind' ? [labelsOf(i)] : []));
        return { ...evaluation(observations, { blind }), rule };
      }),
    );
  const deliver = async (notifier: string, outcome: 'ok' | 'fails' | 'dies') => {
    if (!notifiers.includes(notifier)) return;
    const signal = outcome === 'dies' ? AbortSignal.abort() : new AbortController().signal;
    const send = async (message: Message): Promise<Outcome> => {
      if (outcome !== 'fails') taken.push(message);
      if (outcome === 'ok') return { kind: 'delivered' };
      if (outcome === 'dies') deaths += 1;
      return { kind: 'failed', why: 'server', detail: '500', retryAfter: null };
    };
    await deliverNext(notifier, { store, now: () => now, random: () => 0.5, send }, signal);
  };
  try {
    for (const one of steps) {
      if (one.kind === 'look') await look(one.seen);
      else if (one.kind === 'deliver') await deliver(one.notifier, one.outcome);
      else if (one.kind === 'prune') {
        const open = await store.alarms({ open: true, limit: 100 });
        const queued = await store.messages({ state: 'queued', limit: 1000 });
        await store.pruneAlarms(now);
        expect(await store.alarms({ open: true, limit: 100 })).toEqual(open);
        expect(await store.messages({ state: 'queued', limit: 1000 })).toEqual(queued);
      } else if (one.kind === 'config') {
        ({ off, notifiers } = one);
        for (const name of always) if (!notifiers.includes(name)) always.delete(name);
      } else if (one.kind === 'history') {
        const rule = RULES[one.thing % 2] ?? 'errorRate';
        const until = epochSeconds(Math.max(1, now - one.daysAgo * 86_400));
        const past = { rule, labels: labelsOf(one.thing), since: epochSeconds(until - 60), until };
        // Everything else of the rule is not looked at.
        const found = observation(now, { ...past, verdict: 'past' });
        await evaluate([{ ...evaluation([found], { blind: [{}] }), rule }]);
      } else now = epochSeconds(Math.max(1, now + one.seconds));
    }
    // At last every rule watches and sees nothing, and whoever is configured answers.
    off = [];
    const queued = () => store.messages({ state: 'queued', limit: 10 });
    for (let i = 0; i < 100 && (i < 4 || (await queued()).length > 0); i++) {
      await look(Array.from({ length: 6 }, () => 'clear'));
      now = epochSeconds(now + 600);
      for (const name of notifiers) await deliver(name, 'ok');
    }
    const alarms = await store.alarms({ limit: 10_000 });
    expect(alarms.filter(({ phase }) => phase !== 'resolved')).toEqual([]);
    // Nothing waits for anybody, configured or not.
    expect(await queued()).toEqual([]);
    const dead = await store.messages({ state: 'dead', limit: 10_000 });
    for (const alarm of alarms) {
      if (!alarm.pages) expect(alarm.told).toEqual({});
      const ends = (await store.alarmEvents(alarm.id)).filter(({ kind }) => kind === 'resolved');
      if (alarm.pages) expect(ends).toHaveLength(1);
      for (const name of NAMES) {
        const news = newsOf([...taken, ...dead], name, alarm.id);
        const over = news.filter((one) => one === 'resolved' || one === 'brief').length;
        const begun = news.filter((one) => one === 'firing' || one === 'brief').length;
        if (!alarm.pages) expect(news).toEqual([]);
        expect(over).toBeLessThanOrEqual(1);
        // Who is configured in the end and heard of the beginning heard of the end.
        if (notifiers.includes(name) && begun > 0)
          expect({ alarm: alarm.id, name, over }).toMatchObject({ over: 1 });
        if (over > 0) expect(begun).toBeGreaterThan(0);
        // Who was there all the time heard of everything.
        if (alarm.pages && always.has(name))
          expect({ id: alarm.id, begun: begun > 0, over }).toEqual({ id: alarm.id, begun: true, over: 1 });
      }
    }
    const again = [...Map.groupBy(taken, ({ id }) => id).values()].reduce(
      (n, same) => n + same.length - 1,
      0,
    );
    expect(again).toBeLessThanOrEqual(deaths);
  } finally {
    await store.close();
  }
}

describe('alarms while the configuration changes', () => {
  it('are ended also when time stood still for weeks before their end could be told', async () => {
    const seen = (what: 'firing' | 'clear') => ({
      kind: 'look' as const,
      seen: Array.from({ length: 6 }, () => what),
    });
    const wait = (seconds: number) => ({ kind: 'wait' as const, seconds });
    const taken = { kind: 'deliver' as const, notifier: 'platform', outcome: 'ok' as const };
    // The end waits for the pause between two messages.
    await play([seen('firing'), taken, wait(60), seen('clear'), wait(60 * 86_400)]);
  });

  it('are neither lost nor doubled, and each is ended once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => play(steps)),
      { numRuns: Number(process.env.ALARM_RUNS ?? 60) },
    );
  }, 600_000);
});
