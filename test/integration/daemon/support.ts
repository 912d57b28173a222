/**
 * A simulator, a configuration and a folder to collect into.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { manualClock, type RunningSimulator, startSimulator } from '../../aws-simulator/server/index.ts';
import { cli } from '../cli.ts';

export const NOW = Date.parse('2026-11-20T12:20:00Z') / 1000;
export const NOW_TEXT = '2026-11-20T12:20:00Z';
export const SHOP = '111122223333';
export const ENGINEERING = '444455556666';
const ROLE = { arn: `arn:aws:iam::${ENGINEERING}:role/bedrock-meter`, externalId: 'bedrock-meter' };

export interface Bench {
  readonly simulator: RunningSimulator;
  readonly folder: string;
  /** Writes a configuration; returns its file. */
  readonly configure: (accounts: readonly object[], more?: object) => string;
  /** Runs a command against the simulator, at the simulator's time. */
  readonly run: (...args: string[]) => ReturnType<typeof cli>;
  readonly close: () => Promise<void>;
}

/** Starts a day of a small world that stands still at {@link NOW}. */
export async function startBench(seed: string): Promise<Bench> {
  const simulator = await startSimulator({
    ...{ seed, now: NOW, days: 1, rate: 40, bodies: 'small', rateLimits: 'off' },
    clock: manualClock(NOW * 1000),
  });
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-collect-'));
  const file = join(folder, 'config.yaml');
  return {
    simulator,
    folder,
    configure: (accounts, more = {}) => {
      const collect = { awsCallsPerSecond: 500, firstLookback: '1h' };
      writeFileSync(
        file,
        stringify({ accounts, collect, store: { path: join(folder, 'meter.db') }, ...more }),
      );
      return file;
    },
    run: (...args) =>
      cli([...args, '--config', file, '--now', NOW_TEXT], { cwd: folder, env: { ...simulator.env } }),
    close: async () => {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The two accounts of which logs go to CloudWatch Logs, and to S3. */
export const shop = (more: object = {}) => ({ name: 'shop', regions: ['us-east-1', 'us-west-2'], ...more });
export const engineering = (more: object = {}) => ({
  name: 'eng',
  regions: ['us-west-2'],
  role: ROLE,
  ...more,
});

/** Waits for a condition. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 30_000,
) {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Requests that the simulator has answered. */
export const requests = ({ simulator }: Bench): number =>
  simulator.calls.list().reduce((sum, count) => sum + count.requests, 0);
