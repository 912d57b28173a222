/**
 * The alarms against a model that knows nothing of how they work: things that are wrong or not, a receiver that takes
 * messages or does not, a clock that jumps, a process that dies. Nothing may be lost, nothing doubled, each end told once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { deliverNext } from '../../../src/alarms/outbox/deliver.ts';
import type { Outcome } from '../../../src/alarms/outbox/retry.ts';
import { acknowledge, silence } from '../../../src/analysis/alarms/acts.ts';
import type { Alarm, Message, News } from '../../../src/domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { evaluation, observation, settingsOf } from './maker.ts';

const THINGS = ['a', 'b', 'c'] as const;
type Thing = (typeof THINGS)[number];
/** What a look sees of a thing; `unseen` is a place whose data have not come. */
type Seen = 'firing' | 'worse' | 'hold' | 'clear' | 'unseen';
/** `deaf`: it takes the message and the answer gets lost with the process. */
type Receiver = 'ok' | 'error' | 'busy' | 'deaf';

const NOTIFIER = 'platform';
const SETTINGS = settingsOf({
  notifiers: [{ name: NOTIFIER, type: 'slack', webhookUrl: 'https://hooks.example/x' }],
  alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '0m' } } },
});
const START = at('2026-11-20T10:00:00Z');
const FOREVER = epochSeconds(0);

/** Episodes of each thing, counted in the plainest way. */
interface Model {
  readonly open: Map<Thing, boolean>;
  episodes: number;
  acts: number;
}

