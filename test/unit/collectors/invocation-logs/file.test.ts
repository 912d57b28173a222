import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ReadFault,
  readFile,
  readStream,
  readWhole,
  walk,
} from '../../../../collectors/invocation-logs/index.ts';
import { withoutPrivileges } from '../../../support.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Buffer = 'x\n'): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** What a walk finds, as names below the root. */
async function found(...paths: string[]): Promise<string[]> {
  const entries = await Array.fromAsync(walk(paths.length === 0 ? [root] : paths));
  return entries.map((e) => (e.kind === 'stdin' ? '-' : `${e.kind} ${e.path.replace(`${root}/`, '')}`));
}

describe('walking', () => {
  const HOUR = 'AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/2026/11/21/09';
  const RECORDS = `${HOUR}/20261121T091011123Z_0123456789abcdef.json.gz`;

  it('finds the records of an S3 delivery, and nothing else of it', async () => {
    put(RECORDS);
    put(`${HOUR}/20261121T091512123Z_fedcba9876543210.json.gz`);
    put(`${HOUR}/data/7a0b_input.json.gz`);
    put(`${HOUR}/data/7a0b_output.json.gz`);
    put(`${HOUR}/data/7a0b_input_media_00.pdf`);
    put(`${HOUR}/data/7a0b_extra.json`);
    put('AWSLogs/123456789012/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check', '');
    put('AWSLogs/amazon-bedrock-logs-permission-check.json');
    put(`${HOUR}/empty.json.gz`, '');
    expect(await found()).toEqual([
      `file ${RECORDS}`,
      `file ${HOUR}/20261121T091512123Z_fedcba9876543210.json.gz`,
    ]);
  });

  it('finds logs by their names, in order', async () => {
    for (const name of ['b.jsonl', 'a.json', 'B.ndjson', 'c.log', 'd.txt', 'e.gz', 'f.JSON']) put(name);
    for (const name of ['x.csv', 'x.pdf', 'README.md', 'x.json.bak', 'x_input.json', 'x_output.json'])
      put(name);
    expect(await found()).toEqual(
      ['B.ndjson', 'a.json', 'b.jsonl', 'c.log', 'd.txt', 'e.gz', 'f.JSON'].map((name) => `file ${name}`),
    );
  });

  it('does not pass over a folder "data" that holds the delivery itself', async () => {
    put(`data/${RECORDS}`);
    put('data/today.json');
    expect(await found()).toEqual([`file data/${RECORDS}`, 'file data/today.json']);
  });

  it('takes a named file whatever its name or size, and standard input', async () => {
    const paths = [put('x.dat'), put('y_input.json'), put('z.json', '')];
    expect(await found(...paths, '-', '-')).toEqual(['file x.dat', 'file y_input.json', 'file z.json', '-']);
  });

  it('takes each real file once, whatever leads to it', async () => {
    const a = put('logs/a.json');
    symlinkSync(a, join(root, 'logs/b.json'));
    linkSync(a, join(root, 'logs/c.json'));
    symlinkSync(join(root, 'logs'), join(root, 'same'));
    expect(await found(a, root, a, join(root, 'same'))).toEqual(['file logs/a.json']);
  });

  it('comes out of a loop of links', async () => {
    put('one/a.json');
    symlinkSync(root, join(root, 'one/up'));
    symlinkSync(join(root, 'one/self'), join(root, 'one/self'));
    symlinkSync(join(root, 'one/self.json'), join(root, 'one/self.json'));
    const entries = await found();
    expect(entries).toEqual(['file one/a.json', 'unreadable one/self', 'unreadable one/self.json']);
  });

  it('says which folders it cannot look at, and passes over links to nowhere', async () => {
    symlinkSync(join(root, 'b'), join(root, 'a'));
    symlinkSync(join(root, 'a'), join(root, 'b'));
    symlinkSync(join(root, 'nothing'), join(root, 'c'));
    symlinkSync(join(root, 'nothing'), join(root, 'd.json'));
    expect(await found()).toEqual(['unreadable a', 'unreadable b', 'unreadable d.json']);
    const [entry] = await Array.fromAsync(walk([root]));
    expect(entry).toMatchObject({ reason: expect.stringContaining('ELOOP') });
  });

  it('says which folders it may not look at', async () => {
    put('closed/x/a.json');
    put('closed/data');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0o444);
    expect(await withoutPrivileges(found)).toEqual(['unreadable closed/data', 'unreadable closed/x']);
    chmodSync(join(root, 'closed'), 0o000);
    expect(await withoutPrivileges(found)).toEqual(['unreadable closed']);
    chmodSync(join(root, 'closed'), 0o700);
  });

  it('finds files and folders whose names are no UTF-8', async () => {
    const bytes = (name: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
    mkdirSync(bytes('\xfcber'));
    writeFileSync(bytes('\xfcber/a.json'), 'below\n');
    writeFileSync(bytes('\xe4.json.gz'), gzipSync('packed\n'));
    writeFileSync(bytes('\xe5.json'), 'plain\n');
    put('é.json', 'é\n');
    const entries = await Array.fromAsync(walk([root]));
    const texts: string[] = [];
    for (const entry of entries) {
      if (entry.kind !== 'file') continue;
      const whole = await readWhole(entry.at, entry.bytes);
      const chunks = whole ? [whole] : await Array.fromAsync(readFile(entry.at));
      texts.push(`${entry.path.replace(`${root}/`, '')} ${entry.bytes} ${Buffer.concat(chunks)}`);
    }
    expect(texts).toEqual([
      'é.json 3 é\n',
      '\ufffd.json 6 plain\n',
      '\ufffd.json.gz 27 packed\n',
      '\ufffdber/a.json 6 below\n',
    ]);
    rmSync(bytes('\xe5.json'));
    expect((await readAll(bytes('\xe5.json'))).fault).toMatchObject({ path: join(root, '\ufffd.json') });
  });

  it('says what it cannot find, and goes on', async () => {
    const a = put('a.json');
    expect(await found(join(root, 'nothing'), a)).toEqual(['unreadable nothing', 'file a.json']);
    const [entry] = await Array.fromAsync(walk([join(root, 'nothing')]));
    expect(entry).toMatchObject({ reason: expect.stringContaining('ENOENT') });
  });
});

