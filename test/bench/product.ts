/**
 * The product as a user starts it: the built entry, one process per command.
 * @module
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, type Measured, measure } from './measure.ts';
import type { Totals } from './totals.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'dist/src/main.js');

/** @throws Error where there is no build, or one older than the source */
export function requireBuild(): void {
  if (!existsSync(ENTRY)) throw new Error('nothing to measure: run `npm run build` first');
  const built = statSync(ENTRY).mtimeMs;
  const newer = globSync('{src,collectors,pricing}/**/*.{ts,tsx}', { cwd: ROOT }).find(
    (name) => statSync(join(ROOT, name)).mtimeMs > built,
  );
  if (newer) throw new Error(`the build is older than ${newer}: run \`npm run build\` first`);
}

const command = (...args: string[]): Command => [process.execPath, ENTRY, ...args];

export const ingest = (folder: string, db: string): Promise<Measured> =>
  measure([command('ingest', folder, '--db', db, '--json')], 'keep');

/** Sums by one or more dimensions, under the values joined by blanks. */
export async function spendBy(db: string, dimensions: readonly string[], from: number, to: number) {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const range = ['--from', iso(from), '--to', iso(to)];
  const { stdout } = await measure(
    [command('spend', '--by', dimensions.join(','), ...range, '--db', db, '--json')],
    'keep',
  );
  const answer: { rows: (Totals & { tokens: Totals } & Record<string, string | null>)[] } =
    JSON.parse(stdout);
  return new Map(
    answer.rows.map((row) => {
      const { invocations, failedInvocations, tokens } = row;
      return [dimensions.map((name) => row[name]).join(' '), { ...tokens, invocations, failedInvocations }];
    }),
  );
}
