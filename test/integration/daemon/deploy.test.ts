/**
 * The health check of `deploy/Dockerfile`, word for word, against a daemon that others can reach: with a token.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { start } from '../cli.ts';
import { until } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dockerfile = readFileSync(new URL('../../../deploy/Dockerfile', import.meta.url), 'utf8');
const [, check = ''] = /HEALTHCHECK[^[]*(\[.*\])/.exec(dockerfile.replaceAll('\\\n', ' ')) ?? [];
const exposed = /^EXPOSE (\d+)$/m.exec(dockerfile)?.[1] ?? '';

/** Runs the check, at another port than the container's. */
async function healthy(port: string): Promise<number | null> {
  const [program = '', ...args] = (JSON.parse(check) as string[]).map((one) =>
    one.replaceAll(`127.0.0.1:${exposed}`, `127.0.0.1:${port}`),
  );
  expect(program).toBe('node');
  const [code] = await once(spawn(process.execPath, args), 'close');
  return code;
}

it('is well while the daemon runs on an open address, and not once it has ended', async () => {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, 'server: { host: 0.0.0.0, port: 0, auth: { token: a-token-of-the-test } }\n');
  const child = start(['serve', '--config', file, '--db', join(folder, 'm.db')], folder);
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk;
  });
  const port = () => /listens on http:\/\/0\.0\.0\.0:(\d+)"/.exec(log)?.[1] ?? '';
  await until('the daemon', () => port() !== '');
  expect((await fetch(`http://127.0.0.1:${port()}/api/status`)).status).toBe(401);
  expect(await healthy(port())).toBe(0);
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(await healthy(port())).toBe(1);
});