const LINES = Array.from(
  { length: 20_000 },
  (_, i) => `${(i * 2_654_435_761) % 4_294_967_296} line ${i}\n`,
).join('');

async function readAll(
  path: string | Buffer,
): Promise<{ text: string; fault: ReadFault | null; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onBytes = (n: number) => {
    bytes += n;
  };
  try {
    for await (const chunk of readFile(path, { onBytes })) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    return { text: Buffer.concat(chunks).toString(), fault: error, bytes };
  }
  return { text: Buffer.concat(chunks).toString(), fault: null, bytes };
}

describe('reading', () => {
  it.each<[string, Buffer, string]>([
    ['plain text', Buffer.from(LINES), LINES],
    ['nothing', Buffer.alloc(0), ''],
    ['one byte', Buffer.from([0x1f]), '\x1f'],
    ['gzip', gzipSync(LINES), LINES],
    ['gzip of nothing', gzipSync(''), ''],
    [
      'gzip of many members',
      Buffer.concat(LINES.match(/[\s\S]{1,7000}/g)?.map((part) => gzipSync(part)) ?? []),
      LINES,
    ],
    ['gzip with zeros behind it', Buffer.concat([gzipSync(LINES), Buffer.alloc(512)]), LINES],
  ])('%s', async (_, content, text) => {
    // The name says nothing: gzip is known by its bytes.
    const result = await readAll(put('a.json', content));
    expect(result.fault).toBeNull();
    expect(result.text === text).toBe(true);
    expect(result.bytes).toBe(content.length);
  });

  it('what is not there, or no file', async () => {
    expect((await readAll(join(root, 'nothing'))).fault).toMatchObject({
      kind: 'unreadable',
      path: join(root, 'nothing'),
      message: expect.stringContaining('ENOENT'),
    });
    expect((await readAll(root)).fault).toMatchObject({ kind: 'unreadable' });
    expect((await readAll(join(put('a.json'), 'b'))).fault).toMatchObject({ kind: 'unreadable' });
  });
});

