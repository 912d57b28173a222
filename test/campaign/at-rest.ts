/**
 * `npm run -s campaign:at-rest -- [--days 90] [--rest 10] [--life 30] [--rate 50] [--entry DIST/src/main.js]`: what the daemon
 * takes while nobody looks. `serve` runs as a process of its own against a simulated AWS in another one: on an empty
 * store, on the demo's history at rest, after every page was asked, and with so many calls a second coming in. Prints one
 * JSON line for each: resident memory, share of one core, and in the end the delay from "AWS shows the log event" to
 * "`/api/spend` counts it" beside its bound, the interval of reading and two seconds. Exit code 1 when a call is missing.
 * `--parts empty,rest,life` does some of it, `--store FILE` begins with a copy of a store that an earlier run has read.
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { epochSeconds } from '../../src/domain/time.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { demoConfig } from '../aws-simulator/demo-config.ts';
import { quantile } from '../bench/report.ts';
import {
  type AwsMessage,
  type AwsOptions,
  type AwsRequest,
  type Logged,
  PLACE,
} from './at-rest/aws-messages.ts';
import { startServe } from './at-rest/daemon.ts';
import { delays, type Look } from './at-rest/delay.ts';
import { observe, residentMb } from './at-rest/process-figures.ts';

const HOUR = 3600;
/** Of CloudWatch Logs, in seconds, as the configuration has it by default. */
const POLL_SECONDS = 60;
const BOUND_SECONDS = POLL_SECONDS + 2;
/** So long the delay is measured, by asking once a second; what the daemon takes is not measured then. */
const DELAY_SECONDS = 180;
/** After a start everything is read, and every rule asked, for the first time. */
const SETTLE_SECONDS = 75;
const PAGES = [
  ...['/', '/quotas', '/anomalies', '/agents', '/savings', '/coverage', '/capacity', '/forecast', '/alarms'],
  ...['/status', '/reports', '/metrics', '/spend.csv', '/api/spend?by=model', '/api/quota'],
  ...['/api/anomalies?since=7d', '/api/agents', '/api/savings', '/api/coverage', '/api/forecast'],
];

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '90' },
    rest: { type: 'string', default: '10' },
    life: { type: 'string', default: '30' },
    rate: { type: 'string', default: '50' },
    entry: { type: 'string' },
    store: { type: 'string' },
    parts: { type: 'string', default: 'empty,rest,life' },
  },
});
const days = Number(values.days);
const seed = '1';
const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-at-rest-'));
const database = join(folder, 'meter.db');
const now = () => Math.floor(Date.now() / 1000);

interface Aws {
  readonly env: Readonly<Record<string, string>>;
  logged(from: number): Promise<readonly Logged[]>;
  stop(): void;
}

async function startAws(options: AwsOptions): Promise<Aws> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'at-rest/aws.ts'), [JSON.stringify(options)]);
  const next = async () => (await once(child, 'message'))[0] as AwsMessage;
  const first = await next();
  return {
    env: 'env' in first ? first.env : {},
    logged: async (from) => {
      child.send({ from } satisfies AwsRequest);
      const message = await next();
      return 'logged' in message ? message.logged : [];
    },
    stop: () => child.disconnect(),
  };
}

function report(what: string, figures: object): void {
  const load = Number((loadavg()[0] ?? Number.NaN).toFixed(1));
  process.stdout.write(`${JSON.stringify({ campaign: 'at-rest', what, ...figures, load })}\n`);
}

/** The demo's accounts, read as quickly as can be (for history), or as every daemon reads by default. */
function configure(name: string, hurried: boolean): string {
  const config = parse(demoConfig(days, now(), database).text) as Record<string, object>;
  // What is not on this machine is not asked.
  const pricing = { ...config.pricing, check: { every: 'off' } };
  const collect = hurried ? config.collect : { backfill: `${days}d` };
  return written(name, { ...config, pricing, collect });
}

function written(name: string, config: object): string {
  const file = join(folder, name);
  writeFileSync(file, stringify(config));
  return file;
}

const start = (config: string, env: Readonly<Record<string, string>>) =>
  startServe({ args: ['--config', config], env, entry: values.entry });

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}

async function empty(): Promise<void> {
  const store = { path: join(folder, 'empty.db') };
  const config = written('empty.yaml', { store, pricing: { check: { every: 'off' } } });
  const daemon = await start(config, {});
  await sleep(30_000);
  report('just started on an empty store', await observe(daemon.pid, 30));
  await daemon.stop();
}

