/**
 * Imported versions on disk: one file each, written whole or not at all, and a pointer to the one in force. With the
 * packaged catalogue's reader the only file of `pricing` that touches a disk.
 * @module
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MeterError } from '../../src/domain/errors.ts';
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import { type PriceVersion, parseVersion } from './version.ts';

const FOLDER = 'prices';
const POINTER = 'current';
const VERSION_FILE = /^(\d{4}-\d{2}-\d{2}-[0-9a-f]{8})\.json$/;

const pointerSchema = z.strictObject({
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/),
  /** When the list was last read in full; later than the import where nothing had changed. */
  checkedAt: z.string(),
});
export type Pointer = z.infer<typeof pointerSchema>;

/** The folder of versions: beside the database, so that a backup of one has the other. */
export const pricesFolder = (database: string): string => join(dirname(database), FOLDER);

/** Names of the versions in a folder, oldest first; none where there is no folder. */
export function versionNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => VERSION_FILE.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * @returns null before the first import
 * @throws MeterError when the pointer is broken
 */
export function readPointer(folder: string): Pointer | null {
  const path = join(folder, POINTER);
  if (!existsSync(path)) return null;
  try {
    return pointerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new MeterError(`${path}: does not name a price version`, {
      cause,
      hint: 'remove it to use the packaged prices, then run bedrock-meter prices update',
    });
  }
}

/** @throws MeterError when the file is missing or broken; the message names it */
export function readVersion(folder: string, name: string): PriceVersion {
  const path = join(folder, `${name}.json`);
  if (!existsSync(path)) {
    throw new MeterError(`${path} is missing`, {
      hint: `remove ${join(folder, POINTER)} to use the packaged prices, then run bedrock-meter prices update`,
    });
  }
  return parseVersion(readFileSync(path, 'utf8'), path);
}

/** The version in force; null before the first import. */
export function currentVersion(folder: string): PriceVersion | null {
  const pointer = readPointer(folder);
  return pointer === null ? null : readVersion(folder, pointer.version);
}

/**
 * A text that changes whenever another version is put in force, or its file is touched. Two looks at the disk: cheap
 * enough for every few seconds, unlike reading the version.
 */
export function versionMark(folder: string): string {
  const pointer = markOf(join(folder, POINTER));
  if (pointer === '') return '';
  const named = namedVersion(folder);
  return `${pointer} ${named === null ? '' : markOf(join(folder, `${named}.json`))}`;
}

/** The version that the pointer names; null for a pointer that names none, which reading it will tell. */
function namedVersion(folder: string): string | null {
  try {
    return readPointer(folder)?.version ?? null;
  } catch (error) {
    if (error instanceof MeterError) return null;
    throw error;
  }
}

function markOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** Adds a version and puts it in force. A crash leaves the one before in force. */
export function writeVersion(folder: string, version: PriceVersion): void {
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, `${version.name}.json`), `${JSON.stringify(version, null, 1)}\n`);
  writePointer(folder, { version: version.name, checkedAt: version.importedAt });
}

/** Notes that the list was read and says what the version in force says. */
export function confirmVersion(folder: string, name: string, now: EpochSeconds): void {
  writePointer(folder, { version: name, checkedAt: isoInstant(now) });
}

const writePointer = (folder: string, pointer: Pointer): void =>
  writeWhole(join(folder, POINTER), `${JSON.stringify(pointer)}\n`);

/** Readers see the old file or the new one, never half of it. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
