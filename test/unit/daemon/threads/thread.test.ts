import { describe, expect, it, onTestFinished } from 'vitest';
import { Thread, type ThreadOptions } from '../../../../src/daemon/threads/thread.ts';
import { AT, type Script, type ScriptRequest, type ScriptSetup } from './scripted-thread.ts';

const PROGRAM = new URL('./scripted-thread.ts', import.meta.url);

/** A queue that a test waits at. */
function queue<T>() {
  const told: T[] = [];
  const waiting: ((one: T) => void)[] = [];
  return {
    put: (one: T) => {
      const next = waiting.shift();
      if (next) next(one);
      else told.push(one);
    },
    next: (): Promise<T> => {
      const first = told.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    left: told,
  };
}

/** A thread by a script. After a crash its pause ends when the test says so; random is a quarter. */
function scripted(script: Script, more: Partial<ThreadOptions<string>> = {}) {
  const counters = new SharedArrayBuffer(4 * Object.keys(AT).length);
  const count = new Int32Array(counters);
  const setup: ScriptSetup = { script, counters };
  const [events, crashes, faults, pauses] = [
    queue<string>(),
    queue<[string, number]>(),
    queue<string>(),
    queue<Pause>(),
  ];
  const thread = new Thread<ScriptRequest, string>({
    ...{ name: script, program: PROGRAM, setup, random: () => 0.25 },
    onEvent: events.put,
    onCrash: (message, again) => crashes.put([message, again]),
    onFault: faults.put,
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
        pauses.put({ milliseconds, end: resolve });
      }),
    ...more,
  });
  onTestFinished(() => thread.stop());
  const say = async (what: string) => {
    thread.post({ kind: 'say', what });
    return events.next();
  };
  const at = (name: keyof typeof AT) => Atomics.load(count, AT[name]);
  /** Resolves once so many threads have begun. */
  const begun = async (times: number) => {
    while (at('begun') < times) {
      const { value } = Atomics.waitAsync(count, AT.begun, at('begun'));
      await value;
    }
  };
  const open = () => {
    Atomics.store(count, AT.gate, 1);
    Atomics.notify(count, AT.gate);
  };
  return { thread, events, crashes, faults, pauses, say, at, begun, open };
}

interface Pause {
  readonly milliseconds: number;
  readonly end: () => void;
}

describe('a thread that crashes', () => {
  it('while it starts is started again after pauses that double, by chance', async () => {
    const { thread, crashes, pauses, at } = scripted('throws-at-once');
    thread.start();
    const told: [string, number][] = [];
    const waited: number[] = [];
    for (let i = 0; i < 4; i++) {
      told.push(await crashes.next());
      const pause = await pauses.next();
      waited.push(pause.milliseconds);
      if (i < 3) pause.end();
    }
    // A quarter of 10, 20, 40 and 80 seconds; what is told is rounded up.
    expect(waited).toEqual([2_500, 5_000, 10_000, 20_000]);
    expect(told).toEqual([3, 5, 10, 20].map((again) => ['out of luck', again]));
    expect(at('begun')).toBe(4);
  });

  it('later, by a message that throws or by leaving, is a new one afterwards', async () => {
    const { thread, crashes, pauses, say } = scripted('echo');
    thread.start();
    expect(await say('one')).toBe('one');
    thread.post({ kind: 'throw' });
    expect(await crashes.next()).toEqual(['asked to throw', 3]);
    (await pauses.next()).end();
    await Promise.resolve();
    expect(await say('two')).toBe('two');
    thread.post({ kind: 'leave' });
    expect(await crashes.next()).toEqual(['it ended by itself', 5]);
  });

  it('after a long life begins with the shortest pause again', async () => {
    let now = 0;
    const { thread, pauses, begun } = scripted('echo', { clock: () => now });
    thread.start();
    const waited: number[] = [];
    for (const [i, lived] of [1_000, 1_000, 600_001, 600_000].entries()) {
      await begun(i + 1);
      now += lived;
      thread.post({ kind: 'throw' });
      const pause = await pauses.next();
      waited.push(pause.milliseconds);
      pause.end();
    }
    expect(waited).toEqual([2_500, 5_000, 2_500, 5_000]);
  });

  it('because it does not exist, or cannot be given its settings, is told the same way', async () => {
    const absent = scripted('echo', { worker: new URL('./no-such-thread.ts', import.meta.url) });
    absent.thread.start();
    expect((await absent.crashes.next())[0]).toMatch(/no-such-thread/);
    const odd = scripted('echo', { setup: { broken: () => undefined } });
    odd.thread.start();
    expect((await odd.crashes.next())[0]).toMatch(/could not be cloned/);
  });
});

