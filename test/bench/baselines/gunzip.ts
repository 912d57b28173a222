/**
 * Baseline, run as its own process: Node's own zlib inflates the files named in a list, several at once, and
 * throws the text away. `node gunzip.ts PARALLEL LIST` where LIST holds one path per line.
 * @module
 */
import { createReadStream, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const CHUNK = 256 * 1024;
const [parallel = '1', list = ''] = process.argv.slice(2);
const files = readFileSync(list, 'utf8').trimEnd().split('\n').values();

let bytes = 0;
const worker = async () => {
  for (const file of files) {
    const count = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    });
    await pipeline(
      createReadStream(file, { highWaterMark: CHUNK }),
      createGunzip({ chunkSize: CHUNK }),
      count,
    );
  }
};
await Promise.all(Array.from({ length: Number(parallel) }, worker));
process.stdout.write(String(bytes));
