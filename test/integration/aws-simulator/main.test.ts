/**
 * The simulator alone, as `npm run aws-simulator` starts it.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../aws-simulator/main.ts', import.meta.url));
const run = (...args: string[]) =>
  spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

it('says where it listens and what to set, keeps to --now, and ends on SIGTERM', async () => {
  const child = run('--port', '0', '--now', '2026-11-20T12:34:56Z', '--days', '2', '--seed', 'x');
  const closed = once(child, 'close');
  const [line] = (await once(child.stdout, 'data')).map(String);
  const url = /on (http:\/\/127\.0\.0\.1:\d+); AWS_ENDPOINT_URL=\S+ AWS_ACCESS_KEY_ID=\S+ /.exec(
    line ?? '',
  )?.[1];
  expect(url).toBeDefined();
  const clock = await fetch(`${url}/_simulator/clock`);
  expect(await clock.json()).toEqual({ now: expect.stringMatching(/^2026-11-20T12:3[45]:/) });
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
});

it.each([
  [['--now', 'noon'], '--now noon: not an ISO 8601 time'],
  [['--days', 'all'], '--days all: not a number up to 455'],
  [['--colour', 'red'], "Unknown option '--colour'"],
])('refuses %j', async (args, message) => {
  const child = run(...args);
  const errors: string[] = [];
  child.stderr.on('data', (text) => errors.push(String(text)));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(errors.join('')).toContain(message);
});
