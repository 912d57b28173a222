/**
 * Killed at any moment, collection loses nothing and doubles nothing: the store equals the simulator's ledger.
 * @module
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { json, start } from '../cli.ts';
import { type Bench, engineering, NOW, NOW_TEXT, requests, shop, startBench, until } from './support.ts';

const LOOKBACK_HOURS = 4;
/** Whole hours in which everything has been delivered. */
const RANGE = { from: '2026-11-20T09:00:00Z', to: '2026-11-20T12:00:00Z' };
const KILLS = 8;

describe.each(['1', '2'])('collection of world %s, killed again and again', (seed) => {
  let bench: Bench;
  let file: string;

  beforeAll(async () => {
    bench = await startBench(seed);
    file = bench.configure([shop(), engineering()], {
      collect: { awsCallsPerSecond: 500, firstLookback: `${LOOKBACK_HOURS}h` },
    });
  });
  afterAll(() => bench.close());

  const options = (database: string) => ['--config', file, '--db', database, '--now', NOW_TEXT];

  /** Starts a command and kills it once the simulator has been asked so many more times; false: it ended before. */
  async function killed(args: readonly string[], after: number): Promise<boolean> {
    const before = requests(bench);
    const child = start(args, bench.folder, { ...bench.simulator.env });
    const ended = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr]) stream?.resume();
    await until('requests', () => requests(bench) - before >= after || child.exitCode !== null);
    child.kill('SIGKILL');
    const [code] = await ended;
    return code === null;
  }

  async function expectLedger(database: string) {
    const by = 'hour,account,region,modelId,principal';
    const args = ['spend', '--by', by, '--from', RANGE.from, '--to', RANGE.to, '--db', database, '--json'];
    const { rows } = json(await bench.run(...args));
    const found = rows.map((row: Record<string, unknown>) => ({
      ...{ hour: Date.parse(String(row.hour)) / 3_600_000, account: row.account, region: row.region },
      ...{ modelId: row.modelId, principal: row.principal },
      ...{ invocations: row.invocations, failedInvocations: row.failedInvocations, tokens: row.tokens },
    }));
    const range = { from: Date.parse(RANGE.from) / 1000, to: Date.parse(RANGE.to) / 1000 };
    const places = new Set(['111122223333 us-east-1', '111122223333 us-west-2', '444455556666 us-west-2']);
    const truth = bench.simulator
      .ledger(range)
      .filter((row) => row.logged && places.has(`${row.account} ${row.region}`))
      .map(({ logged: _logged, input, output, cacheRead, cacheWrite, cacheWrite1h: _1h, ...row }) => ({
        ...row,
        tokens: { input, output, cacheRead, cacheWrite },
      }));
    const sorted = (list: readonly object[]) =>
      list
        .map((one) =>
          JSON.stringify(one, Object.keys(one).sort().concat(['input', 'output', 'cacheRead', 'cacheWrite'])),
        )
        .sort();
    expect(truth.length).toBeGreaterThan(20);
    expect(sorted(found)).toEqual(sorted(truth));
  }

  async function metricsOf(database: string) {
    const store = openSqliteStore(database, { readonly: true });
    try {
      const range = { from: epochSeconds(0), to: epochSeconds(NOW) };
      const data = await store.metrics({ range, namespace: 'AWS/Bedrock' });
      return data.map((one) => JSON.stringify(one)).sort();
    } finally {
      await store.close();
    }
  }

  it('equals the ledger, and an undisturbed collection', async () => {
    const random = new Random(`kill/${seed}`);
    const [battered, calm] = [join(bench.folder, 'battered.db'), join(bench.folder, 'calm.db')];
    let kills = 0;
    for (let i = 0; i < KILLS; i++) {
      const args = ['collect', '--once', ...options(battered)];
      if (await killed(args, 1 + Math.floor(random.unit() * 60))) kills += 1;
    }
    expect(kills).toBeGreaterThan(KILLS / 2);
    for (const database of [battered, calm]) {
      const { code, stderr } = await bench.run('collect', '--once', '--json', '--db', database);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    }
    await expectLedger(battered);
    await expectLedger(calm);
    expect(await metricsOf(battered)).toEqual(await metricsOf(calm));
  });

  it('equals the ledger by backfill, too', async () => {
    const random = new Random(`backfill/${seed}`);
    const database = join(bench.folder, 'backfill.db');
    for (let i = 0; i < 4; i++) {
      const args = ['backfill', '--since', '1d', ...options(database)];
      await killed(args, 1 + Math.floor(random.unit() * 30));
    }
    const { code, stdout } = await bench.run('backfill', '--since', '1d', '--db', database, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ from: '2026-11-19T00:00:00Z', to: NOW_TEXT });
    await expectLedger(database);
  });
});
