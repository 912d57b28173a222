/**
 * The client bundle on disk. It is written by the build; from source and from `dist/` it lies in the same folder.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly body: string;
  readonly type: string;
  /** Short hash of the content: the ETag, and the version in the address. */
  readonly hash: string;
}

/** Only these names are ever read. */
const TYPES = {
  'app.js': 'text/javascript; charset=utf-8',
  'app.css': 'text/css; charset=utf-8',
} as const;
export type AssetName = keyof typeof TYPES;

export const isAssetName = (name: string): name is AssetName => Object.hasOwn(TYPES, name);

/** `dist/web/assets`, seen from `dist/web/http/` or from `web/http/`. */
function builtFolder(): string {
  const built = fileURLToPath(new URL('../assets/', import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL('../../dist/web/assets/', import.meta.url));
}

const cache = new Map<string, Asset>();

/** The asset, read once; undefined when nothing was built (pages work without it). */
export function readAsset(name: AssetName, folder = builtFolder()): Asset | undefined {
  const path = `${folder.replace(/\/$/, '')}/${name}`;
  const known = cache.get(path);
  if (known) return known;
  if (!existsSync(path)) return undefined;
  const body = readFileSync(path, 'utf8');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const asset = { body, type: TYPES[name], hash };
  cache.set(path, asset);
  return asset;
}

/** The address of an asset, with its version: a new build is a new address. */
export function assetUrl(name: AssetName, folder?: string): string {
  const asset = readAsset(name, folder);
  return asset ? `/assets/${name}?v=${asset.hash}` : `/assets/${name}`;
}
