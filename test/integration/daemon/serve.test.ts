/**
 * `serve` with accounts: collects beside the web, tells how every source does, and ends cleanly.
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../cli.ts';
import { type Bench, NOW_TEXT, SHOP, shop, startBench, until } from './support.ts';

interface Source {
  readonly collector: string;
  readonly account: string;
  readonly region: string;
  readonly status: string;
  readonly error: string | null;
  readonly hint: string | null;
  readonly facts: number;
}

let bench: Bench;
let daemon: ChildProcess | undefined;
let log = '';
beforeAll(async () => {
  bench = await startBench('serve');
});
afterEach(() => {
  daemon?.kill('SIGKILL');
  bench.simulator.faults.clear();
  bench.simulator.permissions.allowAll();
});
afterAll(() => bench.close());

async function serve(): Promise<string> {
  const file = bench.configure([shop()]);
  const args = [
    'serve',
    '--config',
    file,
    '--port',
    '0',
    '--now',
    NOW_TEXT,
    '--db',
    `${bench.folder}/${Math.trunc(performance.now())}.db`,
  ];
  log = '';
  const child = start(args, bench.folder, { ...bench.simulator.env });
  daemon = child;
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const url = () => /listens on (http:\S+?)"/.exec(log)?.[1] ?? '';
  await until('the daemon', () => url() !== '');
  return url();
}

interface Status {
  readonly sources: readonly Source[];
  readonly ownCost: { readonly calls: number; readonly usd: string };
}

const statusOf = async (url: string): Promise<Status> =>
  (await (await fetch(`${url}/api/status`)).json()) as Status;
const sourceOf = (sources: readonly Source[], collector: string, region: string): Source | undefined =>
  sources.find((one) => one.collector === collector && one.region === region && one.account === SHOP);

/** Ends the daemon by the signal; resolves with its exit code and the milliseconds that it took. */
async function stop(signal: NodeJS.Signals = 'SIGTERM') {
  const began = performance.now();
  const exited = once(daemon as ChildProcess, 'exit');
  daemon?.kill(signal);
  const [code] = await exited;
  return { code, took: performance.now() - began };
}

describe('serve', () => {
  it('shows every source as read, with its own cost, and ends with 0', async () => {
    const url = await serve();
    const kinds = ['invocation-logs/cloudwatch', 'metrics', 'inventory', 'quotas'];
    await until(
      'all sources',
      async () => {
        const { sources } = await statusOf(url);
        return kinds.every((kind) =>
          ['us-east-1', 'us-west-2'].every((region) => sourceOf(sources, kind, region)?.status === 'ok'),
        );
      },
      50_000,
    );
    const { sources, ownCost } = await statusOf(url);
    expect(sources).toHaveLength(8);
    expect(ownCost.calls).toBeGreaterThan(20);
    expect(Number(ownCost.usd)).toBeGreaterThan(0);
    const { code, took } = await stop();
    expect(code).toBe(0);
    expect(took).toBeLessThan(8_000);
  });

  it('lets hanging sources hang alone, and ends in time all the same', async () => {
    bench.simulator.faults.add({ kind: 'hang', region: 'us-west-2' });
    const url = await serve();
    await until(
      'the other Region',
      async () => {
        const { sources } = await statusOf(url);
        return ['metrics', 'inventory', 'quotas', 'invocation-logs/cloudwatch'].every(
          (kind) => sourceOf(sources, kind, 'us-east-1')?.status === 'ok',
        );
      },
      50_000,
    );
    expect(await stop('SIGINT')).toMatchObject({ code: 0 });
  });

  it('tells what is missing in status and, once per source, in the log', async () => {
    bench.simulator.permissions.allowOnly(['sts:GetCallerIdentity', 'cloudwatch:*']);
    const url = await serve();
    await until(
      'metrics and refusals',
      async () => {
        const { sources } = await statusOf(url);
        return (
          sourceOf(sources, 'metrics', 'us-east-1')?.status === 'ok' &&
          sourceOf(sources, 'quotas', 'us-west-2')?.status === 'failed' &&
          sourceOf(sources, 'invocation-logs', 'us-east-1')?.status === 'failed'
        );
      },
      50_000,
    );
    const { sources } = await statusOf(url);
    expect(sourceOf(sources, 'invocation-logs', 'us-east-1')).toMatchObject({
      error: expect.stringContaining('bedrock:GetModelInvocationLoggingConfiguration'),
      hint: expect.stringContaining('"Action":"bedrock:GetModelInvocationLoggingConfiguration"'),
    });
    expect(log.split('\n').filter((line) => /"source":"quotas".*us-west-2.*fails/.test(line))).toHaveLength(
      1,
    );
    expect(await stop()).toMatchObject({ code: 0 });
  });
});
