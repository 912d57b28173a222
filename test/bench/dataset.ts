/**
 * The log files that the benchmarks read: generated once, then kept under the system's temporary folder.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, type LedgerRow, writeLogs } from '../aws-simulator/world/index.ts';
import { say } from './report.ts';

export interface Dataset {
  readonly folder: string;
  /** Objects with records, largest first; body and marker objects lie beside them in the folder. */
  readonly files: readonly string[];
  readonly records: number;
  /** Of the records, uncompressed. */
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly rows: readonly LedgerRow[];
}

const SEED = 1;
const NOW = Date.UTC(2026, 10, 19) / 1000;
const DAYS = 2;
/** Calls per hour that make a megabyte of records in that time. */
const RATE_PER_MEGABYTE = 0.9;

/** @param megabytes uncompressed, about */
export async function datasetOf(megabytes: number): Promise<Dataset> {
  const base = join(tmpdir(), `bedrock-meter-bench-${SEED}-${megabytes}mb-${generatorVersion()}`);
  if (!existsSync(join(base, 'summary.json'))) await generate(base, megabytes);
  const summary = JSON.parse(readFileSync(join(base, 'summary.json'), 'utf8'));
  const folder = join(base, 'logs');
  const sizes = globSync('**/*Z_*.json.gz', { cwd: folder }).map((name) => {
    const path = join(folder, name);
    return { path, size: readFileSync(path).length }; // Also brings the file into the page cache.
  });
  const files = sizes.sort((x, y) => y.size - x.size).map(({ path }) => path);
  if (files.length !== summary.files) throw new Error(`${base} is damaged: remove it and run again`);
  return { ...summary, folder, files };
}

async function generate(base: string, megabytes: number): Promise<void> {
  const draft = `${base}.${process.pid}`;
  say(`generating about ${megabytes} MB of logs in ${base} …`);
  const rate = megabytes * RATE_PER_MEGABYTE;
  const world = createWorld({ seed: SEED, now: NOW, days: DAYS, rate, bodies: 'natural' });
  await mkdir(draft, { recursive: true });
  const { ledger, ...written } = await writeLogs(world, join(draft, 'logs'));
  await writeFile(join(draft, 'summary.json'), JSON.stringify({ ...written, rows: ledger.rows() }));
  await rm(base, { recursive: true, force: true });
  await rename(draft, base);
}

/** Changes whenever the generator's source does. */
function generatorVersion(): string {
  const folder = join(import.meta.dirname, '../aws-simulator');
  const hash = createHash('sha256');
  for (const name of ['write-logs.ts', ...globSync('world/**/*.ts', { cwd: folder }).sort()]) {
    hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
