/**
 * Finds the log files under the paths that a person gives. Source of the layout: Amazon Bedrock user guide,
 * "Monitor model invocation using CloudWatch Logs and Amazon S3":
 * `[prefix/]AWSLogs/<account>/BedrockModelInvocationLogs/<region>/YYYY/MM/DD/HH/<object>.json.gz`.
 * @module
 */
import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { messageOf } from '../../../src/domain/errors.ts';

export type WalkEntry =
  /** `path` is for people; `at` opens the file, and is its bytes where the name is no UTF-8. */
  | { readonly kind: 'file'; readonly path: string; readonly at: string | Buffer; readonly bytes: number }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

const LOG_NAME = /\.(?:json|jsonl|ndjson|log|txt|gz)$/i;
/** Bodies that were too large for their record, and the object that configuration leaves behind. */
const NO_LOG_NAME = /_(?:input|output)\.json(?:\.gz)?$|permission-check/;
const DELIVERY_FOLDER = 'BedrockModelInvocationLogs';
const HOUR_FOLDER = /^\d\d$/;

/**
 * Walks files and directories in the order given, directories in code-unit order of their names. A named
 * file is always returned; in directories only what can be a log. Each real file comes once, whatever links
 * lead to it. Never throws: what cannot be read is an entry that says why.
 * @param paths `-` is standard input
 */
export async function* walk(paths: readonly string[]): AsyncGenerator<WalkEntry, void, undefined> {
  const seen = new Set<string>();
  for (const path of paths) {
    if (path !== '-') yield* named(path, seen);
    else if (isNew('-', seen)) yield { kind: 'stdin' };
  }
}

async function* named(path: string, seen: Set<string>): AsyncGenerator<WalkEntry, void, undefined> {
  const found = await look(path);
  if ('reason' in found) yield { kind: 'unreadable', path, reason: found.reason };
  else if (!isNew(identity(found), seen)) return;
  else if (found.isDirectory()) yield* inDirectory(path, seen);
  else yield { kind: 'file', path, at: path, bytes: Number(found.size) };
}

async function* inDirectory(
  directory: string | Buffer,
  seen: Set<string>,
): AsyncGenerator<WalkEntry, void, undefined> {
  let names: Buffer[];
  try {
    names = await readdir(directory, { encoding: 'buffer' });
  } catch (error) {
    yield { kind: 'unreadable', path: directory.toString(), reason: messageOf(error) };
    return;
  }
  for (const { name, raw } of names.map(textOf).sort(byName)) {
    const at = below(directory, name, raw);
    const path = at.toString();
    const found = await look(at);
    if ('reason' in found) {
      // A link to nowhere is somebody's own affair, unless it has the name of a log.
      if (!found.isAbsent || LOG_NAME.test(name)) yield { kind: 'unreadable', path, reason: found.reason };
    } else if (found.isDirectory()) {
      if (!isBodyFolder(path) && isNew(identity(found), seen)) yield* inDirectory(at, seen);
    } else if (isLog(name, found) && isNew(identity(found), seen)) {
      yield { kind: 'file', path, at, bytes: Number(found.size) };
    }
  }
}

interface EntryName {
  readonly name: string;
  /** The bytes of a name that is no UTF-8, which its text does not lead back to. */
  readonly raw: Buffer | null;
}

function textOf(bytes: Buffer): EntryName {
  const name = bytes.toString();
  return { name, raw: Buffer.from(name).equals(bytes) ? null : bytes };
}

function byName(a: EntryName, b: EntryName): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return Buffer.compare(a.raw ?? Buffer.from(a.name), b.raw ?? Buffer.from(b.name));
}

/** The path of an entry: text, unless a name on the way is no UTF-8. */
function below(directory: string | Buffer, name: string, raw: Buffer | null): string | Buffer {
  if (typeof directory === 'string' && raw === null) return join(directory, name);
  return Buffer.concat([Buffer.from(directory), Buffer.from(sep), raw ?? Buffer.from(name)]);
}

interface NotFound {
  readonly reason: string;
  readonly isAbsent: boolean;
}

/** Follows links, so that a loop of directories is found by what they are. */
async function look(path: string | Buffer): Promise<BigIntStats | NotFound> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { reason: messageOf(error), isAbsent };
  }
}

const isLog = (name: string, found: BigIntStats): boolean =>
  found.isFile() && found.size > 0n && LOG_NAME.test(name) && !NO_LOG_NAME.test(name);

/**
 * `data` beside the records of an hour holds bodies. A folder of that name anywhere else is somebody's own,
 * such as a key prefix, and may hold all the logs there are.
 */
function isBodyFolder(path: string): boolean {
  const folders = path.split(/[\\/]/);
  if (folders.at(-1) !== 'data') return false;
  return folders.includes(DELIVERY_FOLDER) || HOUR_FOLDER.test(basename(folders.at(-2) ?? ''));
}

/** Device and inode: the same for every link to a file. */
const identity = (found: BigIntStats): string => `${found.dev}:${found.ino}`;

function isNew(id: string, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
