/**
 * `bedrock-meter serve`: the daemon with its dashboard.
 * @module
 */
import type { Command } from 'commander';
import { type Logger, pino } from 'pino';
import type { Config } from '../config/schema.ts';
import { collectSetup } from '../daemon/collect/messages.ts';
import { tellStates } from '../daemon/collect/tell.ts';
import { CollectThread } from '../daemon/collect/thread.ts';
import { untilSignal } from '../daemon/signals.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
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
    .option('--port <n>', 'port to bind; overrides the configuration', port)
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

function port(text: string): number {
  const n = count('--port')(text);
  if (n <= 65_535) return n;
  throw new UsageError(`--port ${text}: ports go up to 65535`);
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
  let thread: CollectThread | undefined;
  const collectors = () => thread?.reports() ?? [];
  // A 500 page hides all detail; the log has it.
  const onError = (error: unknown) => log.error(error, 'a request failed');
  const app = createApp({
    store,
    book,
    rater,
    now,
    config,
    demo: false,
    startedAt: now(),
    collectors,
    onError,
  });
  try {
    const server = await startServer(app, { host, port, authenticated: auth !== undefined });
    // Asked before anything slow begins, so that a signal that comes early is not missed.
    const ended = untilSignal();
    log.info(`bedrock-meter listens on ${server.url}`);
    thread = startCollecting(config, options, log);
    const signal = await ended;
    log.info(`${signal}: stopping`);
    await Promise.all([server.close(), thread?.stop()]);
    return EXIT.done;
  } finally {
    await store.close();
  }
}

/** The thread that reads AWS; none without accounts. */
function startCollecting(config: Config, options: Options, log: Logger): CollectThread | undefined {
  if (config.accounts.length === 0) {
    log.info('no accounts are configured: what is ingested is shown, nothing is collected');
    return undefined;
  }
  const fixed = options.now === undefined ? null : nowOf(options);
  return new CollectThread(collectSetup(config, databaseOf(options, config), fixed), {
    onEvent: tellStates(log),
    onCrash: (message, again) => log.error(`collecting has stopped: ${message}; again in ${again} s`),
  });
}

function definedOnly<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
