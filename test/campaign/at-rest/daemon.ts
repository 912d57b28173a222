/**
 * `serve` as people start it: the built entry, a process of its own.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../../dist/src/main.js');

export interface Daemon {
  readonly url: string;
  readonly pid: number;
  /** Asks it to end; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface DaemonStart {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Another build than the checkout's own. */
  readonly entry?: string | undefined;
}

/** Resolves once it listens. */
export async function startServe({ args, env, entry = ENTRY }: DaemonStart): Promise<Daemon> {
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: tmpdir(),
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'close');
  // Whatever happens here, none is left behind.
  process.once('exit', () => child.kill('SIGKILL'));
  let log = '';
  for await (const text of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    log += text;
    const url = /listens on (http:\/\/[\w.:]+)/.exec(log)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return {
      ...{ url, pid: child.pid ?? Number.NaN },
      stop: async () => {
        child.kill('SIGTERM');
        const [code] = await ended;
        return code;
      },
    };
  }
  throw new Error(`the daemon ended before it listened: ${log.slice(-2000)}`);
}
