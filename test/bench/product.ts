/**
 * The product as a user starts it: the built entry, one process per command.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Range } from '../aws-simulator/world/index.ts';
import { type Command, type Measured, measure } from './measure.ts';
import type { Totals } from './totals.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A build of the product. */
export class Product {
  readonly #entry: string;

  private constructor(entry: string) {
    this.#entry = entry;
  }

  /**
   * @param entry another build than the checkout's own, to compare two
   * @throws Error where there is no build, or the checkout's is older than its source
   */
  static built(entry?: string): Product {
    const path = resolve(entry ?? join(ROOT, 'dist/src/main.js'));
    if (!existsSync(path)) throw new Error(`there is no ${path}: run \`npm run build\` first`);
    const built = statSync(path).mtimeMs;
    const newer = globSync('{src,collectors,pricing,web}/**/*.{ts,tsx}', { cwd: ROOT }).find(
      (name) => statSync(join(ROOT, name)).mtimeMs > built,
    );
    if (newer && entry === undefined) {
      throw new Error(`the build is older than ${newer}: run \`npm run build\` first`);
    }
    return new Product(path);
  }

  /** @param now the clock, since what is kept by the minute depends on it */
  ingest(folder: string, db: string, now: number): Promise<Measured> {
    return measure([this.#command('ingest', folder, '--db', db, '--now', iso(now), '--json')], 'keep');
  }

  /** Sums by one or more dimensions, under the values joined by blanks. */
  async spendBy(db: string, dimensions: readonly string[], range: Range): Promise<Map<string, Totals>> {
    const { from, to } = range;
    const flags = ['--by', dimensions.join(','), '--from', iso(from), '--to', iso(to), '--db', db, '--json'];
    const { stdout } = await measure([this.#command('spend', ...flags)], 'keep');
    const answer: { rows: (Totals & { tokens: Totals } & Record<string, string | null>)[] } =
      JSON.parse(stdout);
    return new Map(
      answer.rows.map((row) => {
        const { invocations, failedInvocations, tokens } = row;
        return [dimensions.map((name) => row[name]).join(' '), { ...tokens, invocations, failedInvocations }];
      }),
    );
  }

  /** Starts the daemon on a free port; resolves when it listens. */
  async serve(db: string, now: number): Promise<{ url: string; stop(): Promise<void> }> {
    const [program, ...args] = this.#command('serve', '--port', '0', '--db', db, '--now', iso(now));
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir() });
    const ended = once(child, 'close');
    let log = '';
    for await (const text of child.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      log += text;
      const url = /http:\/\/[\w.:]+/.exec(log)?.[0];
      if (url === undefined) continue;
      child.stderr.resume();
      const stop = async () => {
        child.kill('SIGTERM');
        await ended;
      };
      return { url, stop };
    }
    throw new Error(`the daemon ended before it listened: ${log.slice(-2000)}`);
  }

  #command(...args: string[]): Command {
    return [process.execPath, this.#entry, ...args];
  }
}

const iso = (at: number): string => new Date(at * 1000).toISOString();
