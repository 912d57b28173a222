/**
 * Backfill of gzipped NDJSON logs: the product parses, deduplicates, prices and persists them; beside it, plain
 * gunzip of the same files and DuckDB aggregating them, on the same cores. Rounds take turns, so that all of
 * them see the same machine.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
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
const PRODUCT = 'product';
const DUCKDB = 'duckdb read_ndjson';
/** Running processes per core from which a figure is not to be trusted. */
const BUSY = 0.5;
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
    ...(product ? { [PRODUCT]: () => runProduct(product, data, scratch) } : {}),
    [`gunzip, ${CORES} at once`]: () => measure(gunzips(data.files, CORES), 'discard'),
    'gunzip, one': () => measure(gunzips(data.files, 1), 'discard'),
    [`node zlib, ${CORES} at once`]: () => runNodeZlib(data, list),
    [DUCKDB]: () => runDuckDb(data, list),
  };
  const megabytes = data.bytes / 1e6;
  say(
    `${data.records} records, ${rounded(megabytes)} MB in ${data.files.length} files, ` +
      `${rounded(data.bytes / data.compressedBytes)}:1; ${CORES} cores; ${options.runs} runs, medians`,
  );
  const load = loadavg()[0] ?? 0;
  if (load > BUSY * CORES) say(`the machine is busy (load ${rounded(load)}): run again when it is quiet`);
  const results = new Map<string, Measured[]>();
  for (let run = 0; run < options.runs; run++) {
    for (const [name, start] of Object.entries(contenders)) {
      const measured = await start();
      results.set(name, [...(results.get(name) ?? []), measured]);
      say(
        `${run + 1}. ${name}: ${rounded(measured.seconds)} s, ${rounded(measured.peakBytes / 1e6)} MB, ${rounded(measured.cpuSeconds)} s of processor`,
      );
    }
  }
  summarise(data, results);
}

function summarise(data: Dataset, results: ReadonlyMap<string, readonly Measured[]>): void {
  const runsOf = (name: string) => results.get(name) ?? [];
  const seconds = (name: string) => median(runsOf(name).map((run) => run.seconds));
  const cpu = (name: string) => median(runsOf(name).map((run) => run.cpuSeconds));
  const peak = (name: string) => median(runsOf(name).map((run) => run.peakBytes));
  const megabytes = data.bytes / 1e6;
  for (const name of results.keys()) {
    say(`${name}: ${rounded(seconds(name))} s, ${rounded(megabytes / seconds(name))} MB/s`);
  }
  if (!results.has(PRODUCT)) return;
  const ours = seconds(PRODUCT);
  const size = { records: data.records, megabytes: rounded(megabytes), cores: CORES };
  const against = (baseline: string) => ({
    baseline,
    ratio: ours / seconds(baseline),
    of: 'wall time' as const,
  });
  report(
    { bench: 'ingest-records', value: data.records / ours, unit: 'records/s', ...against(DUCKDB) },
    size,
  );
  report({ bench: 'ingest-throughput', value: megabytes / ours, unit: 'MB/s', ...against(DUCKDB) }, size);
  for (const baseline of results.keys()) {
    if (baseline === PRODUCT) continue;
    const bench = `ingest-vs-${baseline.replace(/\W+/g, '-')}`;
    report(
      { bench, value: ours, unit: 's', ...against(baseline) },
      {
        runs: runsOf(PRODUCT).map((run) => rounded(run.seconds)),
        baselineRuns: runsOf(baseline).map((run) => rounded(run.seconds)),
        cpuSeconds: rounded(cpu(PRODUCT)),
        baselineCpuSeconds: rounded(cpu(baseline)),
      },
    );
  }
  const memory = { value: peak(PRODUCT) / 1e6, unit: 'MB', baseline: DUCKDB, of: 'peak memory' as const };
  report({ bench: 'ingest-memory', ...memory, ratio: peak(PRODUCT) / peak(DUCKDB) }, size);
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
