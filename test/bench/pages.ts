/**
 * Every page and its API over thirteen months of roll-ups: the first time after the daemon has started, again while
 * answers are kept, and while another process writes at full speed; and how long a light request takes while the heavy
 * answers are computed.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Product } from './product.ts';
import { quantile, report, rounded, say } from './report.ts';
import { WIDE_END } from './wide-logs.ts';

const PAGES = [
  ...['/', '/quotas', '/anomalies', '/agents', '/savings', '/coverage', '/capacity', '/forecast'],
  ...['/alarms', '/status', '/api/spend?by=model', '/api/quota', '/api/anomalies?since=7d', '/api/agents'],
  ...['/api/savings', '/api/coverage', '/api/capacity', '/api/forecast', '/api/alarms', '/metrics'],
] as const;
/** The last minute of the data: the current month is full. */
const NOW = WIDE_END - 60;
const ROUNDS = 20;
const ROUNDS_BEFORE = 5;
const LIGHT = '/healthz';
const LIGHT_ROUNDS = 200;
const LIGHT_PAUSE_MILLISECONDS = 20;

export async function benchPages(product: Product, db: string): Promise<void> {
  const server = await product.serve(db, NOW);
  try {
    const get = (path: string) => timed(`${server.url}${path}`);
    const busy: number[] = [];
    const light = whileTrue(async () => {
      busy.push(await get(LIGHT));
      // A person, not a flood: the machine is there for the answers.
      await sleep(LIGHT_PAUSE_MILLISECONDS);
    });
    const cold: number[] = [];
    for (const path of PAGES) cold.push(await get(path));
    await light.stop();
    const idle = await repeated(LIGHT_ROUNDS, () => get(LIGHT));
    const warm: number[] = [];
    for (const [i, path] of PAGES.entries()) {
      const times = await repeated(ROUNDS, () => get(path));
      warm.push(...times);
      const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
      say(
        `${path}: first ${rounded(cold[i] ?? Number.NaN)} ms, then ${rounded(p50)} ms, p95 ${rounded(p95)} ms`,
      );
    }
    const baseline = `GET ${LIGHT} of the same daemon at rest, same percentile`;
    const tell = (bench: string, times: readonly number[], p: number) => {
      const value = quantile(times, p);
      const ratio = value / quantile(idle, p);
      report({ bench, value, unit: 'ms', baseline, ratio, of: 'wall time' }, { requests: times.length });
    };
    tell('pages-first-p50', cold, 0.5);
    tell('pages-first-p95', cold, 0.95);
    tell('pages-warm-p50', warm, 0.5);
    tell('pages-warm-p95', warm, 0.95);
    tell('pages-warm-p99', warm, 0.99);
    tell('light-while-heavy-p95', busy, 0.95);
    tell('light-while-heavy-p99', busy, 0.99);
  } finally {
    await server.stop();
  }
}

/**
 * The pages in turn, as long as another process reads the logs into the same database.
 * @param logs of calls that the store does not have
 */
export async function benchPagesWhileWriting(product: Product, db: string, logs: string): Promise<void> {
  const server = await product.serve(db, NOW);
  try {
    const get = (path: string) => timed(`${server.url}${path}`);
    for (const path of PAGES) await get(path);
    const quiet: number[] = [];
    for (let i = 0; i < ROUNDS_BEFORE; i++) for (const path of PAGES) quiet.push(await get(path));
    const times = new Map<string, number[]>(PAGES.map((path) => [path, []]));
    const asking = whileTrue(async () => {
      for (const path of PAGES) times.get(path)?.push(await get(path));
    });
    const { seconds, stdout } = await product.ingest(logs, db, WIDE_END);
    await asking.stop();
    const { records } = JSON.parse(stdout);
    for (const [path, of] of times) {
      say(`${path} while writing: ${rounded(quantile(of, 0.5))} ms, most ${rounded(Math.max(...of))} ms`);
    }
    const all = [...times.values()].flat();
    for (const [name, p] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const [value, baseline] = [quantile(all, p), 'the same pages just before, same percentile'];
      const ratio = value / quantile(quiet, p);
      const extra = { requests: all.length, records, recordsPerSecond: Math.round(records / seconds) };
      report({ bench: `pages-writing-${name}`, value, unit: 'ms', baseline, ratio, of: 'wall time' }, extra);
    }
  } finally {
    await server.stop();
  }
}

async function timed(url: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(url, { headers: { Accept: 'text/html' } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 300)}`);
  return performance.now() - began;
}

async function repeated(times: number, act: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await act());
  return all;
}

/** Acts again and again, one after the other, until it is stopped. */
function whileTrue(act: () => Promise<unknown>): { stop(): Promise<void> } {
  let going = true;
  const run = (async () => {
    while (going) await act();
  })();
  return {
    stop: async () => {
      going = false;
      await run;
    },
  };
}
