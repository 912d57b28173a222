/**
 * What is made once and kept under the system's temporary folder, named by all that decides its content.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from './report.ts';

/**
 * The folder of that name and version, made where it is not there yet. A run that is broken off leaves none.
 * @param sources files and globs below `test/` whose text is part of the version
 */
export async function cached(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(tmpdir(), `bedrock-meter-bench-${name}-${versionOf(sources)}`);
  if (existsSync(folder)) return folder;
  say(`generating ${folder} …`);
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await make(draft);
  await rename(draft, folder);
  return folder;
}

function versionOf(sources: readonly string[]): string {
  const root = join(import.meta.dirname, '..');
  const hash = createHash('sha256');
  for (const name of globSync(sources, { cwd: root }).sort()) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 12);
}
