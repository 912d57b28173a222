/**
 * Opens and migrates the database file, and says in words what SQLite's codes mean.
 * @module
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { MeterError, messageOf } from '../../domain/errors.ts';
import { MIGRATIONS } from './schema.ts';

export type Db = Database.Database;

export interface OpenOptions {
  readonly readonly?: boolean;
  /** `false`: as it is, whichever earlier version wrote it. */
  readonly migrate?: boolean;
}

/**
 * Opens `path` for reading and writing, creating and migrating it as needed.
 * @throws MeterError when the file cannot be opened, is no database, or was written by a newer version
 */
export function openDatabase(path: string, options: OpenOptions = {}): Db {
  try {
    if (path !== ':memory:' && !options.readonly) makeFolder(dirname(path));
    const db = new Database(path, {
      readonly: options.readonly ?? false,
      fileMustExist: options.readonly ?? false,
    });
    db.pragma('busy_timeout = 15000');
    refuseStranger(db, path);
    if (!options.readonly) {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma('cache_size = -32768');
    }
    if (options.migrate ?? true) migrate(db, path);
    return db;
  } catch (error) {
    throw storageError(error, path);
  }
}

/** Parents first, one by one: the recursive `mkdir` of Node never returns where the system refuses with ENOENT. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process starting at the same time may have made it.
    if (!existsSync(folder)) throw error;
  }
}

/** "BMtr", in the header of every database that is ours. */
const APPLICATION_ID = 0x424d7472;

/** Nothing is written to a database of somebody else, or of a newer version. */
function refuseStranger(db: Db, path: string): void {
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (tables > 0 && db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new MeterError(`database ${path} belongs to another program`, {
      hint: 'name another file with --db',
    });
  }
  const found = versionOf(db);
  if (found <= MIGRATIONS.length) return;
  throw new MeterError(
    `database ${path} has schema version ${found}, this bedrock-meter knows up to ${MIGRATIONS.length}`,
    { hint: 'run the newer bedrock-meter that wrote it, or name another file with --db' },
  );
}

const versionOf = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

/** @throws MeterError where an earlier version wrote the file and it may not be written to */
function migrate(db: Db, path: string): void {
  const version = () => versionOf(db);
  const found = version();
  if (found === MIGRATIONS.length) return;
  const apply = db.transaction(() => {
    // Another process may have migrated while this one waited for the lock.
    for (const sql of MIGRATIONS.slice(version())) db.exec(sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  });
  const tooOld = (cause?: unknown) =>
    new MeterError(
      `database ${path} has schema version ${found}, this bedrock-meter reads ${MIGRATIONS.length}, and it may not be written to`,
      { hint: 'start the daemon with this version: it brings the file up to date', cause },
    );
  if (db.readonly && found > 0) throw tooOld();
  try {
    apply.immediate();
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw found > 0 && String(code).startsWith('SQLITE_READONLY') ? tooOld(error) : error;
  }
}

const MEANING: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  SQLITE_READONLY: ['is read-only', 'check the permissions of the file and of its folder'],
  SQLITE_CANTOPEN: ['cannot be opened', 'check that the folder exists and may be written to'],
  SQLITE_FULL: [
    'has no room: the disk is full',
    'free some space and run the same command again; nothing was half-written',
  ],
  SQLITE_IOERR: ['could not be read or written', 'check the disk; nothing was half-written'],
  SQLITE_NOTADB: ['is not a SQLite database', 'name another file with --db'],
  SQLITE_CORRUPT: ['is damaged', 'restore it from a backup'],
  SQLITE_BUSY: ['is locked by another process', 'wait for the other bedrock-meter to finish, then try again'],
};

/** Turns an error of the engine into one that names the file and the next step; others pass unchanged. */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof MeterError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const family = Object.keys(MEANING).find((name) => code === name || code.startsWith(`${name}_`));
  const meaning = family === undefined ? undefined : MEANING[family];
  if (meaning) return new MeterError(`database ${path} ${meaning[0]}`, { hint: meaning[1], cause: error });
  if (error instanceof Error && 'syscall' in error) {
    return new MeterError(`database ${path} cannot be opened: ${messageOf(error)}`, {
      hint: 'check that the folder exists and may be written to',
      cause: error,
    });
  }
  return error;
}
