/**
 * `npm run demo`: the daemon as `serve` starts it, over the AWS simulator on a port of its own. Nothing of the product
 * knows that the AWS it reads is made up, but for the label on every page.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { defaultConfig } from '../../src/config/schema.ts';
import type { HistoryReport } from '../../src/daemon/collect/history.ts';
import { startDaemon } from '../../src/daemon/start-daemon.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';
import { demoConfig } from './demo-config.ts';
import { reportWriter } from './demo-report.ts';
import { startSimulatorThread } from './demo-simulator.ts';

export interface DemoOptions {
  readonly port: number;
  readonly days: number;
  readonly seed: string;
  /** A clock that stands still, for both sides; the machine's by default. */
  readonly now?: EpochSeconds;
  readonly onHistory?: (history: HistoryReport) => void;
}

export interface Demo {
  readonly url: string;
  /** The simulator's; its own API lies under `/_simulator`. */
  readonly aws: string;
  /** The configuration that the daemon runs with. */
  readonly configFile: string;
  /** Rejects when the simulator ends by itself. */
  readonly ended: Promise<never>;
  close(): Promise<void>;
}

/** Starts simulator and daemon; resolves once the dashboard listens. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { port, days, seed, onHistory } = options;
  const frozen = options.now !== undefined;
  const clock = () => options.now ?? epochSeconds(Math.floor(Date.now() / 1000));
  const startedAt = clock();
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-demo-'));
  const database = join(folder, 'demo.db');
  const { text, config } = demoConfig(days, startedAt, database);
  const configFile = join(folder, 'config.yaml');
  writeFileSync(configFile, text);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const report = reportWriter(folder, configFile, clock);
  try {
    const aws = await startSimulatorThread({ seed, days, frozen, now: startedAt });
    const daemon = await startDaemon({
      ...{ config, database, port, frozen, host: '127.0.0.1', now: clock, demo: true },
      log: pino({ base: null, level: 'error' }, pino.destination({ dest: 2, sync: true })),
      env: { ...withoutAws(process.env, folder), ...aws.env },
      onHistory: (history) => {
        report.onHistory(history);
        onHistory?.(history);
      },
    }).catch(async (error: unknown) => {
      await aws.close();
      throw error;
    });
    daemon.collect();
    return {
      ...{ url: daemon.url, aws: aws.url, configFile, ended: aws.ended },
      close: async () => {
        report.stop();
        await daemon.stop();
        await aws.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** An environment in which no credentials, profile or endpoint of the person who looks at the demo is found. */
function withoutAws(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(others),
    AWS_CONFIG_FILE: join(folder, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The port to bind: `PORT`, else the product's own. */
export function demoPort(text: string | undefined): number {
  if (text === undefined || text === '') return defaultConfig().server.port;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`PORT ${text}: not a port number`);
}
