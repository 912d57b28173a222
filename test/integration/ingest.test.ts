/**
 * `ingest` and `spend` end to end: log files of the simulated world through the built command line, compared with the
 * world's own ledger, which shares no code with the product.
 * @module
 */
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type Tally, writeLogs } from '../aws-simulator/world/index.ts';
import { cli, json, start } from './cli.ts';

const NOW = '2026-11-21T12:00:00Z';
const SEED = 20_261_121;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: string[], stdin?: string | Buffer) =>
  cli(args, stdin === undefined ? { cwd: folder } : { cwd: folder, stdin });
const ingest = (...paths: string[]) => run(['ingest', ...paths, '--db', 'm.db', '--json', '--now', NOW]);
const spendOf = async (...args: string[]) =>
  json(await run(['spend', '--db', 'm.db', '--json', '--now', NOW, ...args]));

async function writeWorld(days = 2) {
  const world = createWorld({ seed: SEED, now: Date.parse(NOW) / 1000, days, rate: 60 });
  return writeLogs(world, join(folder, 'logs'));
}

/** The ledger's tally in the terms of `spend`. */
function measuresOf(tally: Tally) {
  return {
    invocations: tally.invocations,
    failedInvocations: tally.failedInvocations,
    tokens: {
      input: tally.input,
      output: tally.output,
      cacheRead: tally.cacheRead,
      cacheWrite: tally.cacheWrite,
    },
  };
}