/** Reads the history once. */
async function fill(aws: Aws): Promise<void> {
  const daemon = await start(configure('hurried.yaml', true), aws.env);
  const began = performance.now();
  interface Status {
    readonly history: { readonly sources: readonly { readonly status: string }[] } | null;
  }
  for (;;) {
    await sleep(2_000);
    const { history } = await json<Status>(`${daemon.url}/api/status`);
    const sources = history?.sources ?? [];
    if (sources.length > 0 && sources.every(({ status }) => status !== 'reading')) break;
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  report(`${days} days of history read`, { seconds, lastMb: Math.round(residentMb(daemon.pid)) });
  await daemon.stop();
}

async function atRest(aws: Aws): Promise<void> {
  const daemon = await start(configure('meter.yaml', false), aws.env);
  report('started again', await observe(daemon.pid, SETTLE_SECONDS));
  report('at rest', await observe(daemon.pid, 60 * Number(values.rest)));
  for (const page of PAGES) {
    const response = await fetch(daemon.url + page);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${page}: ${response.status}`);
  }
  report('every page was asked once', { lastMb: Math.round(residentMb(daemon.pid)) });
  report('the three minutes after that', await observe(daemon.pid, 180));
  report('ended', { code: await daemon.stop() });
}

/** Calls of one place since an hour, by request id. */
async function storedIds(from: number): Promise<Set<string>> {
  const store = openSqliteStore(database, { readonly: true });
  const range = { from: epochSeconds(from), to: epochSeconds(now() + HOUR) };
  const where = [
    { dimension: 'account' as const, values: [PLACE.account] },
    { dimension: 'region' as const, values: [PLACE.region] },
  ];
  const rows = await store.invocations({ range, where, limit: 5_000_000 });
  await store.close();
  return new Set(rows.map(({ requestId }) => requestId));
}

async function life(): Promise<void> {
  const before = await storedIds(now() - 24 * HOUR);
  const from = now() - (now() % HOUR);
  const aws = await startAws({ seed: 'life', now: now(), days: 0, rate: Number(values.rate) * HOUR });
  const daemon = await start(configure('meter.yaml', false), aws.env);
  const began = now();
  await observe(daemon.pid, SETTLE_SECONDS);
  report(`${values.rate} calls a second`, await observe(daemon.pid, 60 * Number(values.life)));
  const looks: Look[] = [];
  const where = `where=account%3D${PLACE.account}&where=region%3D${PLACE.region}`;
  const range = `from=${new Date(from * 1000).toISOString()}&to=${new Date((from + 24 * HOUR) * 1000).toISOString()}`;
  interface Spend {
    readonly total: { readonly invocations: number; readonly failedInvocations: number };
  }
  for (let i = 0; i < DELAY_SECONDS; i++) {
    const { total } = await json<Spend>(`${daemon.url}/api/spend?by=account&${range}&${where}`);
    looks.push({ at: Date.now(), calls: total.invocations + total.failedInvocations });
    await sleep(1_000);
  }
  const code = await daemon.stop();
  const logged = await aws.logged(from);
  aws.stop();
  const stored = await storedIds(from);
  const known = logged.filter(({ id }) => stored.has(id) && !before.has(id));
  const seconds = delays(
    known.map(({ shownAt }) => shownAt),
    looks,
    stored.size - known.length,
  );
  // What was shown before the last reading began, and after the first one, has to be there.
  const [readFrom, readTo] = [began * 1000, (looks.at(-1)?.at ?? 0) - BOUND_SECONDS * 1000];
  const due = logged.filter(({ at, shownAt }) => at * 1000 > readFrom && shownAt < readTo);
  const missing = due.filter(({ id }) => !stored.has(id)).length;
  if (missing > 0) process.exitCode = 1;
  report('delay until /api/spend counts a call, in seconds', {
    ...{ calls: seconds.length, missing, of: due.length, code, bound: BOUND_SECONDS },
    ...{ p50: quantile(seconds, 0.5), p95: quantile(seconds, 0.95), max: Math.max(...seconds) },
  });
}

try {
  const parts = values.parts.split(',');
  if (values.store !== undefined) copyFileSync(values.store, database);
  if (parts.includes('empty')) await empty();
  if (parts.includes('rest') || values.store === undefined) {
    const aws = await startAws({ seed, now: now(), days });
    if (values.store === undefined) await fill(aws);
    if (parts.includes('rest')) await atRest(aws);
    aws.stop();
  }
  if (parts.includes('life')) await life();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
