/**
 * What `deploy/` says to those who start and end the daemon, against what the daemon does.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { STOP_MILLISECONDS } from '../../../src/daemon/threads/thread.ts';

const read = (name: string) => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), 'utf8');
/** Seconds that `docker stop` waits before it kills; source: Docker CLI reference, "docker container stop". */
const DOCKER_STOP_SECONDS = 10;
/** What is left for the store to close. */
const LEFT_SECONDS = 2;

/** `Key=value` by section, as systemd reads a unit (systemd.syntax(7)); no value here goes over a line. */
function unit(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let section = '';
  for (const line of text.split('\n')) {
    const head = /^\[(\w+)\]$/.exec(line)?.[1];
    if (head !== undefined) section = head;
    else if (line !== '' && !line.startsWith('#')) {
      const [, key, value] = /^([A-Z]\w*)=(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined || section === '')
        throw new Error(`no line of a unit: ${line}`);
      found.set(`${section}.${key}`, [...(found.get(`${section}.${key}`) ?? []), value]);
    }
  }
  return found;
}

describe('files under deploy/', () => {
  it('wait longer for the end than the daemon takes at most', () => {
    const bound = STOP_MILLISECONDS / 1000 + LEFT_SECONDS;
    expect(Number(unit(read('bedrock-meter.service')).get('Service.TimeoutStopSec'))).toBeGreaterThanOrEqual(
      bound,
    );
    expect(read('Dockerfile')).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(DOCKER_STOP_SECONDS).toBeGreaterThanOrEqual(bound);
  });

  it('start it as the command line has it, and again only when it failed', () => {
    const service = unit(read('bedrock-meter.service'));
    expect(service.get('Service.ExecStart')?.[0]).toMatch(/ bedrock-meter serve --config \S+ --db \S+$/);
    expect(service.get('Service.Restart')).toEqual(['on-failure']);
    expect(service.get('Service.Type')).toEqual(['exec']);
    // V8 writes the code that it runs.
    expect(service.has('Service.MemoryDenyWriteExecute')).toBe(false);
  });

  it('are what their readers can parse', () => {
    const template = parseDocument(read('cloudformation.yaml'), { logLevel: 'silent' });
    expect(template.errors).toEqual([]);
    expect(template.has('Resources')).toBe(true);
    for (const line of read('Dockerfile').replaceAll('\\\n', ' ').split('\n')) {
      if (line.startsWith('ENTRYPOINT') || line.startsWith('CMD')) {
        expect(JSON.parse(line.slice(line.indexOf('[')))).toEqual(expect.any(Array));
      }
    }
  });
});