describe('what a thread tells', () => {
  it('and nobody can take ends neither it nor the daemon', async () => {
    const taken = queue<string>();
    const { thread, faults, crashes, at } = scripted('echo', {
      onEvent: (event) => {
        if (event === 'odd') throw new Error('what is odd?');
        taken.put(event);
      },
    });
    thread.start();
    thread.post({ kind: 'say', what: 'odd' });
    thread.post({ kind: 'say', what: 'even' });
    expect(await faults.next()).toBe('what is odd?');
    expect(await taken.next()).toBe('even');
    expect(crashes.left).toEqual([]);
    expect(at('begun')).toBe(1);
  });

  it('refuses what cannot be handed over where it is asked', async () => {
    const { thread, say } = scripted('echo');
    thread.start();
    expect(() => thread.post({ kind: 'say', what: (() => '') as never })).toThrow(/could not be cloned/);
    expect(await say('well')).toBe('well');
  });
});

describe('the end of a thread', () => {
  it('lets it finish, once, however often it is asked, and is for good', async () => {
    const { thread, say, at, crashes } = scripted('echo');
    thread.start();
    await say('hello');
    await Promise.all([thread.stop(), thread.stop()]);
    expect(at('finished')).toBe(1);
    thread.start();
    thread.post({ kind: 'say', what: 'nobody is there' });
    await thread.stop();
    expect(at('begun')).toBe(1);
    expect(crashes.left).toEqual([]);
  });

  it('waits for one that is still starting, which then finishes', async () => {
    const { thread, begun, open, at } = scripted('waits-to-begin');
    thread.start();
    await begun(1);
    const stopped = thread.stop();
    open();
    await stopped;
    expect(at('finished')).toBe(1);
  });

  it('asked in the same moment as its start leaves none behind', async () => {
    const { thread, at, crashes } = scripted('echo');
    thread.start();
    await thread.stop();
    expect(at('finished')).toBe(at('begun'));
    expect(crashes.left).toEqual([]);
  });

  it.each(['waits-to-begin', 'hears-no-stop'] as const)('is bounded for one that %s', async (script) => {
    const { thread, begun, at, crashes } = scripted(script, { stopMilliseconds: 20 });
    thread.start();
    await begun(1);
    await thread.stop();
    expect(at('finished')).toBe(0);
    expect(crashes.left).toEqual([]);
  });

  it('cuts off work that never ends', async () => {
    const { thread, begun, at } = scripted('spins-when-stopped', { stopMilliseconds: 20 });
    thread.start();
    await begun(1);
    await thread.stop();
    const beats = at('beats');
    for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(at('beats')).toBe(beats);
  });

  it('does not wait for the next try of one that has crashed', async () => {
    const { thread, crashes, at } = scripted('throws-at-once');
    thread.start();
    await crashes.next();
    await thread.stop();
    expect(at('begun')).toBe(1);
  });
});

describe('a thread that rests', () => {
  it('has finished, and is a new one when it is wanted again', async () => {
    const { thread, say, at, crashes } = scripted('echo');
    thread.start();
    await say('first');
    await thread.rest();
    expect(at('finished')).toBe(1);
    thread.start();
    expect(await say('second')).toBe('second');
    expect(at('begun')).toBe(2);
    expect(crashes.left).toEqual([]);
  });

  it('may be wanted before it has ended: the end of both is waited for', async () => {
    const { thread, say, at } = scripted('echo');
    thread.start();
    await say('first');
    const resting = thread.rest();
    thread.start();
    expect(await say('second')).toBe('second');
    await thread.stop();
    expect(at('finished')).toBe(2);
    await resting;
  });

  it('that never began has nothing to end', async () => {
    const { thread, at } = scripted('echo');
    await thread.rest();
    await thread.stop();
    expect(at('begun')).toBe(0);
  });
});
