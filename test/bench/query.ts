/**
 * `/api/spend` and the pages over thirteen months of roll-ups: the built daemon answers over HTTP from its store; beside
 * it, DuckDB answers the same questions from the same roll-up rows, in its process, without HTTP and without prices.
 * @module
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.ts';
import { benchPages, benchPagesWhileWriting } from './pages.ts';
import type { Product } from './product.ts';
import { QUESTIONS, type Question, rangeOf } from './queries.ts';
import { median, quantile, report, rounded, say } from './report.ts';
import { WIDE_END, WIDE_SERIES, wideLogs } from './wide-logs.ts';
import { fillMinutes } from './wide-minutes.ts';

interface Answer {
  readonly name: string;
  /** Milliseconds, one per round. */
  readonly times: readonly number[];
  readonly rows: number;
  /** Output tokens over all rows: what proves that both answered the same. */
  readonly output: number;
}

const ROUNDS = 40;
const WARM_UP = 3;
/** As many days are written into the store while pages are asked for. */
const WRITTEN_DAYS = 8;

/** @param days of history; 395 are thirteen months */
export async function benchQuery(options: { product: Product; days: number }): Promise<void> {
  const { product } = options;
  const logs = await wideLogs(options.days);
  const scratch = mkdtempSync(join(tmpdir(), 'bedrock-meter-bench-query-'));
  try {
    const db = join(scratch, 'store.db');
    say('ingesting …');
    const ingested = await product.ingest(logs, db, WIDE_END);
    const { records } = JSON.parse(ingested.stdout);
    say(
      `${records} roll-up rows of ${WIDE_SERIES} series; ${ROUNDS} rounds of ${QUESTIONS.length} questions`,
    );
    const ours = await askProduct(product, db);
    const size = rounded(statSync(db).size / 1e6);
    await fillMinutes(db);
    await benchPages(product, db);
    await benchPagesWhileWriting(product, db, await wideLogs(WRITTEN_DAYS, 'more'));
    const theirs = await askDuckDb(logs, join(scratch, 'duck.db'));
    compare(ours, theirs, {
      rollupRows: records,
      series: WIDE_SERIES,
      storeMegabytes: size,
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function compare(ours: readonly Answer[], theirs: readonly Answer[], extra: Record<string, number>): void {
  ours.forEach((mine, i) => {
    const other = theirs[i];
    if (other?.name !== mine.name || other.rows !== mine.rows || other.output !== mine.output) {
      throw new Error(
        `${mine.name}: the product has ${mine.rows} rows and ${mine.output} output tokens, DuckDB ` +
          `${other?.rows} and ${other?.output}`,
      );
    }
    const [a, b] = [median(mine.times), median(other.times)];
    say(`${mine.name}: ${rounded(a)} ms, DuckDB ${rounded(b)} ms, ${mine.rows} rows`);
  });
  const all = (answers: readonly Answer[]) => answers.flatMap((answer) => answer.times);
  const baseline = 'duckdb table of the same rows, no HTTP';
  for (const [name, p] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const [a, b] = [quantile(all(ours), p), quantile(all(theirs), p)];
    report({ bench: `query-${name}`, value: a, unit: 'ms', baseline, ratio: a / b, of: 'wall time' }, extra);
  }
}

async function askProduct(product: Product, db: string): Promise<Answer[]> {
  const server = await product.serve(db, WIDE_END);
  try {
    const answers: Answer[] = [];
    for (const question of QUESTIONS) answers.push(await askOne(server.url, question));
    return answers;
  } finally {
    await server.stop();
  }
}

async function askOne(url: string, question: Question): Promise<Answer> {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const { from, to } = rangeOf(question);
  const query = new URLSearchParams({ by: question.by.join(','), from: iso(from), to: iso(to) });
  if (question.where) query.set('where', `${question.where.dimension}=${question.where.value}`);
  const times: number[] = [];
  let text = '';
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const began = performance.now();
    const response = await fetch(`${url}/api/spend?${query}`);
    text = await response.text();
    if (!response.ok) throw new Error(`${question.name}: ${response.status} ${text.slice(0, 300)}`);
    if (round >= 0) times.push(performance.now() - began);
  }
  const answer: { rows: { tokens: { output: number } }[] } = JSON.parse(text);
  const output = answer.rows.reduce((sum, row) => sum + row.tokens.output, 0);
  return { name: question.name, times, rows: answer.rows.length, output };
}

async function askDuckDb(logs: string, file: string): Promise<Answer[]> {
  const script = join(import.meta.dirname, 'baselines/duckdb-queries.ts');
  const args = [String(availableParallelism()), logs, String(ROUNDS + WARM_UP), file];
  const { stdout } = await measure([[process.execPath, script, ...args]], 'keep');
  const answers: Answer[] = JSON.parse(stdout);
  return answers.map((answer) => ({ ...answer, times: answer.times.slice(WARM_UP) }));
}
