/**
 * Starts a simulator on loopback.
 * @module
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Range } from '../world/clock.ts';
import { createApp } from './app.ts';
import { type TruthRow, truthOf } from './control/ledger-rows.ts';
import { type MetricMinute, metricMinutesOf } from './control/metric-minutes.ts';
import type { SimulatorOptions } from './options.ts';
import { createSimulator, type Simulator } from './simulator.ts';

export interface RunningSimulator extends Simulator {
  readonly url: string;
  /** What a client has to find in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The truth in a range of seconds; from the history's beginning until now by default. */
  ledger(range?: Range): TruthRow[];
  /** What CloudWatch will say of a range once everything has arrived, minute by minute. */
  metricMinutes(range?: Range): MetricMinute[];
  close(): Promise<void>;
}

/**
 * Resolves once it listens.
 * @throws the server's own error when the port cannot be bound
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const simulator = createSimulator(options);
  const server = createAdaptorServer({ fetch: createApp(simulator).fetch }) as Server;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...simulator,
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: `AKIA${simulator.home}SIMU`,
      AWS_SECRET_ACCESS_KEY: 'made-up-secret-of-the-simulator',
      AWS_REGION: 'us-east-1',
    },
    ledger: (range) => truthOf(simulator, range),
    metricMinutes: (range) => metricMinutesOf(simulator, range),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
