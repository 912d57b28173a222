import { describe, expect, it } from 'vitest';
import { commitBatch } from '../../../src/daemon/collect/commit-batch.ts';
import { Pruner, pruneRound } from '../../../src/daemon/collect/retention.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import type { PruneOutcome, Source } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater } from '../../support.ts';
import { VirtualTime } from './virtual-time.ts';

const HOUR = 3_600_000;
const noAlarms = async () => ({ alarms: 0, messages: 0, more: false });
const retention = { invocationDays: 35 };

/** A store that has so many steps to do, and notes when each was asked for. */
function storeWith(time: VirtualTime, steps: readonly Partial<PruneOutcome>[]) {
  const waiting = [...steps];
  const asked: number[] = [];
  const prune = async (): Promise<PruneOutcome> => {
    asked.push(time.clock());
    const step = waiting.shift();
    return { invocations: 0, minutes: 0, points: 0, more: false, ...step };
  };
  return { asked, store: { prune, pruneAlarms: noAlarms } };
}

describe('letting go', () => {
  it('begins an hour after the start, and does an hourly round of steps with pauses between them', async () => {
    const time = new VirtualTime();
    const told: string[] = [];
    const { asked, store } = storeWith(time, [
      { invocations: 1_000, more: true },
      { invocations: 5, minutes: 7, points: 9 },
    ]);
    const pruner = new Pruner({
      ...{ store, retention, sleep: time.sleep, now: () => epochSeconds(0) },
      tell: (what) => told.push(what),
    });
    pruner.start();
    pruner.start();
    await time.pass(HOUR - 1);
    expect(asked).toEqual([]);
    await time.pass(2 * HOUR);
    expect(asked).toEqual([HOUR, HOUR + 50, 2 * HOUR + 50]);
    // The second round had nothing to tell.
    expect(told).toEqual([
      'past their time: 1005 single calls, 7 minutes of demand, 9 metric points; sums are kept',
    ]);
    await pruner.stop();
    await time.pass(5 * HOUR);
    expect(asked).toHaveLength(3);
  });

  it('ends behind the step in hand', async () => {
    const time = new VirtualTime();
    const stopping = new AbortController();
    let steps = 0;
    const store = {
      pruneAlarms: noAlarms,
      prune: async () => {
        steps += 1;
        if (steps === 3) stopping.abort();
        return { invocations: 1, minutes: 0, points: 0, more: true };
      },
    };
    const round = pruneRound(
      { store, retention, sleep: time.sleep, now: () => epochSeconds(0) },
      stopping.signal,
    );
    await time.pass(HOUR);
    expect(await round).toEqual({ invocations: 3, minutes: 0, points: 0, alarms: 0, messages: 0 });
  });

  it('tells a failure and goes on an hour later', async () => {
    const time = new VirtualTime();
    const told: string[] = [];
    let fails = true;
    const store = {
      pruneAlarms: noAlarms,
      prune: async (): Promise<PruneOutcome> => {
        if (fails) throw new Error('database is on fire');
        return { invocations: 2, minutes: 0, points: 0, more: false };
      },
    };
    const pruner = new Pruner({
      ...{ store, retention, sleep: time.sleep, now: () => epochSeconds(0) },
      tell: (what) => told.push(what),
    });
    pruner.start();
    await time.pass(HOUR);
    expect(told).toEqual(['what is past its time could not be let go: database is on fire']);
    fails = false;
    await time.pass(HOUR);
    expect(told).toHaveLength(2);
    await pruner.stop();
  });
});

describe('calls that come when their hour is no longer kept', () => {
  it('are told to whoever runs the collector', async () => {
    const store = openSqliteStore(':memory:');
    const source = { collector: 'invocation-logs/cloudwatch', account: '111122223333', region: 'us-east-1' };
    const told: [string, number][] = [];
    let now = at('2026-01-01T10:30:00Z');
    const deps = {
      ...{ store, rater: testRater(), now: () => now },
      onLate: ({ collector }: Source, calls: number) => told.push([collector, calls]),
    };
    const old = [fact({ at: '2026-01-01T10:00:00Z' }), fact({ at: '2026-01-01T10:01:00Z' })];
    await commitBatch({ kind: 'facts', facts: old }, source, deps);
    now = at('2026-02-10T10:00:00Z');
    await commitBatch({ kind: 'facts', facts: [fact({ at: '2026-02-10T10:00:00Z' })] }, source, deps);
    expect(told).toEqual([]);
    await store.prune(now, retention);
    await commitBatch({ kind: 'facts', facts: old }, source, deps);
    expect(told).toEqual([['invocation-logs/cloudwatch', 2]]);
    await store.close();
  });
});