class Real {
  now: EpochSeconds = START;
  receiver: Receiver = 'ok';
  crashes = 0;
  store: Store;
  /** What the receiver took, in order. */
  readonly taken: Message[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.store = openSqliteStore(path);
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.store = openSqliteStore(this.#path);
  }

  async look(seen: Readonly<Record<Thing, Seen>>): Promise<void> {
    const observations = THINGS.flatMap((thing) => {
      const what = seen[thing];
      if (what === 'clear' || what === 'unseen') return [];
      const verdict = what === 'hold' ? ('hold' as const) : ('firing' as const);
      const severity = what === 'worse' ? ('critical' as const) : ('warning' as const);
      return [observation(this.now, { labels: { thing }, verdict, severity })];
    });
    const blind = THINGS.filter((thing) => seen[thing] === 'unseen').map((thing) => ({ thing }));
    await this.store.changeAlarms(
      (state) => transition(state, [evaluation(observations, { blind })], this.now, SETTINGS).change,
      FOREVER,
    );
  }

  /** One attempt; a crash leaves it claimed and unsettled. */
  async deliver(): Promise<number | null> {
    const dies = this.receiver === 'deaf';
    const signal = dies ? AbortSignal.abort() : new AbortController().signal;
    const send = async (message: Message): Promise<Outcome> => {
      if (this.receiver === 'ok' || dies) this.taken.push(message);
      if (this.receiver === 'ok') return { kind: 'delivered' };
      if (dies) this.crashes += 1;
      const why = this.receiver === 'busy' ? 'rate-limited' : 'server';
      return { kind: 'failed', why, detail: '500', retryAfter: this.receiver === 'busy' ? 120 : null };
    };
    const deps = { store: this.store, now: () => this.now, random: () => 0.5, send };
    return (await deliverNext(NOTIFIER, deps, signal)).wait;
  }

  async openAlarm(thing: Thing): Promise<Alarm | undefined> {
    const open = await this.store.alarms({ open: true, limit: 100 });
    return open.find(({ labels }) => labels.thing === thing);
  }
}

type Step = fc.AsyncCommand<Model, Real>;

class Look implements Step {
  readonly #seen: Readonly<Record<Thing, Seen>>;
  constructor(seen: Readonly<Record<Thing, Seen>>) {
    this.#seen = seen;
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    for (const thing of THINGS) {
      const what = this.#seen[thing];
      if (what === 'firing' || what === 'worse') {
        if (!model.open.get(thing)) model.episodes += 1;
        model.open.set(thing, true);
      } else if (what === 'clear') model.open.set(thing, false);
    }
    await real.look(this.#seen);
    const open = await real.store.alarms({ open: true, limit: 100 });
    const expected = THINGS.filter((thing) => model.open.get(thing));
    expect(open.map(({ labels }) => labels.thing).toSorted()).toEqual(expected);
  }
  toString = () => `look ${JSON.stringify(this.#seen)}`;
}

/** A step without effect on the model. */
class Do implements Step {
  readonly #name: string;
  readonly #work: (real: Real, model: Model) => Promise<unknown> | undefined;
  constructor(name: string, work: (real: Real, model: Model) => Promise<unknown> | undefined) {
    this.#name = name;
    this.#work = work;
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    await this.#work(real, model);
  }
  toString = () => this.#name;
}

const seen = fc.constantFrom<Seen>('firing', 'firing', 'worse', 'hold', 'clear', 'clear', 'unseen');
const looks = fc.record({ a: seen, b: seen, c: seen }).map((what): Step => new Look(what));
const wait = (seconds: number): Step =>
  new Do(`wait ${seconds}`, async (real) => {
    real.now = epochSeconds(Math.max(1, real.now + seconds));
  });
const steps: fc.Arbitrary<Step>[] = [
  looks,
  looks,
  looks,
  fc.constantFrom(1, 60, 300, 3600, 5 * 3600, 3 * 86_400).map(wait),
  // The clock is set back or jumps ahead.
  fc.integer({ min: -40 * 86_400, max: 40 * 86_400 }).map(wait),
  fc.constant(new Do('restart', (real) => real.restart())),
  fc.constant(new Do('deliver', (real) => real.deliver())),
  fc.constantFrom<Receiver>('ok', 'error', 'busy', 'deaf').map(
    (mode) =>
      new Do(`receiver ${mode}`, async (real) => {
        real.receiver = mode;
      }),
  ),
];
const acts: fc.Arbitrary<Step>[] = [
  fc.constantFrom(...THINGS).map(
    (thing) =>
      new Do(`ack ${thing}`, async (real, model) => {
        const alarm = await real.openAlarm(thing);
        if (alarm === undefined) return;
        model.acts += 1;
        const who = { by: 'ana', note: '', now: real.now };
        await real.store.changeAlarms((state) => acknowledge(state, alarm.id, who), FOREVER);
      }),
  ),
  fc.tuple(fc.constantFrom(...THINGS), fc.constantFrom(600, 86_400)).map(
    ([thing, seconds]) =>
      new Do(`silence ${thing} ${seconds}`, async (real, model) => {
        model.acts += 1;
        const who = { by: 'ana', note: '', now: real.now };
        const request = { rule: null, labels: { thing }, seconds };
        await real.store.changeAlarms((state) => silence(state, request, who), FOREVER);
      }),
  ),
];

/** Everything is well at last: all is clear, the receiver answers, and time goes by. */
async function settleDown(real: Real): Promise<void> {
  real.receiver = 'ok';
  const queued = () => real.store.messages({ state: 'queued', limit: 1 });
  for (let i = 0; i < 100 && (i < 3 || (await queued()).length > 0); i++) {
    await real.look({ a: 'clear', b: 'clear', c: 'clear' });
    real.now = epochSeconds(real.now + 600);
    await real.deliver();
  }
  expect(await queued()).toEqual([]);
}

interface Heard {
  readonly begun: number;
  readonly over: number;
  readonly inOrder: boolean;
}

/** What reached the receiver of one alarm, each message counted once however often it came. */
function heard(messages: readonly Message[], alarm: number): Heard {
  const ids = new Set<number>();
  const news = messages.flatMap((message): News[] => {
    if (ids.has(message.id)) return [];
    ids.add(message.id);
    return message.items.filter((item) => item.alarm.id === alarm).map((item) => item.news);
  });
  const [begun, over] = [news.filter((one) => one === 'firing'), news.filter((one) => one === 'resolved')];
  const brief = news.filter((one) => one === 'brief').length;
  const last = news.findIndex((one) => one === 'resolved' || one === 'brief');
  return {
    begun: begun.length + brief,
    over: over.length + brief,
    inOrder: last === -1 || last === news.length - 1,
  };
}

async function playAll(commands: Iterable<Step>): Promise<{ model: Model; real: Real }> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-alarms-'));
  const model: Model = { open: new Map(), episodes: 0, acts: 0 };
  const real = new Real(join(folder, 'alarms.db'));
  try {
    await fc.asyncModelRun(() => ({ model, real }), commands);
    await settleDown(real);
    const alarms = await real.store.alarms({ limit: 10_000 });
    expect(alarms).toHaveLength(model.episodes);
    expect(alarms.every(({ phase }) => phase === 'resolved')).toBe(true);
    const dead = await real.store.messages({ state: 'dead', limit: 1000 });
    for (const { id } of alarms) {
      const { begun, over, inOrder } = heard([...real.taken, ...dead], id);
      if (model.acts === 0) expect({ id, begun: begun > 0, over }).toEqual({ id, begun: true, over: 1 });
      expect(over).toBe(begun > 0 ? 1 : 0);
      // A beginning is told anew only when the message that told it was given up.
      if (dead.length === 0) expect({ begun: begun <= 1, inOrder }).toEqual({ begun: true, inOrder: true });
    }
    const times = Map.groupBy(real.taken, ({ id }) => id);
    const again = [...times.values()].reduce((sum, same) => sum + same.length - 1, 0);
    // Twice only where the process died between the receiver's answer and the note of it.
    expect(again).toBeLessThanOrEqual(real.crashes);
    return { model, real };
  } finally {
    await real.store.close();
    rmSync(folder, { recursive: true });
  }
}

describe('alarms, played at random', () => {
  it('are told once when they begin and once when they end, whatever clock, process and receiver do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 40 }), async (commands) => {
        await playAll(commands);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('are ended once for whoever heard of them, also when people acknowledge and silence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...steps, ...acts], { maxCommands: 40 }), async (commands) => {
        await playAll(commands);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
