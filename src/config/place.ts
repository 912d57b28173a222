/**
 * Where a key of a configuration file stands, for complaints of those who read its values later.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../domain/errors.ts';
import { DEFAULT_CONFIG_FILE } from './read.ts';

/** `pricing.overrides[0].model` at the start of a complaint. */
const KEY = /^[A-Za-z]+(?:\.[A-Za-z0-9]+|\[\d+\])+(?=[: ])/;

/**
 * Does the work; a complaint that begins with a key of the configuration gets its file and line.
 * @param file as named on the command line
 */
export async function placed<T>(file: string | undefined, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placedError(file, error);
  }
}

/** The same error, or one with file and line before its key. */
export function placedError(file: string | undefined, error: unknown): unknown {
  const key = error instanceof UsageError ? KEY.exec(error.message)?.[0] : undefined;
  const path = file ?? DEFAULT_CONFIG_FILE;
  if (key === undefined || !(error instanceof UsageError) || !existsSync(path)) return error;
  const line = lineOf(readFileSync(path, 'utf8'), key);
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return new UsageError(`${path}:${line}: ${error.message}`, { ...hint, cause: error });
}

/** The line of the deepest part of the key that exists. */
function lineOf(text: string, key: string): number {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let offset = 0;
  for (const part of key.split(/[.[\]]+/).filter((word) => word !== '')) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair && isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair?.value;
    } else {
      node = isSeq(node) ? node.get(Number(part), true) : undefined;
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return lines.linePos(offset).line;
}
