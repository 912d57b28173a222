/**
 * The demo, started as `npm run demo` starts it: simulator and daemon, against the ledger of its world.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Demo, demoPort, startDemo } from '../aws-simulator/demo.ts';
import { at } from '../support.ts';

const NOW = at('2026-11-20T10:30:00Z');
const DAYS = 3;
/** Europe and research deliver within minutes; everything before this has arrived. */
const UNTIL = '2026-11-20T10:00:00Z';

interface Totals {
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly tokens: { input: number; output: number; cacheRead: number; cacheWrite: number };
}
interface Row extends Omit<Totals, 'tokens'> {
  readonly account: string;
  readonly region: string;
  readonly logged: boolean;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

let demo: Demo;
let closed = false;
beforeAll(async () => {
  const complete = Promise.withResolvers<void>();
  demo = await startDemo({
    ...{ port: 0, days: DAYS, seed: '7', now: NOW },
    onHistory: ({ sources }) => {
      // Four places with logs, five with metrics.
      if (sources.length === 9 && sources.every(({ status }) => status === 'done')) complete.resolve();
    },
  });
  await complete.promise;
}, 120_000);
afterAll(async () => {
  if (!closed) await demo.close();
});

const get = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

it('holds its history to the call and the token, by account and Region', async () => {
  const { rows } = await get<{ rows: readonly Row[] }>(`${demo.aws}/_simulator/ledger?to=${UNTIL}`);
  const places = Map.groupBy(
    rows.filter(({ logged }) => logged),
    ({ account, region }) => `${account} ${region}`,
  );
  const truth = [...places].map(([place, all]) => {
    const sum = (of: (row: Row) => number) => all.reduce((total, row) => total + of(row), 0);
    return {
      place,
      invocations: sum(({ invocations }) => invocations),
      failedInvocations: sum(({ failedInvocations }) => failedInvocations),
      tokens: {
        ...{ input: sum(({ input }) => input), output: sum(({ output }) => output) },
        ...{ cacheRead: sum(({ cacheRead }) => cacheRead), cacheWrite: sum(({ cacheWrite }) => cacheWrite) },
      },
    };
  });
  const asked = `${demo.url}/api/spend?by=account,region&from=2026-11-01&to=${UNTIL}`;
  const spend = await get<{ rows: readonly (Totals & { account: string; region: string })[] }>(asked);
  const found = spend.rows.map(({ account, region, invocations, failedInvocations, tokens }) => ({
    ...{ place: `${account} ${region}`, invocations, failedInvocations, tokens },
  }));
  const byPlace = (list: readonly { place: string }[]) =>
    list.toSorted((x, y) => (x.place < y.place ? -1 : 1));
  expect(truth.length).toBe(4);
  expect(truth.reduce((sum, { invocations }) => sum + invocations, 0)).toBeGreaterThan(5_000);
  expect(byPlace(found)).toEqual(byPlace(truth));
});

it('is labelled as made up on every page, and its status tells of each source and of the history', async () => {
  for (const path of ['/', '/status']) {
    const page = await fetch(`${demo.url}${path}`);
    expect(page.status, path).toBe(200);
    expect(await page.text(), path).toMatch(/demo data/i);
  }
  const status = await get<{
    readonly demo: boolean;
    readonly history: { readonly status: string };
    readonly sources: readonly { readonly collector: string; readonly error: string | null }[];
  }>(`${demo.url}/api/status`);
  expect(status).toMatchObject({ demo: true, history: { status: 'done' } });
  expect(new Set(status.sources.map(({ collector }) => collector))).toEqual(
    new Set([
      ...['invocation-logs', 'invocation-logs/cloudwatch', 'invocation-logs/s3'],
      ...['metrics', 'inventory', 'quotas', 'bill'],
    ]),
  );
  // The story of the Region without logging, and nothing else, is in trouble.
  const failing = status.sources.filter(({ error }) => error !== null);
  expect(failing.map(({ collector }) => collector)).toEqual(['invocation-logs']);
});

it('names its stories with place, time and finding', async () => {
  const { stories } = await get<{ stories: readonly Record<string, unknown>[] }>(
    `${demo.aws}/_simulator/stories`,
  );
  expect(stories.length).toBeGreaterThan(15);
  for (const story of stories) {
    expect(story.name).toMatch(/^[a-z-]+$/);
    expect(story.account).toMatch(/^\d{12}$/);
    expect(story.region).toMatch(/^[a-z]{2}-[a-z]+-\d$/);
    expect(story.finding).toEqual({ by: expect.any(String), says: expect.stringMatching(/\.$/) });
  }
  expect(stories.find(({ name }) => name === 'monday-throttle')).toMatchObject({
    ...{ account: '111122223333', region: 'us-east-1' },
    ...{ from: '2026-11-16T14:00:00.000Z', to: '2026-11-16T15:00:00.000Z' },
    finding: { by: 'quota' },
  });
});

it('runs with a configuration as a person would write it', () => {
  const config = parse(readFileSync(demo.configFile, 'utf8'));
  expect(config.accounts.map(({ name }: { name: string }) => name)).toEqual(['prod', 'research', 'europe']);
  for (const { role } of config.accounts)
    expect(role.arn).toMatch(/^arn:aws:iam::\d{12}:role\/bedrock-meter$/);
});

it('ends cleanly: both ports are free and nothing is left on the disk', async () => {
  closed = true;
  await demo.close();
  await expect(fetch(demo.url)).rejects.toThrow();
  await expect(fetch(demo.aws)).rejects.toThrow();
  expect(existsSync(dirname(demo.configFile))).toBe(false);
});

it('takes its port from PORT and says so when that is none', () => {
  expect(demoPort(undefined)).toBe(8484);
  expect(demoPort('9000')).toBe(9000);
  for (const text of ['http', '-1', '70000', '80.5'])
    expect(() => demoPort(text)).toThrow(`PORT ${text}: not a port number`);
});
