/**
 * Backfill of gzipped NDJSON logs: the product parses, deduplicates, prices and persists them; beside it, plain
 * gunzip of the same files and DuckDB aggregating them, on the same cores. Rounds take turns, so that all of
 * them see the same machine.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATASET_END, type Dataset, datasetOf } from './dataset.ts';
import { type Command, type Measured, measure } from './measure.ts';
import type { Product } from './product.ts';
import { median, report, rounded, say } from './report.ts';
import { assertSame, type Totals, totalsBy } from './totals.ts';

export interface IngestOptions {
  readonly runs: number;
  readonly megabytes: number;
  /** Null: measures the baselines alone. */
  readonly product: Product | null;
}

const HOUR = 3600;
const CORES = availableParallelism();
const script = (name: string) => join(import.meta.dirname, 'baselines', name);

export async function benchIngest(options: IngestOptions): Promise<void> {
  const data = await datasetOf(options.megabytes);
  const scratch = mkdtempSync(join(tmpdir(), 'bedrock-meter-bench-run-'));
  try {
    await compare(data, scratch, options);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function compare(data: Dataset, scratch: string, options: IngestOptions): Promise<void> {
  const list = join(scratch, 'files.txt');
  writeFileSync(list, `${data.files.join('\n')}\n`);
  const { product } = options;
  const contenders: Record<string, () => Promise<Measured>> = {
    ...(product ? { product: () => runProduct(product, data, scratch) } : {}),
    [`gunzip, ${CORES} at once`]: () => measure(gunzips(data.files, CORES), 'discard'),
    'gunzip, one': () => measure(gunzips(data.files, 1), 'discard'),
    [`node zlib, ${CORES} at once`]: () => runNodeZlib(data, list),
    'duckdb read_ndjson': () => runDuckDb(data, list),
  };
  const megabytes = data.bytes / 1e6;
  say(
    `${data.records} records, ${rounded(megabytes)} MB in ${data.files.length} files, ` +
      `${rounded(data.bytes / data.compressedBytes)}:1; ${CORES} cores; ${options.runs} runs, medians`,
  );
  const results = new Map<string, Measured[]>();
  for (let run = 0; run < options.runs; run++) {
    for (const [name, start] of Object.entries(contenders)) {
      const measured = await start();
      results.set(name, [...(results.get(name) ?? []), measured]);
      say(`${run + 1}. ${name}: ${rounded(measured.seconds)} s, ${rounded(measured.peakBytes / 1e6)} MB`);
    }
  }
  summarise(data, results);
}

function summarise(data: Dataset, results: ReadonlyMap<string, readonly Measured[]>): void {
  const of = (name: string, key: 'seconds' | 'peakBytes') =>
    median((results.get(name) ?? []).map((m) => m[key]));
  const data_ = { records: data.records, megabytes: rounded(data.bytes / 1e6), cores: CORES };
  for (const name of results.keys()) {
    say(
      `${name}: ${rounded(of(name, 'seconds'))} s, ${rounded(data.bytes / 1e6 / of(name, 'seconds'))} MB/s`,
    );
  }
  if (!results.has('product')) return;
  const seconds = of('product', 'seconds');
  const peak = of('product', 'peakBytes');
  const against = (baseline: string) => ({
    baseline,
    ratio: seconds / of(baseline, 'seconds'),
    of: 'wall time' as const,
  });
  const duckdb = 'duckdb read_ndjson';
  const rate = { value: data.records / seconds, unit: 'records/s' };
  report({ bench: 'ingest-records', ...rate, ...against(duckdb) }, data_);
  report(
    { bench: 'ingest-throughput', value: data.bytes / 1e6 / seconds, unit: 'MB/s', ...against(duckdb) },
    data_,
  );
  for (const baseline of [...results.keys()].filter((name) => name !== 'product')) {
    const bench = `ingest-vs-${baseline.replace(/\W+/g, '-')}`;
    report(
      { bench, value: seconds, unit: 's', ...against(baseline) },
      { baselineValue: of(baseline, 'seconds') },
    );
  }
  report(
    {
      bench: 'ingest-memory',
      value: peak / 1e6,
      unit: 'MB',
      baseline: duckdb,
      ratio: peak / of(duckdb, 'peakBytes'),
      of: 'peak memory',
    },
    data_,
  );
}

async function runProduct(product: Product, data: Dataset, scratch: string): Promise<Measured> {
  const folder = mkdtempSync(join(scratch, 'store-'));
  const db = join(folder, 'store.db');
  const measured = await product.ingest(data.folder, db, DATASET_END);
  const { records, duplicates, malformed } = JSON.parse(measured.stdout);
  if (records !== data.records || duplicates !== 0 || malformed !== 0) {
    throw new Error(
      `the product read ${records} records of ${data.records}: ${measured.stdout.slice(0, 500)}`,
    );
  }
  const hours = data.rows.map((row) => row.hour);
  const from = hours.reduce((x, y) => Math.min(x, y)) * HOUR;
  const to = (hours.reduce((x, y) => Math.max(x, y)) + 1) * HOUR;
  const found = await product.spendBy(db, ['modelId', 'principal'], { from, to });
  assertSame('the product', found, truthBy(data, 'principal'));
  rmSync(folder, { recursive: true });
  return measured;
}

function truthBy(data: Dataset, second: 'principal' | 'hour'): Map<string, Totals> {
  const hourName = (hour: number) => new Date(hour * HOUR * 1000).toISOString().slice(0, 13);
  return totalsBy(
    data.rows,
    (row) => `${row.modelId} ${second === 'hour' ? hourName(row.hour) : row.principal}`,
  );
}

async function runDuckDb(data: Dataset, list: string): Promise<Measured> {
  const measured = await measure([[process.execPath, script('duckdb.ts'), String(CORES), list]], 'keep');
  const rows: (Totals & { modelId: string; hour: string })[] = JSON.parse(measured.stdout);
  const found = new Map(rows.map((row) => [`${row.modelId} ${row.hour}`, row]));
  assertSame('DuckDB', found, truthBy(data, 'hour'));
  return measured;
}

async function runNodeZlib(data: Dataset, list: string): Promise<Measured> {
  const measured = await measure([[process.execPath, script('gunzip.ts'), String(CORES), list]], 'keep');
  if (Number(measured.stdout) !== data.bytes) throw new Error(`node zlib inflated ${measured.stdout} bytes`);
  return measured;
}

/** `gzip -dc` over all files, dealt out over some processes. */
function gunzips(files: readonly string[], processes: number): Command[] {
  return Array.from({ length: processes }, (_, n) => [
    'gzip',
    '-dc',
    ...files.filter((_file, i) => i % processes === n),
  ]);
}
