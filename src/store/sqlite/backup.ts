/**
 * A compact copy of the database, made while others read and write it.
 * @module
 */
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { MeterError } from '../../domain/errors.ts';
import { openDatabase, storageError } from './open.ts';

/**
 * Copies `path` into a new file that stands there whole or not at all; a copy that was cut off is named `.partial`.
 * The state is that of one instant, in the version that wrote it, and nobody may read it who may not read the database.
 * @returns bytes of the copy
 * @throws MeterError when the copy exists already, or cannot be written
 */
export function backupDatabase(path: string, copy: string): number {
  if (existsSync(copy)) {
    throw new MeterError(`backup ${copy} exists already`, { hint: 'name another file, or remove it first' });
  }
  const partial = `${copy}.partial`;
  const db = openDatabase(path, { readonly: true, migrate: false });
  try {
    rmSync(partial, { force: true });
    closeSync(openSync(partial, 'wx', statSync(path).mode & 0o777));
    db.prepare('VACUUM INTO ?').run(partial);
    chmodSync(partial, statSync(path).mode & 0o777);
    onDisk(partial);
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storageError(error, copy);
  } finally {
    db.close();
  }
  return statSync(copy).size;
}

/** SQLite leaves what it writes in the system's cache. */
function onDisk(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
