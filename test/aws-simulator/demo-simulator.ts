/**
 * The simulator in a thread of its own, so that AWS never takes the dashboard's time.
 * @module
 */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { manualClock, startSimulator } from './server/index.ts';

export interface SimulatedAws {
  readonly url: string;
  /** What a client has to find in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Rejects when the simulator ends by itself. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

export interface SimulationOptions {
  readonly seed: string;
  readonly now: number;
  readonly days: number;
  /** Whether its clock stands still. */
  readonly frozen: boolean;
}

type Ready = Pick<SimulatedAws, 'url' | 'env'>;

/** Resolves once the simulator listens on a free port of its own. */
export async function startSimulatorThread(options: SimulationOptions): Promise<SimulatedAws> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { simulator: options } });
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the simulator has ended')));
  });
  // Whoever waits for it is told; nobody has to.
  ended.catch(() => undefined);
  const ready = new Promise<Ready>((resolve) => worker.once('message', resolve));
  const { url, env } = await Promise.race([ready, ended]);
  return { url, env, ended, close: async () => void (await worker.terminate()) };
}

const given: unknown = workerData;
if (parentPort && typeof given === 'object' && given !== null && 'simulator' in given) {
  const { seed, now, days, frozen } = given.simulator as SimulationOptions;
  const { url, env } = await startSimulator({
    ...{ seed, now, days, bodies: 'small', rateLimits: 'off', logRetentionDays: 120, metricHoursKept: 500 },
    // A tenth of the objects: ninety days are read in a minute or two.
    olderDeliverySeconds: 3600,
    ...(frozen ? { clock: manualClock(now * 1000) } : {}),
  });
  const ready: Ready = { url, env };
  parentPort.postMessage(ready);
}
