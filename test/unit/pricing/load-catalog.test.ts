import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogFolder, loadCatalogFrom, readCatalogTexts } from '../../../pricing/load-catalog.ts';
import { readData } from '../../../pricing/parse-catalog.ts';
import { baseModelId } from '../../../src/domain/ids.ts';

const NOVA = baseModelId('amazon.nova-micro-v1:0');
const BUILT = new Date('2026-11-20T00:00:00Z');
const BEFORE = new Date('2026-11-19T00:00:00Z');
const AFTER = new Date('2026-11-21T00:00:00Z');

let place: string;
let folder: string;
let compiled: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'catalog-'));
  folder = join(place, 'catalog');
  compiled = join(place, 'catalog.json');
  cpSync(catalogFolder(), folder, { recursive: true });
  const texts = readCatalogTexts(folder);
  writeFileSync(compiled, JSON.stringify(texts.map(readData)));
  for (const { file } of texts) utimesSync(join(folder, file), BEFORE, BEFORE);
  utimesSync(compiled, BUILT, BUILT);
});
afterEach(() => rmSync(place, { recursive: true }));

const nameOf = () => loadCatalogFrom(folder, compiled).models.get(NOVA)?.name;

/** Without its time, the edit cannot be seen. */
function edit(find: string | RegExp, replacement: string, at: Date): void {
  const path = join(folder, 'amazon.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(find);
  writeFileSync(path, text.replace(find, replacement));
  utimesSync(path, at, at);
}

describe('the packaged catalogue in a build', () => {
  it('is what was compiled while nothing was edited since', () => {
    edit(/name: Nova Micro/, 'name: Nova Other', BEFORE);
    expect(nameOf()).toBe('Nova Micro');
  });

  it('is its source again when that was edited since, and checked like it', () => {
    edit(/name: Nova Micro/, 'name: Nova Other', AFTER);
    expect(nameOf()).toBe('Nova Other');
    edit(/models:/, 'modles:', AFTER);
    expect(nameOf).toThrow(/amazon\.yaml/);
  });

  it('knows files that were taken away', () => {
    rmSync(join(folder, 'amazon.yaml'));
    expect(nameOf()).toBeUndefined();
  });
});
