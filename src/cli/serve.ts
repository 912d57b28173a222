/**
 * `bedrock-meter serve`: the daemon with its dashboard.
 * @module
 */
import type { Command } from 'commander';
import { pino } from 'pino';
import { untilSignal } from '../daemon/signals.ts';
import { EXIT } from '../domain/errors.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, pricesOf } from './context.ts';
import { count } from './estimate.ts';
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
    .option('--port <n>', 'port to bind; overrides the configuration', count('--port'))
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

async function run(options: Options) {
  // Only this command needs the web; the others start without it.
  const [{ createApp }, { startServer }] = await Promise.all([
    import('../../web/app.ts'),
    import('../daemon/server.ts'),
  ]);
  const config = configOf(options);
  const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }));
  const { book, rater } = pricesOf(config, options);
  const { host, port, auth } = {
    ...config.server,
    ...definedOnly({ host: options.host, port: options.port }),
  };
  const store = openSqliteStore(databaseOf(options, config));
  const now = () => nowOf(options);
  const app = createApp({ store, book, rater, now, config, demo: false, startedAt: now() });
  try {
    const server = await startServer(app, { host, port, authenticated: auth !== undefined });
    log.info(`bedrock-meter listens on ${server.url}`);
    const signal = await untilSignal();
    log.info(`${signal}: stopping`);
    await server.close();
    return EXIT.done;
  } finally {
    await store.close();
  }
}

function definedOnly<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
