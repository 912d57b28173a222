import { pipeline, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BulkOptions,
  bulkPriceList,
  type OfferDocument,
} from '../../../../collectors/price-list/index.ts';
import {
  indexPath,
  type OfferServer,
  offerPath,
  realisticRows,
  startOfferServer,
  textsOf,
} from '../../../offer-server.ts';

let server: OfferServer;
let pauses: number[];
beforeEach(async () => {
  server = await startOfferServer(textsOf(realisticRows()));
  pauses = [];
});
afterEach(() => server.close());

async function read(options: Partial<BulkOptions> = {}) {
  const offers: OfferDocument[] = [];
  const failures = await bulkPriceList({
    endpoint: server.endpoint,
    fetch: globalThis.fetch,
    concurrency: 3,
    attempts: 3,
    maxBytes: 1_000_000,
    timeout: () => new AbortController().signal,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
    random: () => 0.5,
    ...options,
  }).read((offer) => offers.push(offer));
  return { offers, failures };
}

const HAIKU_PATH = offerPath('AmazonBedrockFoundationModels', 'us-west-2');
const only = (failures: readonly { readonly message: string }[]) => failures.map(({ message }) => message);

describe('the bulk files', () => {
  it('are read for every service code and Region, as they came', async () => {
    const { offers, failures } = await read();
    expect(failures).toEqual([]);
    expect(offers.map(({ serviceCode, region }) => `${serviceCode}/${region}`).sort()).toEqual(
      [...server.files.offers.keys()].sort(),
    );
    for (const { serviceCode, region, text } of offers) {
      expect(text).toBe(server.files.offers.get(`${serviceCode}/${region}`));
    }
  });

  it('at most so many at once', async () => {
    let now = 0;
    let most = 0;
    const counting: typeof fetch = async (...args) => {
      most = Math.max(most, ++now);
      try {
        return await fetch(...args);
      } finally {
        now -= 1;
      }
    };
    await read({ fetch: counting, concurrency: 2 });
    expect(most).toBe(2);
  });
});

describe('a failure names the URL and what came; the others are read', () => {
  it.each<[string, (path: string) => void, string, number]>([
    [
      'HTML with 200',
      (path) => server.files.special.set(path, (_, response) => response.end('<html>Sorry</html>')),
      'HTML came instead of JSON',
      0,
    ],
    [
      '404',
      (path) => server.files.special.set(path, (_, response) => response.writeHead(404).end()),
      'HTTP 404',
      0,
    ],
    [
      '503 to the end',
      (path) => server.files.special.set(path, (_, response) => response.writeHead(503).end()),
      'HTTP 503',
      2,
    ],
    [
      'cut in half',
      (path) => {
        const text = server.files.offers.get('AmazonBedrockFoundationModels/us-west-2') ?? '';
        server.files.special.set(path, (_, response) => response.end(text.slice(0, 1_000)));
      },
      'cut off after 1000 characters',
      2,
    ],
    [
      'a connection that breaks',
      (path) =>
        server.files.special.set(path, (_, response) => {
          response.writeHead(200, { 'content-length': '5000' });
          response.write('{"formatVersion"', () => response.destroy());
        }),
      'the connection failed: ',
      2,
    ],
    [
      'text',
      (path) => server.files.special.set(path, (_, response) => response.end('Rate exceeded')),
      'not JSON: it starts with "Rate exceeded"',
      0,
    ],
  ])('%s', async (_, spoil, message, retries) => {
    spoil(HAIKU_PATH);
    const { offers, failures } = await read();
    expect(failures).toEqual([
      {
        serviceCode: 'AmazonBedrockFoundationModels',
        region: 'us-west-2',
        url: `${server.endpoint}${HAIKU_PATH}`,
        message: expect.stringContaining(`${server.endpoint}${HAIKU_PATH}: ${message}`),
      },
    ]);
    expect(offers).toHaveLength(server.files.offers.size - 1);
    expect(pauses).toHaveLength(retries);
  });

  it('a service code without its index fails alone', async () => {
    server.files.special.set(indexPath('AmazonBedrock'), (_, response) => response.end('{"regions":[]}'));
    const { offers, failures } = await read();
    expect(failures).toMatchObject([{ serviceCode: 'AmazonBedrock', region: null }]);
    expect(only(failures)).toEqual([expect.stringContaining('not a region index')]);
    expect(offers).toHaveLength(4);
  });

  it('an index that leads elsewhere is not followed', async () => {
    const regions = {
      'us-east-1': { regionCode: 'us-east-1', currentVersionUrl: 'http://example.invalid/x.json' },
    };
    server.files.special.set(indexPath('AmazonBedrock'), (_, response) =>
      response.end(JSON.stringify({ regions })),
    );
    expect(only((await read()).failures)).toEqual([
      expect.stringContaining('leads to another host, http://example.invalid'),
    ]);
  });

  it('an address where nobody answers', async () => {
    await server.close();
    const { offers, failures } = await read({ attempts: 1 });
    expect(offers).toEqual([]);
    expect(failures).toHaveLength(3);
    expect(only(failures)[0]).toContain('the connection failed: connect ECONNREFUSED');
    server = await startOfferServer(new Map());
  });

  it('a hundred megabytes of garbage are not downloaded', async () => {
    let sent = 0;
    function* garbage() {
      for (let i = 0; i < 1_000; i++) {
        sent += 100_000;
        yield Buffer.alloc(100_000, '{');
      }
    }
    server.files.special.set(HAIKU_PATH, (_, response) => {
      pipeline(Readable.from(garbage()), response, () => response.destroy());
    });
    const { failures } = await read();
    expect(only(failures)).toEqual([expect.stringContaining('more than 1000000 bytes')]);
    expect(sent).toBeLessThan(50_000_000);
  });

  it('nor does a small gzip unfold to more than the limit', async () => {
    server.files.special.set(HAIKU_PATH, (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000, '{')));
    });
    expect(only((await read()).failures)).toEqual([expect.stringContaining('more than 1000000 bytes')]);
  });

  it('a connection that hangs ends at its timeout', async () => {
    const controllers: AbortController[] = [];
    server.files.special.set(HAIKU_PATH, () => {
      for (const controller of controllers) controller.abort();
    });
    const timeout = () => {
      const controller = new AbortController();
      controllers.splice(0, controllers.length, controller);
      return controller.signal;
    };
    const { offers, failures } = await read({ timeout, concurrency: 1 });
    expect(only(failures)).toEqual([expect.stringContaining('no complete answer in time')]);
    expect(offers).toHaveLength(5);
  });
});

describe('another attempt', () => {
  it('comes after a growing pause with jitter, and can succeed', async () => {
    let failing = 2;
    const text = server.files.offers.get('AmazonBedrockFoundationModels/us-west-2') ?? '';
    server.files.special.set(HAIKU_PATH, (_, response) => {
      if (failing-- > 0) response.writeHead(500).end();
      else response.end(text);
    });
    const { offers, failures } = await read();
    expect(failures).toEqual([]);
    expect(offers).toHaveLength(6);
    expect(pauses).toEqual([100, 200]);
  });
});
