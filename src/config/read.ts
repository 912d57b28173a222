/**
 * The thin edge of configuration: which file, and its text.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { messageOf, UsageError } from '../domain/errors.ts';
import { parseConfig } from './load.ts';
import { type Config, defaultConfig } from './schema.ts';

export const DEFAULT_CONFIG_FILE = './config.yaml';

/**
 * The configuration in `file`, or in `./config.yaml`, or the defaults where neither is named nor there.
 * @throws UsageError when a named file is missing or any file is wrong
 */
export function readConfig(file: string | undefined, env: NodeJS.ProcessEnv): Config {
  const path = file ?? DEFAULT_CONFIG_FILE;
  if (file === undefined && !existsSync(path)) return defaultConfig();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`--config ${path}: ${messageOf(cause)}`, { cause });
  }
  return parseConfig({ file: path, text, env, readSecret: (name) => readFileSync(name, 'utf8') });
}
