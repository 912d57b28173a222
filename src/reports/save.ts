/**
 * Report files on disk: whole or not at all.
 * @module
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MeterError, messageOf } from '../domain/errors.ts';

/**
 * Writes a file beside its place and moves it there; makes its folder.
 * @throws MeterError naming the path
 */
export function saveReport(path: string, content: string): void {
  try {
    makeFolder(dirname(path));
    const beside = `${path}.part`;
    writeFileSync(beside, content);
    renameSync(beside, path);
  } catch (cause) {
    throw new MeterError(`cannot write ${path}: ${messageOf(cause)}`, {
      hint: 'name a folder that can be written to, with --out or reports.monthly.dir',
      cause,
    });
  }
}

/** Parents first, one by one: the recursive `mkdir` of Node never returns where the system refuses with ENOENT. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it at the same time.
    if (!existsSync(folder)) throw error;
  }
}
