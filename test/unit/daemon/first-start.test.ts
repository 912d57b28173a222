/**
 * History on first start, over a real store, with sources that bring what they are told.
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { BackfillCollector } from '../../../collectors/index.ts';
import { FirstStart } from '../../../src/daemon/collect/first-start.ts';
import type { HistoryReport } from '../../../src/daemon/collect/history.ts';
import type { PlannedSource } from '../../../src/daemon/collect/planned-source.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import { isoInstant, type TimeRange } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater } from '../../support.ts';
import { collector, nothing, planned } from './sources.ts';

const NOW = at('2026-11-20T12:20:00Z');
const DAY = 86_400;
/** History of three days ends where the day before yesterday's live reading begins: 20 November. */
const DAYS = ['2026-11-19', '2026-11-18', '2026-11-17'];

interface Past {
  readonly source: PlannedSource;
  /** First days of the ranges read, in order. */
  readonly read: string[];
}

/** A source of logs with a call at noon of each day. */
function withPast(key: string, onRead: (range: TimeRange) => Promise<void> | void = () => undefined): Past {
  const read: string[] = [];
  const past: BackfillCollector = {
    ...collector(`invocation-logs/${key}`, nothing),
    readRange: async function* readRange(range) {
      read.push(isoInstant(range.from).slice(0, 10));
      await onRead(range);
      const noon = isoInstant(range.from).replace('T00', 'T12');
      yield { kind: 'facts', facts: [fact({ at: noon, requestId: `${key} ${noon}` })] };
    },
  };
  const source = planned('invocation-logs', nothing, { key, open: async () => past });
  return { source, read };
}

function firstStart(
  store: Store,
  sources: readonly PlannedSource[],
  options: { days?: number; clock?: () => number } = {},
) {
  const reports: HistoryReport[] = [];
  const past = new FirstStart({
    ...{ store, sources, now: () => NOW, rater: testRater(), hashKey: null, random: () => 0.5 },
    patienceMilliseconds: 60_000,
    spanSeconds: (options.days ?? 3) * DAY,
    firstLookback: DAY,
    clock: options.clock ?? (() => 0),
    onProgress: (report) => reports.push(report),
  });
  return { past, reports };
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (await holds()) return;
    await setImmediate();
  }
  throw new Error(`waited in vain for ${what}`);
}
const done = ({ past }: ReturnType<typeof firstStart>) =>
  until(
    'the end',
    () => past.report().sources.every(({ status }) => status === 'done') && past.report().sources.length > 0,
  );
const calls = async (store: Store) => (await store.sources()).reduce((sum, { facts }) => sum + facts, 0);

describe('history on first start', () => {
  it('waits for a live reading, then goes from the newest day to the oldest, and ends', async () => {
    const store = openSqliteStore(':memory:');
    const logs = withPast('logs');
    const run = firstStart(store, [logs.source]);
    await setImmediate();
    expect(logs.read).toEqual([]);
    run.past.begin('logs');
    await done(run);
    expect(logs.read).toEqual(DAYS);
    expect(await calls(store)).toBe(3);
    run.past.begin('logs');
    await setImmediate();
    expect(logs.read).toEqual(DAYS);
    expect(run.reports.at(-1)).toMatchObject({
      secondsLeft: null,
      sources: [{ status: 'done', records: 3 }],
    });
  });

  it('is not read again by the next life, and goes further back when the span has grown', async () => {
    const store = openSqliteStore(':memory:');
    const [first, second, third] = [withPast('logs'), withPast('logs'), withPast('logs')];
    for (const [logs, days] of [
      [first, 3],
      [second, 3],
      [third, 5],
    ] as const) {
      const run = firstStart(store, [logs.source], { days });
      run.past.begin('logs');
      await done(run);
      await run.past.stop();
    }
    expect(second.read).toEqual([]);
    expect(third.read).toEqual(['2026-11-16', '2026-11-15']);
    expect(await calls(store)).toBe(5);
  });

  it('goes on where a life ended in the middle', async () => {
    const store = openSqliteStore(':memory:');
    const never = withPast('logs', ({ from }) =>
      from === at('2026-11-18T00:00:00Z') ? new Promise(() => undefined) : undefined,
    );
    const run = firstStart(store, [never.source]);
    run.past.begin('logs');
    await until('the second day', () => never.read.length === 2);
    await run.past.stop();
    const again = withPast('logs');
    const next = firstStart(store, [again.source]);
    next.past.begin('logs');
    await done(next);
    expect(again.read).toEqual(['2026-11-18', '2026-11-17']);
    expect(await calls(store)).toBe(3);
  });

  it('tries a day that fails again, after a pause, while other sources go on', async () => {
    const store = openSqliteStore(':memory:');
    let broken = true;
    let now = 0;
    const bad = withPast('bad', () => {
      if (broken) throw new CollectFault('denied', 's3:GetObject: not allowed', { hint: 'allow it' });
    });
    const good = withPast('good');
    const run = firstStart(store, [bad.source, good.source], { clock: () => now });
    for (const key of ['bad', 'good']) run.past.begin(key);
    await until('the good one', () => good.read.length === 3);
    const reportOf = (key: string) => run.past.report().sources.find((one) => one.key === key);
    await until('its end', () => reportOf('good')?.status === 'done');
    expect(reportOf('bad')).toMatchObject({
      status: 'failed',
      records: 0,
      failure: { kind: 'denied', message: 's3:GetObject: not allowed', hint: 'allow it' },
    });
    run.past.begin('bad');
    await setImmediate();
    expect(bad.read).toEqual(['2026-11-19']);
    [broken, now] = [false, 3_600_000];
    run.past.begin('bad');
    await until('the bad one', () => reportOf('bad')?.status === 'done');
    expect(bad.read).toEqual(['2026-11-19', ...DAYS]);
    expect(reportOf('bad')?.failure).toBeNull();
    expect(await calls(store)).toBe(6);
  });

  it('says how long it will take at its pace', async () => {
    const store = openSqliteStore(':memory:');
    let now = 0;
    const logs = withPast('logs', () => {
      now += 10_000;
    });
    const run = firstStart(store, [logs.source], { clock: () => now });
    run.past.begin('logs');
    await done(run);
    // A day in ten seconds: two days are left after the first, one after the second.
    const left = run.reports
      .filter(({ sources }) => sources[0]?.records !== 0)
      .map(({ secondsLeft }) => secondsLeft);
    expect(left).toContain(20);
    expect(left).toContain(10);
    expect(left.at(-1)).toBeNull();
  });

  it('is off with a span of zero, and for sources without a past', async () => {
    const store = openSqliteStore(':memory:');
    const logs = withPast('logs');
    const quotas = planned('quotas', nothing);
    const off = firstStart(store, [logs.source], { days: 0 });
    const none = firstStart(store, [quotas]);
    off.past.begin('logs');
    none.past.begin('quotas');
    none.past.begin('unknown');
    await setImmediate();
    expect(logs.read).toEqual([]);
    for (const { past } of [off, none]) expect(past.report()).toEqual({ sources: [], secondsLeft: null });
  });
});
