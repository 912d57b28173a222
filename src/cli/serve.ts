/**
 * `bedrock-meter serve`: the daemon with its dashboard.
 * @module
 */
import type { Command } from 'commander';
import { pino } from 'pino';
import { placed } from '../config/place.ts';
import { untilSignal } from '../daemon/signals.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { type CommonOptions, configOf, databaseOf, nowOf } from './context.ts';
import type { Action } from './run.ts';

interface Options extends CommonOptions {
  readonly host?: string;
  readonly port?: number;
}

export function addServe(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('serve')
    .description('run the daemon with its dashboard')
    .option('--host <address>', 'address to bind; overrides the configuration')
    .option('--port <n>', 'port to bind; overrides the configuration', port)
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

function port(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--port ${text}: not a whole number of zero or more`);
  const n = Number(text);
  if (n <= 65_535) return n;
  throw new UsageError(`--port ${text}: ports go up to 65535`);
}

async function run(options: Options) {
  // Asked before anything slow begins, so that a signal that comes early is not missed.
  const ended = untilSignal();
  // Only this command needs the web; the others start without it.
  const { startDaemon } = await import('../daemon/start-daemon.ts');
  const config = configOf(options);
  const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }));
  const { host, port } = { ...config.server, ...definedOnly({ host: options.host, port: options.port }) };
  const daemon = await placed(options.config, () =>
    startDaemon({
      ...{ config, host, port, log, database: databaseOf(options, config) },
      now: () => nowOf(options),
      frozen: options.now !== undefined,
      demo: false,
    }),
  );
  log.info(`bedrock-meter listens on ${daemon.url}`);
  daemon.collect();
  const signal = await ended;
  log.info(`${signal}: stopping`);
  await daemon.stop();
  return EXIT.done;
}

function definedOnly<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
