import { describe, expect, it } from 'vitest';
import { type Reading, runCollector } from '../../../src/daemon/collect/run-collector.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import { MeterError } from '../../../src/domain/errors.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater } from '../../support.ts';
import { ACCOUNT, bringing, failing, hanging, REGION } from './sources.ts';

const SOURCE = { collector: 'invocation-logs/s3', account: ACCOUNT, region: REGION };
const NOW = at('2026-11-20T12:00:00Z');

function run(read: Reading, options: { store?: Store; signal?: AbortSignal; patience?: number } = {}) {
  const {
    store = openSqliteStore(':memory:'),
    signal = new AbortController().signal,
    patience = 60_000,
  } = options;
  return runCollector(SOURCE, read, {
    ...{ store, signal, rater: testRater(), now: () => NOW, hashKey: null },
    patienceMilliseconds: patience,
  });
}

describe('a run', () => {
  it('commits each batch with its cursor before it asks for the next', async () => {
    const store = openSqliteStore(':memory:');
    const seen: (string | undefined)[] = [];
    const outcome = await run(
      async function* read({ cursor }) {
        for (const value of ['1', '2', '3']) {
          yield { kind: 'facts', facts: [fact()], cursor: { name: 'c', value }, malformed: 2 };
          seen.push(await cursor('c'));
        }
      },
      { store },
    );
    expect(seen).toEqual(['1', '2', '3']);
    expect(outcome).toEqual({ status: 'ok', records: 3, malformed: 6, failure: null });
  });

  it('takes every kind of batch', async () => {
    const store = openSqliteStore(':memory:');
    const series = {
      account: ACCOUNT,
      region: REGION,
      namespace: 'AWS/Bedrock',
      metric: 'Invocations',
      dimensions: {},
      statistic: 'Sum',
    };
    const place = { account: ACCOUNT, region: REGION, kind: 'agent', at: NOW };
    const outcome = await run(
      bringing(
        {
          kind: 'metrics',
          data: [{ series, points: [{ at: NOW, period: 60, value: 3 }] }],
          cursor: { name: 'm', value: 'x' },
        },
        { kind: 'snapshot', snapshot: { ...place, items: [{ id: 'a', body: { name: 'A' } }] } },
        { kind: 'resolutions', resolutions: [] },
        { kind: 'bill', rows: [] },
        { kind: 'facts', facts: [], objects: ['s3://b/k'] },
      ),
      { store },
    );
    expect(outcome).toMatchObject({ status: 'ok', records: 2 });
    expect(await store.cursor('m')).toBe('x');
    expect(await store.unseenObjects(['s3://b/k', 's3://b/l'])).toEqual(['s3://b/l']);
    expect(await store.items({ kind: 'agent' })).toHaveLength(1);
  });

  it('keeps what was committed before a failure, and says what mends it', async () => {
    const store = openSqliteStore(':memory:');
    const outcome = await run(
      async function* read() {
        yield { kind: 'facts', facts: [fact(), fact()] };
        throw new CollectFault('denied', 's3:GetObject: AccessDenied', { hint: 'allow it' });
      },
      { store },
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      records: 2,
      failure: { kind: 'denied', hint: 'allow it' },
    });
    expect(await store.sources()).toMatchObject([{ facts: 2 }]);
  });

  it('tells a defect from what AWS says, and from what the store says', async () => {
    expect(await run(failing(new TypeError('x is undefined')))).toMatchObject({
      failure: { kind: 'defect', message: 'unexpected failure: x is undefined' },
    });
    const full = {
      ingest: () => Promise.reject(new MeterError('database has no room', { hint: 'free some' })),
    };
    const store = full as unknown as Store;
    expect(await run(bringing({ kind: 'facts', facts: [fact()] }), { store })).toMatchObject({
      failure: { kind: 'store', message: 'database has no room', hint: 'free some' },
    });
  });

  it('gives up a source that hangs', async () => {
    expect(await run(hanging, { patience: 5 })).toMatchObject({
      status: 'failed',
      failure: { kind: 'unavailable' },
    });
  });

  it('stops behind the batch in hand', async () => {
    const store = openSqliteStore(':memory:');
    const stopping = new AbortController();
    let asked = 0;
    const outcome = await run(
      async function* read({ signal }) {
        for (; !signal.aborted; asked++) {
          if (asked === 2) stopping.abort();
          yield { kind: 'facts', facts: [fact()], cursor: { name: 'c', value: String(asked) } };
        }
      },
      { store, signal: stopping.signal },
    );
    expect(outcome.status).toBe('stopped');
    expect(Number(await store.cursor('c'))).toBeGreaterThanOrEqual(1);
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('stops a source that hangs and does not listen', async () => {
    const stopping = new AbortController();
    const running = run(hanging, { signal: stopping.signal });
    stopping.abort();
    expect(await running).toMatchObject({ status: 'stopped', failure: null });
  });
});
