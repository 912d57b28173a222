/**
 * A simulated AWS that stands still, and the daemon's own sources over it in this process.
 * @module
 */
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { manualClock, startSimulator } from '../../aws-simulator/server/index.ts';
import { VirtualDaemon } from '../ledger/daemon.ts';
import { setEnvironment } from '../ledger/week.ts';

const NOW = Date.parse('2026-11-20T15:20:00Z') / 1000;

export type Place = Awaited<ReturnType<typeof openPlace>>;

/** Some days of a small world. @param endpoint where clients are sent instead of the simulator itself */
export async function openPlace(accounts: readonly object[], endpoint?: (url: string) => Promise<string>) {
  const aws = await startSimulator({
    ...{ seed: 'place', now: NOW, days: 4, rate: 20, rateLimits: 'off', clock: manualClock(NOW * 1000) },
  });
  const url = endpoint === undefined ? aws.url : await endpoint(aws.url);
  const restore = setEnvironment({ ...aws.env, AWS_ENDPOINT_URL: url });
  const store = openSqliteStore(':memory:');
  const config = { accounts, collect: { awsCallsPerSecond: 1000, firstLookback: '2h' } };
  return {
    aws,
    store,
    /** Every source once, by a process of its own. */
    once: () => new VirtualDaemon({ aws, store, config, random: Math.random }).once(),
    close: async () => {
      await aws.close();
      await store.close();
      restore();
    },
  };
}
