import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  type ParsedBatch,
  type ParseStreamOptions,
  parseStream,
  ReadFault,
} from '../../../../collectors/invocation-logs/index.ts';
import {
  claudeRequest,
  claudeStream,
  converseRequest,
  converseResponse,
  record,
  withBodies,
} from './fixtures.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const requestId = (n: number) => `req-${n}`;
const numbered = (n: number) =>
  JSON.stringify(
    n % 2 === 0
      ? withBodies(converseRequest, converseResponse, { top: { requestId: requestId(n) } })
      : withBodies(claudeRequest, claudeStream, { top: { requestId: requestId(n) } }),
  );

async function batchesOf(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: Partial<ParseStreamOptions> = {},
): Promise<ParsedBatch[]> {
  return Array.fromAsync(parseStream('a.json', chunks, { hashKey: null, ...options }));
}

/** Sums of all batches. */
async function parse(text: string | Buffer, options: Partial<ParseStreamOptions> = {}) {
  const batches = await batchesOf([Buffer.from(text)], options);
  return {
    ids: batches.flatMap((b) => b.facts.map((f) => f.requestId)),
    notRecords: batches.reduce((n, b) => n + b.notRecords, 0),
    malformed: batches.reduce((n, b) => n + b.malformed, 0),
    samples: batches.flatMap((b) => b.malformedSamples.map((s) => `${s.file}:${s.line} ${s.reason}`)),
  };
}

describe('every format gives the same records', () => {
  const lines = [numbered(1), numbered(2), numbered(3)];
  const pretty = (value: unknown) => JSON.stringify(value, null, 4);
  const objects = lines.map((line): unknown => JSON.parse(line));
  const events = {
    events: lines.map((message, i) => ({ logStreamName: 's', timestamp: i, message, eventId: `${i}` })),
    searchedLogStreams: [],
  };
  it.each([
    ['lines', lines.join('\n')],
    ['lines of events', events.events.map((e) => JSON.stringify(e)).join('\n')],
    ['array', JSON.stringify(objects)],
    ['array, pretty-printed', pretty(objects)],
    ['filter-log-events', JSON.stringify(events)],
    ['filter-log-events, pretty-printed', pretty(events)],
    ['records, pretty-printed', objects.map(pretty).join('\n')],
    ['byte order mark, CRLF, blank lines', `\ufeff${lines.join('\r\n\r\n')}\r\n`],
  ])('%s', async (_, text) => {
    expect(await parse(text)).toEqual({
      ids: ['req-1', 'req-2', 'req-3'],
      notRecords: 0,
      malformed: 0,
      samples: [],
    });
  });

  it('also with notices among them', async () => {
    const notice = 'Permissions are correctly set for Amazon Bedrock logs.';
    const withNotice = { events: [{ message: notice }, ...events.events] };
    expect(await parse(pretty(withNotice))).toMatchObject({
      ids: ['req-1', 'req-2', 'req-3'],
      notRecords: 1,
    });
    expect(await parse([notice, ...lines].join('\n'))).toMatchObject({ notRecords: 1, malformed: 0 });
  });
});

describe('records on one line', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => numbered(i));
  const ids = Array.from({ length: 20 }, (_, i) => `req-${i}`);
  it('with NUL bytes between them are all read', async () => {
    expect(await parse(twenty.join('\0'))).toEqual({ ids, notRecords: 0, malformed: 0, samples: [] });
  });
  it('with other text between them are all read, and the text is one malformed line', async () => {
    expect(await parse(twenty.join(' ;; '))).toEqual({
      ids,
      notRecords: 0,
      malformed: 1,
      samples: ['a.json:1 not a JSON object'],
    });
  });
});

