/**
 * Who may import whom. The house of the design, held by a check that reads every import.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** Rooms of the house and the rooms they may import; a room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  pricing: ['src/domain'],
  'src/analysis': ['src/domain', 'pricing'],
  'src/answers': ['src/domain', 'src/analysis', 'src/store', 'src/config', 'pricing'],
  'src/config': ['src/domain'],
  'src/store': ['src/domain'],
  collectors: ['src/domain'],
  'src/alarms': ['src/domain', 'src/analysis', 'src/answers', 'src/store', 'src/config', 'pricing'],
  'src/reports': [
    'src/domain',
    'src/analysis',
    'src/answers',
    'src/store',
    'src/config',
    'pricing',
    'web/charts',
    'web/format',
  ],
  // Pure presentation, shared by pages, reports and the command line.
  'web/charts': ['src/domain', 'src/analysis'],
  'web/format': ['src/domain', 'src/analysis'],
  web: [
    'src/domain',
    'src/analysis',
    'src/answers',
    'src/store',
    'src/config',
    'pricing',
    'web/charts',
    'web/format',
  ],
  'src/daemon': [
    'src/domain',
    'src/analysis',
    'src/answers',
    'src/store',
    'src/config',
    'src/alarms',
    'src/reports',
    'pricing',
    'collectors',
    'web',
  ],
  'src/cli': [
    'src/domain',
    'src/analysis',
    'src/answers',
    'src/store',
    'src/config',
    'src/alarms',
    'src/reports',
    'src/daemon',
    'pricing',
    'collectors',
    'web',
    'web/format',
  ],
  'src/main.ts': ['src/cli'],
};
/** Engines stay behind the port: only those who wire may name them. */
const WIRING = new Set(['src/daemon', 'src/cli', 'src/store']);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

const roomOf = (path: string) =>
  Object.keys(MAY_IMPORT).find((room) => path === room || path.startsWith(`${room}/`));

const imports = ['src', 'collectors', 'pricing', 'web'].flatMap(filesBelow).flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => ({
    file,
    target: relative(ROOT, resolve(ROOT, dirname(file), match[1] ?? '')),
  })),
);

describe('the house', () => {
  it('is read at all', () => expect(imports.length).toBeGreaterThan(50));

  it('has every file in a room', () => {
    const homeless = imports.map(({ file }) => file).filter((file) => roomOf(file) === undefined);
    expect(new Set(homeless)).toEqual(new Set());
  });

  it('lets no room import one above it', () => {
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== undefined && from !== to && !(to !== undefined && MAY_IMPORT[from]?.includes(to));
    });
    expect(wrong).toEqual([]);
  });

  it('keeps engines behind the store port', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        /^src\/store\/(sqlite|clickhouse)\//.test(target) && !WIRING.has(roomOf(file) ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('has no clock or randomness of its own in pure rooms', () => {
    const pure = ['src/domain', 'src/analysis', 'pricing', 'collectors/invocation-logs'].flatMap(filesBelow);
    const wrong = pure.filter((file) =>
      /Date\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
