import { describe, expect, it } from 'vitest';
import type { PlannedSource } from '../../../src/daemon/collect/planned-source.ts';
import type { SourceReport } from '../../../src/daemon/collect/report.ts';
import { Scheduler } from '../../../src/daemon/collect/scheduler.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import type { AwsCalls } from '../../../src/domain/own-cost.ts';
import { dayOf, epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater } from '../../support.ts';
import { ACCOUNT, type Behaviour, bringing, failing, hanging, nothing, planned, REGION } from './sources.ts';
import { VirtualTime } from './virtual-time.ts';

const START = at('2026-11-20T10:00:00Z');

function schedulerOf(sources: readonly PlannedSource[], calls: AwsCalls[] = []) {
  const time = new VirtualTime();
  const store = openSqliteStore(':memory:');
  const told: SourceReport[] = [];
  const scheduler = new Scheduler({
    ...{ store, sources, clock: time.clock, sleep: time.sleep, rater: testRater(), hashKey: null },
    now: () => epochSeconds(START + Math.floor(time.clock() / 1000)),
    random: () => 0.5,
    spreadMilliseconds: 0,
    patienceMilliseconds: 3_600_000,
    takeCalls: () => calls.splice(0),
    onReport: (report) => told.push(report),
  });
  return { time, store, told, scheduler };
}

/** Notes when it ran. */
const counting = (runs: number[], time: () => number, inner: Behaviour = nothing): Behaviour =>
  async function* count(context) {
    runs.push(time());
    yield* inner(context);
  };

describe('the scheduler', () => {
  it('runs each source on its beat', async () => {
    const runs: number[] = [];
    const holder: { time?: VirtualTime } = {};
    const source = planned(
      'metrics',
      counting(runs, () => holder.time?.clock() ?? -1),
      { every: 60 },
    );
    const { scheduler, time } = schedulerOf([source]);
    holder.time = time;
    scheduler.start();
    await time.pass(185_000);
    await scheduler.stop();
    expect(runs).toEqual([0, 60_000, 120_000, 180_000]);
  });

  it('lets no hanging source delay another, however many hang', async () => {
    const runs: number[] = [];
    const holder: { time?: VirtualTime } = {};
    const hung = Array.from({ length: 20 }, (_, i) => planned(`hung-${i}`, hanging));
    const well = planned(
      'well',
      counting(runs, () => holder.time?.clock() ?? -1),
      { every: 10 },
    );
    const { scheduler, time } = schedulerOf([...hung, well]);
    holder.time = time;
    scheduler.start();
    await time.pass(120_000);
    await scheduler.stop();
    // Behind the hanging ones at the start, each group of which gives up its places; on its beat from then on.
    expect(runs[0]).toBeLessThanOrEqual(30_000);
    expect(runs.length).toBeGreaterThanOrEqual(9);
  });

  it('lets no failing source delay another, and tries it again ever more rarely', async () => {
    const runs: number[] = [];
    const wells: number[] = [];
    const holder: { time?: VirtualTime } = {};
    const clock = () => holder.time?.clock() ?? -1;
    const broken = failing(new CollectFault('unavailable', 'HTTP 503'));
    const { scheduler, time, told } = schedulerOf([
      planned('broken', counting(runs, clock, broken)),
      planned('well', counting(wells, clock)),
    ]);
    holder.time = time;
    scheduler.start();
    await time.pass(600_000);
    await scheduler.stop();
    const gaps = runs.slice(1).map((at, i) => (at - (runs[i] ?? 0)) / 1000);
    expect(gaps.slice(0, 6)).toEqual([5, 10, 20, 40, 80, 160]);
    expect(wells).toHaveLength(11);
    expect(told.findLast(({ key }) => key === 'broken')).toMatchObject({
      error: 'HTTP 503',
      failures: runs.length,
    });
  });

  it('looks at a refusal slowly, and is back on the beat once it is mended', async () => {
    let denied = true;
    const runs: number[] = [];
    const holder: { time?: VirtualTime } = {};
    const source = planned(
      'quotas',
      counting(
        runs,
        () => holder.time?.clock() ?? -1,
        async function* turn() {
          yield* [];
          if (denied) throw new CollectFault('denied', 'AccessDenied', { hint: 'allow it' });
        },
      ),
    );
    const { scheduler, time, store, told } = schedulerOf([source]);
    holder.time = time;
    scheduler.start();
    await time.pass(1_000);
    expect(await store.sources()).toMatchObject([
      { error: 'AccessDenied', hint: 'allow it', lastSuccessAt: null },
    ]);
    denied = false;
    await time.pass(400_000);
    await scheduler.stop();
    expect(runs.slice(0, 3)).toEqual([0, 315_000, 375_000]);
    expect(told.at(-1)).toMatchObject({ error: null, failures: 0 });
  });

  it('keeps what a source brought, how it ended, and the calls it made', async () => {
    const calls: AwsCalls[] = [
      {
        day: dayOf(START),
        account: ACCOUNT,
        region: REGION,
        service: 's3',
        operation: 'GetObject',
        calls: 2,
        billedUnits: 2,
      },
    ];
    const batch = { kind: 'facts', facts: [fact()], cursor: { name: 'c', value: '1' } } as const;
    const { scheduler, time, store } = schedulerOf([planned('logs', bringing(batch))], calls);
    scheduler.start();
    await time.pass(1_000);
    await scheduler.stop();
    expect(await store.sources()).toMatchObject([
      { collector: 'logs', facts: 1, lastSuccessAt: START, error: null },
    ]);
    expect(await store.awsCalls({ from: START, to: epochSeconds(START + 1) })).toMatchObject([{ calls: 2 }]);
    expect(await store.cursor('c')).toBe('1');
  });

  it('stops at once, whatever hangs', async () => {
    const opening = planned('opening', nothing, { open: () => new Promise(() => undefined) });
    const { scheduler, time, told } = schedulerOf([planned('hung', hanging), opening]);
    scheduler.start();
    await time.pass(1_000);
    await scheduler.stop();
    expect(told).toEqual([]);
  });

  it('tells whose account it could not find out, and keeps no row for it', async () => {
    const refused = new CollectFault('denied', 'no AWS credentials were found');
    const source = planned('metrics', nothing, { account: 'prod', identify: () => Promise.reject(refused) });
    const { scheduler, time, store } = schedulerOf([source]);
    scheduler.start();
    await time.pass(1_000);
    await scheduler.stop();
    expect(scheduler.reports()).toMatchObject([{ account: 'prod', error: 'no AWS credentials were found' }]);
    expect(await store.sources()).toEqual([]);
  });
});