describe('a folder as S3 delivery lays it out', () => {
  it('is ingested to the token, once however often, and adds up the same by any dimension', async () => {
    const { ledger, records, files } = await writeWorld();
    const first = await ingest('logs');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(json(first)).toMatchObject({
      files,
      records,
      invocations: records,
      duplicates: 0,
      malformed: 0,
      malformedSamples: [],
    });

    const again = json(await ingest('logs'));
    expect(again).toMatchObject({ records, invocations: 0, duplicates: records, unpricedInvocations: 0 });

    const total = (await spendOf()).total;
    expect(total).toMatchObject(measuresOf(ledger.total()));
    for (const by of [
      'model',
      'principal,day',
      'hour',
      'tag:team',
      'account,region',
      'session',
      'agent,operation',
    ]) {
      const answer = await spendOf('--by', by);
      expect(answer.total).toEqual(total);
      const nano = (cost: string | null) => BigInt((cost ?? '0').replace('.', ''));
      expect(
        answer.rows.reduce((sum: bigint, row: { cost: string | null }) => sum + nano(row.cost), 0n),
      ).toBe(nano(total.cost));
    }
  });

  it('gives the same answer whatever files the records lie in, and in whatever order', async () => {
    const { records } = await writeWorld(1);
    await ingest('logs');
    const straight = await spendOf('--by', 'hour,modelId,session');

    const lines = readdirSync(join(folder, 'logs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /Z_[0-9a-f]{16}\.json\.gz$/.test(name))
      .flatMap((name) =>
        gunzipSync(readFileSync(join(folder, 'logs', name)))
          .toString()
          .trim()
          .split('\n'),
      );
    expect(lines).toHaveLength(records);
    const shuffled = lines.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1));
    const third = Math.ceil(shuffled.length / 3);
    mkdirSync(join(folder, 'other'));
    writeFileSync(
      join(folder, 'other', 'a.ndjson'),
      `\ufeff${shuffled.slice(0, third).join('\r\n')}\r\n\r\n`,
    );
    writeFileSync(join(folder, 'other', 'b.json'), `[${shuffled.slice(third, 2 * third).join(',\n')}]`);
    const events = shuffled
      .slice(2 * third)
      .map((message, i) => ({ eventId: String(i), timestamp: i, message }));
    writeFileSync(
      join(folder, 'other', 'c.json.gz'),
      gzipSync(JSON.stringify({ events, searchedLogStreams: [] }, null, 4)),
    );

    rmSync(join(folder, 'm.db'));
    expect(json(await ingest('other'))).toMatchObject({ records, invocations: records, malformed: 0 });
    expect(await spendOf('--by', 'hour,modelId,session')).toEqual(straight);
  });

  it('loses nothing and doubles nothing when killed at any moment', async () => {
    const { ledger, records } = await writeWorld(1);
    for (const milliseconds of [150, 250, 350, 500, 700]) {
      const child = start(['ingest', 'logs', '--db', 'm.db', '--now', NOW], folder);
      const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
      await once(child, 'close');
      clearTimeout(timer);
    }
    expect(json(await ingest('logs'))).toMatchObject({ records, malformed: 0 });
    expect((await spendOf()).total).toMatchObject(measuresOf(ledger.total()));
  });

  it('comes through standard input too', async () => {
    const { records, ledger } = await writeWorld(1);
    const objects = readdirSync(join(folder, 'logs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /Z_[0-9a-f]{16}\.json\.gz$/.test(name))
      .map((name) => readFileSync(join(folder, 'logs', name)));
    const piped = await run(['ingest', '-', '--db', 'm.db', '--json', '--now', NOW], Buffer.concat(objects));
    expect(json(piped)).toMatchObject({ files: 1, records, invocations: records });
    expect((await spendOf()).total).toMatchObject(measuresOf(ledger.total()));
  });
});

describe('bad input', () => {
  const record = (n: number, more: object = {}) =>
    JSON.stringify({
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp: '2026-11-20T10:00:00Z',
      accountId: '111122223333',
      region: 'us-east-1',
      requestId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      operation: 'Converse',
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      input: { inputContentType: 'application/json', inputTokenCount: 12_345 },
      output: { outputContentType: 'application/json', outputTokenCount: 678 },
      ...more,
    });
  const notice = 'Permissions are correctly set for Amazon Bedrock logs.';

  it('is counted with file, line and reason, while everything readable is taken', async () => {
    const lines = [
      record(1),
      notice,
      record(2).slice(0, 120),
      '',
      record(3, { input: { inputTokenCount: '12' } }),
      record(4, { output: { outputTokenCount: 1e30 } }),
      record(5, { input: { inputTokenCount: -1 } }),
      record(6, { input: { inputTokenCount: 1.5 } }),
      '{"not":"a record"}',
      Buffer.from([0, 255, 1, 254]).toString('latin1'),
      record(7, { requestMetadata: { __proto__x: 'v', 'a\u0000b': 'c\u001bd' } }),
    ];
    writeFileSync(join(folder, 'mixed.ndjson'), lines.join('\n'), 'latin1');
    const result = await ingest('mixed.ndjson');
    expect(result.code).toBe(3);
    const answer = json(result);
    expect(answer).toMatchObject({ files: 1, records: 2, invocations: 2, notRecords: 1, malformed: 7 });
    expect(
      answer.malformedSamples.map((sample: { file: string; line: number }) => [sample.file, sample.line]),
    ).toEqual([3, 5, 6, 7, 8, 9, 10].map((line) => ['mixed.ndjson', line]));
    expect(answer.malformedSamples.map((sample: { reason: string }) => sample.reason).join('\n')).toMatch(
      /input\.inputTokenCount[\s\S]*output\.outputTokenCount/,
    );
    // The worked cost of Claude 3 Haiku: 12,345 x 0.25 + 678 x 1.25 = 3,933.75 micro-dollars, twice.
    expect((await spendOf()).total).toMatchObject({ invocations: 2, cost: '0.007867500' });
  });

  it('does not end the walk: truncated gzip, loops of links, empty and absent files', async () => {
    mkdirSync(join(folder, 'logs', 'deep'), { recursive: true });
    symlinkSync(join(folder, 'logs'), join(folder, 'logs', 'deep', 'loop'));
    const whole = gzipSync(Array.from({ length: 500 }, (_, i) => record(i)).join('\n'));
    writeFileSync(join(folder, 'logs', 'a.json.gz'), whole.subarray(0, whole.length - 40));
    writeFileSync(join(folder, 'logs', 'b.json'), record(9_001));
    writeFileSync(join(folder, 'logs', 'c.json'), '');
    writeFileSync(
      join(folder, 'logs', 'd.json.gz'),
      Buffer.concat([gzipSync(`${record(9_002)}\n`), gzipSync(record(9_003))]),
    );
    const result = await ingest('logs', 'absent.json');
    const answer = json(result);
    expect(result.code).toBe(3);
    expect(answer.failedFiles).toMatchObject([
      { file: join('logs', 'a.json.gz'), reason: expect.stringMatching(/ends early/) },
      { file: 'absent.json', reason: expect.stringMatching(/ENOENT|no such file/) },
    ]);
    expect(answer.records).toBeGreaterThan(400);
    expect((await spendOf('--where', 'operation=Converse')).total.invocations).toBe(answer.invocations);
  });

  it('takes a record beside a line of 50 MB in bounded memory', async () => {
    const huge = JSON.stringify({ schemaType: 'ModelInvocationLog', prompt: 'x'.repeat(50_000_000) });
    writeFileSync(join(folder, 'huge.ndjson'), `${record(1)}\n${huge}\n${record(2)}\n`);
    const result = await ingest('huge.ndjson');
    expect(result.code).toBe(3);
    expect(json(result)).toMatchObject({
      records: 2,
      malformed: 1,
      malformedSamples: [{ line: 2, reason: expect.stringMatching(/longer than/) }],
    });
  });

  it('fails with one sentence and the next step when nothing can be done', async () => {
    writeFileSync(join(folder, 'ok.ndjson'), record(1));
    const cases: [string[], number, RegExp][] = [
      [['ingest', 'nowhere', '--db', 'm.db'], 1, /^$/],
      [['ingest'], 2, /missing required argument 'path'/],
      [
        ['ingest', 'ok.ndjson', '--db', 'ok.ndjson'],
        1,
        /database ok\.ndjson is not a SQLite database\nTry: /,
      ],
      [
        ['ingest', 'ok.ndjson', '--db', '/proc/nope/m.db'],
        1,
        /database \/proc\/nope\/m\.db cannot be opened/,
      ],
      [['ingest', 'ok.ndjson', '--now', 'tomorrow'], 2, /--now tomorrow: not an ISO 8601 time/],
      [['ingest', 'ok.ndjson', '--config', 'nope.yaml'], 2, /--config nope\.yaml: /],
      [['ingest', 'ok.ndjson', '--frobnicate'], 2, /unknown option '--frobnicate'/],
      [['spend', '--db', 'absent.db'], 1, /database absent\.db does not exist\nTry: ingest some logs first/],
      [['spend', '--db', 'm.db', '--by', 'modle'], 2, /--by modle: no such dimension; did you mean model\?/],
      [['spned'], 2, /unknown command 'spned'/],
    ];
    for (const [args, code, stderr] of cases) {
      const result = await run(args);
      expect([args, result.code, result.stderr]).toEqual([args, code, expect.stringMatching(stderr)]);
    }
  });
});

/** A fixed shuffle. */
function hash(text: string): number {
  let h = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h >>> 0;
}
