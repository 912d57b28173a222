/**
 * Reads the packaged catalogue from disk. Beside `import/version-store.ts` the only file of `pricing` that touches one.
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CatalogError } from './catalog-error.ts';
import {
  type Catalog,
  type CatalogData,
  type CatalogText,
  catalogFromData,
  parseCatalog,
} from './parse-catalog.ts';

/**
 * `<package root>/pricing/catalog`. Found upwards from this file, because it runs from `pricing/` in a
 * checkout and from `dist/pricing/` in the package, while the data stays in one place.
 */
export function catalogFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'pricing', 'catalog');
    if (existsSync(candidate)) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new CatalogError(['pricing/catalog is missing from the installation']);
    folder = parent;
  }
}

/** Reads every `*.yaml` of a folder, in the order of their names. */
export function readCatalogTexts(folder: string): CatalogText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** Beside the built code: the YAML as JSON, which loads several times faster. Made by scripts/compile-prices.mjs. */
const COMPILED = 'catalog.json';

/**
 * The packaged catalogue.
 * @throws CatalogError when any part of it is broken
 */
export function loadCatalog(): Catalog {
  return loadCatalogFrom(catalogFolder(), join(dirname(fileURLToPath(import.meta.url)), COMPILED));
}

/**
 * @param folder of the YAML, which is the source
 * @param compiled what a build made of it; what was edited since is read from the source
 * @throws CatalogError when any part of it is broken
 */
export function loadCatalogFrom(folder: string, compiled: string): Catalog {
  if (!existsSync(compiled)) return parseCatalog(readCatalogTexts(folder));
  const data = JSON.parse(readFileSync(compiled, 'utf8')) as CatalogData[];
  return isCurrent(data, folder, statSync(compiled).mtimeMs)
    ? catalogFromData(data)
    : parseCatalog(readCatalogTexts(folder));
}

/** Whether the source has the same files as were compiled, and none that is newer. */
function isCurrent(data: readonly CatalogData[], folder: string, built: number): boolean {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const compiled = new Set(data.map(({ file }) => file));
  return (
    files.length === compiled.size &&
    files.every((file) => compiled.has(file) && statSync(join(folder, file)).mtimeMs <= built)
  );
}
