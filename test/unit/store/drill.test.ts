/**
 * What the contract's small cases do not reach: many series, many rows, and databases of earlier versions.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricSeries } from '../../../src/domain/metric.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import type { Store } from '../../../src/store/port.ts';
import { DAILY_CEILINGS } from '../../../src/store/sqlite/ceiling.ts';
import { MIGRATIONS } from '../../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { pruneAll } from '../../contract/store-contract-retention.ts';
import { at, fact, testRater } from '../../support.ts';

const SOURCE = { collector: 'file', account: null, region: null };
const NOW = at('2026-11-21T00:00:00Z');
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };
const role = (session: string | number) => `arn:aws:sts::111122223333:assumed-role/app/${session}`;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-drill-'));
  path = join(folder, 'meter.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openSqliteStore(path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const ingest = (store: Store, facts: readonly InvocationFact[], now: EpochSeconds = NOW) =>
  store.ingest({ source: SOURCE, facts, now }, testRater());

describe('single calls of many series', () => {
  it('are found whether few series match a filter or many', async () => {
    // 300 sessions are more series than are looked up one by one; 200 are fewer.
    const facts = Array.from({ length: 1_000 }, (_, i) =>
      fact({
        at: new Date(Date.UTC(2026, 10, 20, 0, 0, (i * 7_919) % 1_000)).toISOString(),
        arn: role(i % 500),
        tags: { team: i % 500 < 300 ? 'many' : 'few' },
        tokens: { input: 1 },
        latencyMs: i,
      }),
    );
    await withStore(async (store) => {
      await ingest(store, facts);
      for (const [team, sessions] of [
        ['many', 300],
        ['few', 200],
      ] as const) {
        const where = [{ dimension: 'tag:team', values: [team] } as const];
        const expected = facts
          .filter((one) => one.tags.get('team') === team)
          .toSorted((a, b) => a.at - b.at)
          .map((one) => one.requestId);
        const query = { range: NOVEMBER, where };
        const ids = async (limit: number) =>
          (await store.invocations({ ...query, limit })).map((row) => row.requestId);
        expect(await ids(2_000)).toEqual(expected);
        expect(await ids(150)).toEqual(expected.slice(0, 150));
        expect(await store.sessions({ ...query, limit: 2_000 })).toHaveLength(sessions);
        expect(await store.latencies(query)).toMatchObject([{ calls: 2 * sessions }]);
      }
    });
  });

  it('leave out the sessions past their ceiling, which are many and not one', async () => {
    const facts = Array.from({ length: DAILY_CEILINGS.session + 10 }, (_, i) =>
      fact({ arn: role(i), tokens: { input: 1 } }),
    );
    await withStore(async (store) => {
      await ingest(store, facts);
      const rows = await store.sessions({ range: NOVEMBER, where: [], limit: 5_000 });
      expect(rows).toHaveLength(DAILY_CEILINGS.session);
      expect(rows.some((row) => row.session === '(other)')).toBe(false);
    });
  });

  it('add up past 64 bits without failing', async () => {
    const huge = { input: 2 ** 53 - 1 };
    const facts = Array.from({ length: 1_030 }, (_, i) =>
      fact({ at: `2026-11-20T00:00:${10 + (i % 50)}Z`, tokens: huge }),
    );
    await withStore(async (store) => {
      for (const [i, one] of facts.entries()) {
        // Each in an hour of its own: roll-up rows stay below what they can hold.
        const when = new Date(Date.UTC(2026, 9, 1) + i * 3_600_000).toISOString();
        await ingest(store, [{ ...one, at: at(when) }]);
      }
      const range = { from: at('2026-10-01'), to: at('2026-12-01') };
      const [session] = await store.sessions({ range, where: [], limit: 1 });
      expect(session?.tokens.input).toBeCloseTo(1_030 * 2 ** 53, -6);
    });
  });
});

describe('pruning', () => {
  it('takes many short steps, and ends', async () => {
    const series = (statistic: string): MetricSeries => ({
      ...{ account: fact().account, region: fact().region, namespace: 'AWS/Bedrock', metric: 'Invocations' },
      ...{ dimensions: { ModelId: 'us.x' }, statistic },
    });
    const start = at('2026-01-01');
    await withStore(async (store) => {
      const old = Array.from({ length: 2_500 }, (_, i) =>
        fact({ at: new Date((start + i * 60) * 1000).toISOString(), tokens: { input: 1 } }),
      );
      await ingest(store, old, at('2026-01-04'));
      await ingest(store, [fact()]);
      const points = Array.from({ length: 15_000 }, (_, i) => ({
        at: epochSeconds(start + i * 60),
        period: 60,
        value: 1,
      }));
      await store.putMetrics({
        data: [
          { series: series('Sum'), points },
          { series: series('p95'), points },
        ],
      });
      const before = await store.metricSums(
        { range: { from: start, to: NOW }, namespace: 'AWS/Bedrock' },
        3_600,
      );

      const step = await store.prune(NOW, { invocationDays: 35 });
      expect(step).toMatchObject({ invocations: 1_000, more: true });
      expect(step.points).toBeLessThan(21_000);
      const rest = await pruneAll(store, NOW, { invocationDays: 35 });
      expect(rest.invocations).toBe(1_500);
      // 250 hours; the last one waits.
      expect(step.points + rest.points).toBe(15_000 + 249 * 60);
      expect(step.minutes + rest.minutes).toBe(5_000);
      expect(
        await store.metricSums({ range: { from: start, to: NOW }, namespace: 'AWS/Bedrock' }, 3_600),
      ).toEqual(before);
      expect(await store.prune(NOW, { invocationDays: 35 })).toEqual({
        invocations: 0,
        minutes: 0,
        points: 0,
        more: false,
      });
    });
  });
});

describe('a database of an earlier version', () => {
  it('is brought up to date, and its calls are kept their whole time from then on', async () => {
    const db = new Database(path);
    db.exec(MIGRATIONS[0] ?? '');
    db.pragma('user_version = 1');
    db.pragma(`application_id = ${0x424d7472}`);
    db.exec(`INSERT INTO label (id, text) VALUES (1, 'model'), (2, '111122223333'), (3, 'us-east-1'), (4, 'in-region');
      INSERT INTO place VALUES (1, 2, 3);
      INSERT INTO model_ref VALUES (1, 1, 1, 4, 1, 4, 0);
      INSERT INTO series VALUES (1, 1, 2, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      INSERT INTO source_state (collector, account, region, last_ingest, facts) VALUES ('file', '', '', ${at('2026-11-20')}, 1);
      INSERT INTO invocation (request, place, at, series, input, output, cache_read, cache_write, cache_write_5m,
        cache_write_30m, cache_write_1h, error, stop_reason, inference_region, suspect)
      VALUES (x'00616263', 1, ${at('2026-11-01')}, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);`);
    db.close();
    await withStore(async (store) => {
      const calls = () => store.invocations({ range: NOVEMBER, where: [], limit: 9 });
      expect(await calls()).toMatchObject([{ requestId: 'abc', model: 'model', tokens: { input: 5 } }]);
      await ingest(store, [fact({ at: '2026-12-25T00:00:00Z' })], at('2026-12-25'));
      await pruneAll(store, at('2026-12-25'), { invocationDays: 35 });
      expect(await calls()).toHaveLength(1);
      await ingest(store, [fact({ at: '2026-12-26T00:00:00Z' })], at('2026-12-26'));
      await pruneAll(store, at('2026-12-26'), { invocationDays: 35 });
      expect(await calls()).toHaveLength(0);
    });
  });
});