describe('what is malformed', () => {
  it('is counted, and described with file, line and reason', async () => {
    const text = [
      numbered(1),
      'garbage',
      '',
      JSON.stringify(record({ requestId: 'req-2', input: { inputTokenCount: -1 } })),
      '{}',
      numbered(3),
    ].join('\n');
    expect(await parse(text)).toEqual({
      ids: ['req-1', 'req-3'],
      notRecords: 0,
      malformed: 3,
      samples: [
        'a.json:2 not a JSON object',
        'a.json:4 input.inputTokenCount is negative (-1)',
        'a.json:5 not a model invocation record',
      ],
    });
  });

  it('is described 20 times at most', async () => {
    const result = await parse('x\n'.repeat(50));
    expect(result.malformed).toBe(50);
    expect(result.samples).toHaveLength(20);
  });

  it('is one line only when the first record has lost any part of its beginning or end', async () => {
    const first = Buffer.from(numbered(1));
    const rest = Buffer.from(`\n${numbered(2)}\n${numbered(3)}\n`);
    for (let cut = 1; cut < first.length; cut++) {
      for (const part of [first.subarray(cut), first.subarray(0, cut)]) {
        const { ids, malformed } = await parse(Buffer.concat([part, rest]));
        expect({ cut, ids, malformed }).toEqual({ cut, ids: ['req-2', 'req-3'], malformed: 1 });
      }
    }
  });

  it('binary data never stops what follows', async () => {
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 3)) & 0xff));
    const { ids } = await parse(Buffer.concat([noise, Buffer.from(`\n${numbered(1)}\n`)]));
    expect(ids).toEqual(['req-1']);
  });

  it('a line of 50 MB costs itself only, and is not kept', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    let most = 0;
    function* chunks() {
      yield Buffer.from(`${numbered(1)}\n{"x":"`);
      const before = process.memoryUsage().arrayBuffers;
      for (let i = 0; i < 50; i++) {
        // New memory each time, so that keeping it would show.
        yield Buffer.from(chunk);
        collectGarbage();
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      }
      yield Buffer.from(`"}\n${numbered(2)}\n`);
    }
    const batches = await batchesOf(chunks(), { maxLineBytes: 1024 * 1024 });
    expect(batches.flatMap((b) => b.facts.map((f) => f.requestId))).toEqual(['req-1', 'req-2']);
    expect(batches.flatMap((b) => b.malformedSamples)).toEqual([
      { file: 'a.json', line: 2, reason: 'line longer than 1 MiB' },
    ]);
    expect(most).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('batches', () => {
  it('come whenever enough facts are there, and add up', async () => {
    const chunk = Buffer.from(Array.from({ length: 10 }, (_, i) => `${numbered(i)}\n`).join(''));
    const batches = await batchesOf([chunk, chunk, chunk, chunk, chunk], { batchSize: 20 });
    expect(batches.map((b) => b.records)).toEqual([20, 20, 10]);
    expect(batches.map((b) => b.facts.length)).toEqual([20, 20, 10]);
  });

  it('stay near their size when a chunk is large', async () => {
    const all = Buffer.from(Array.from({ length: 2000 }, (_, i) => `${numbered(i)}\n`).join(''));
    const batches = await batchesOf([all], { batchSize: 100 });
    expect(Math.max(...batches.map((b) => b.records))).toBeLessThan(600);
    expect(batches.reduce((n, b) => n + b.records, 0)).toBe(2000);
  });

  it('are one, and empty, for an empty log', async () => {
    expect(await batchesOf([])).toEqual([
      { facts: [], records: 0, notRecords: 0, malformed: 0, malformedSamples: [], fault: null },
    ]);
  });

  it('are only read for when they are asked for', async () => {
    let given = 0;
    async function* chunks() {
      for (let i = 0; i < 100; i++) {
        given++;
        yield Buffer.from(`${numbered(i)}\n`);
      }
    }
    const batches = parseStream('a.json', chunks(), { hashKey: null, batchSize: 1 });
    await batches.next();
    expect(given).toBe(1);
    await batches.return();
    expect(given).toBe(1);
  });
});

describe('a fault of reading', () => {
  async function* failing(error: Error) {
    yield Buffer.from(`${numbered(1)}\n${numbered(2)}\n${numbered(3).slice(0, 50)}`);
    throw error;
  }
  it('is in the last batch, behind everything that could be read', async () => {
    const fault = new ReadFault('truncated', 'a.json', 'gzip data ends early');
    const [batch, ...more] = await batchesOf(failing(fault));
    expect(more).toEqual([]);
    expect(batch).toMatchObject({ records: 2, malformed: 1, fault: { kind: 'truncated', path: 'a.json' } });
  });
  it('that is none of these is thrown on', async () => {
    await expect(batchesOf(failing(new Error('a bug')))).rejects.toThrow('a bug');
  });
});