describe('damaged gzip', () => {
  const whole = gzipSync(LINES);

  it.each([0.1, 0.5, 0.9, 0.999])('cut off after %d of it gives all lines before the cut', async (share) => {
    const { text, fault } = await readAll(put('a.gz', whole.subarray(0, Math.floor(whole.length * share))));
    expect(fault).toMatchObject({
      kind: 'truncated',
      message: expect.stringMatching(/^gzip data ends early, after \d+ bytes$/),
    });
    expect(LINES.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(LINES.length * share * 0.9);
  });

  it('cut off inside its header gives nothing but the fault', async () => {
    expect(await readAll(put('a.gz', whole.subarray(0, 6)))).toMatchObject({
      text: '',
      fault: { kind: 'truncated' },
    });
  });

  it('cut off in a later member gives the members before', async () => {
    const content = Buffer.concat([gzipSync('first\n'), gzipSync('second\n').subarray(0, 15)]);
    expect(await readAll(put('a.gz', content))).toMatchObject({
      text: expect.stringMatching(/^first\n/),
      fault: { kind: 'truncated' },
    });
  });

  it('with a wrong checksum gives all of its text', async () => {
    const content = Buffer.from(whole);
    content[content.length - 8] = (content[content.length - 8] ?? 0) ^ 0xff;
    const { text, fault } = await readAll(put('a.gz', content));
    expect(fault).toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('incorrect data check'),
    });
    expect(text === LINES).toBe(true);
  });

  it('followed by garbage gives all of its text', async () => {
    const { text, fault } = await readAll(put('a.gz', Buffer.concat([whole, Buffer.from('garbage')])));
    expect(fault).toMatchObject({ kind: 'corrupt' });
    expect(text === LINES).toBe(true);
  });

  describe('in whose later members', () => {
    const first = gzipSync('{"a":1}\n{"a":2}\n');
    const second = gzipSync('{"b":1}\n');
    const BROKEN: [string, Buffer][] = [
      ['the magic number is zero', Buffer.concat([Buffer.from([0, 0]), second.subarray(2)])],
      ['everything but the end is zero', Buffer.concat([Buffer.alloc(second.length - 1), Buffer.from([7])])],
      ['zeros stand before a sound one', Buffer.concat([Buffer.alloc(70_000), second])],
    ];
    it.each(BROKEN)('%s: gives what comes before, and the fault', async (_, rest) => {
      const content = Buffer.concat([first, rest]);
      const path = put('a.gz', content);
      expect(await readAll(path)).toEqual({
        text: '{"a":1}\n{"a":2}\n',
        bytes: content.length,
        fault: expect.objectContaining({
          kind: 'corrupt',
          path,
          message: `gzip data is damaged near byte ${first.length} (no gzip member begins here)`,
        }),
      });
      expect(await readWhole(path, content.length)).toBe(null);
    });

    it.each(BROKEN)('%s: the same from standard input, however it is cut', async (_, rest) => {
      const content = Buffer.concat([first, rest]);
      for (const size of [1, 7, first.length, first.length + 1, content.length]) {
        async function* input() {
          for (let i = 0; i < content.length; i += size) yield content.subarray(i, i + size);
        }
        const chunks: Buffer[] = [];
        await expect(async () => {
          for await (const chunk of readStream(input())) chunks.push(chunk);
        }).rejects.toMatchObject({ kind: 'corrupt' });
        expect(Buffer.concat(chunks).toString()).toBe('{"a":1}\n{"a":2}\n');
      }
    });

    it('nothing is wrong where they are sound, or padding', async () => {
      const sound = Buffer.concat([first, second, Buffer.alloc(600)]);
      expect((await readWhole(put('a.gz', sound), sound.length))?.toString()).toBe(
        '{"a":1}\n{"a":2}\n{"b":1}\n',
      );
    });
  });

  describe('at a known byte', () => {
    // A header of 10 bytes, a stored block (5 bytes and 673 of text), and a block of a type that there is not.
    const text = 'x'.repeat(673);
    const content = Buffer.concat([
      gzipSync('').subarray(0, 10),
      Buffer.from([0x00, 0xa1, 0x02, 0x5e, 0xfd]),
      Buffer.from(text),
      Buffer.from([0x07]),
      Buffer.alloc(3000, 'y'),
    ]);

    it('says which, in a file', async () => {
      expect(await readAll(put('a.gz', content))).toMatchObject({
        text,
        fault: { message: 'gzip data is damaged near byte 688 (invalid block type)' },
      });
    });

    it('says behind which it is, in a stream, which cannot be read again', async () => {
      async function* input() {
        yield content.subarray(0, 400);
        yield content.subarray(400);
      }
      await expect(Array.fromAsync(readStream(input()))).rejects.toMatchObject({
        message: 'gzip data is damaged after byte 400 (invalid block type)',
      });
    });
  });

  it('with bytes overwritten in the middle gives what comes before them', async () => {
    const content = Buffer.from(whole);
    const middle = Math.floor(content.length / 2);
    content.fill(0xff, middle, middle + 64);
    const { text, fault } = await readAll(put('a.gz', content));
    expect(fault).toMatchObject({ kind: 'corrupt', path: join(root, 'a.gz') });
    const sound = text.slice(0, Math.floor(LINES.length * 0.48));
    expect(sound.length).toBe(Math.floor(LINES.length * 0.48));
    expect(LINES.startsWith(sound)).toBe(true);
  });

  it('from standard input gives what zlib had handed out, and the fault', async () => {
    async function* input() {
      for (let i = 0; i < whole.length; i += 5000)
        yield whole.subarray(i, Math.min(i + 5000, whole.length - 100));
    }
    const chunks: Buffer[] = [];
    await expect(async () => {
      for await (const chunk of readStream(input())) chunks.push(chunk);
    }).rejects.toMatchObject({ kind: 'truncated', path: '-' });
    const text = Buffer.concat(chunks).toString();
    expect(LINES.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(LINES.length * 0.9);
  });
});

describe('reading in chunks', () => {
  it('stops, and closes the file, when the reader has enough', async () => {
    const path = put('a.gz', gzipSync(LINES));
    for await (const chunk of readFile(path)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    rmSync(path);
  });

  it('reads no further ahead than it must', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    let given = 0;
    async function* input() {
      for (let i = 0; i < bomb.length; i += 1024) {
        given += 1024;
        yield bomb.subarray(i, i + 1024);
      }
    }
    const chunks = readStream(input());
    await chunks.next();
    expect(given).toBeLessThan(4 * 1024);
    await chunks.return();
  });
});
