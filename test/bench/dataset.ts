/**
 * Log files with natural-language-like bodies, as the world writes them, for the ingest benchmark.
 * @module
 */
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorld, type LedgerRow, writeLogs } from '../aws-simulator/world/index.ts';
import { cached } from './cache.ts';

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
/** Where the logs end. */
export const DATASET_END = Date.UTC(2026, 10, 19) / 1000;
const DAYS = 2;
/** Calls per hour that make a megabyte of records in that time. */
const RATE_PER_MEGABYTE = 0.9;
const SOURCES = ['bench/dataset.ts', 'aws-simulator/write-logs.ts', 'aws-simulator/world/**/*.ts'];

/** @param megabytes uncompressed, about */
export async function datasetOf(megabytes: number): Promise<Dataset> {
  const base = await cached(`${SEED}-${megabytes}mb`, SOURCES, (draft) => generate(draft, megabytes));
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

async function generate(folder: string, megabytes: number): Promise<void> {
  const rate = megabytes * RATE_PER_MEGABYTE;
  const world = createWorld({ seed: SEED, now: DATASET_END, days: DAYS, rate, bodies: 'natural' });
  const { ledger, ...written } = await writeLogs(world, join(folder, 'logs'));
  await writeFile(join(folder, 'summary.json'), JSON.stringify({ ...written, rows: ledger.rows() }));
}
