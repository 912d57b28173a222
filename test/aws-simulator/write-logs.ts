/**
 * Writes a world's log records to a folder, laid out and packed as Bedrock delivers them to S3.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Source } from './world/accounts.ts';
import type { Call } from './world/call.ts';
import { type Range, within } from './world/clock.ts';
import { batchName, hourFolder, sourceFolder } from './world/delivery.ts';
import { Ledger } from './world/ledger.ts';
import { Random } from './world/random.ts';
import type { World } from './world/world.ts';

export interface WriteOptions {
  /** Seconds since the epoch; the world's history by default. */
  readonly range?: Range;
  /** Records in one object at most. */
  readonly batch?: number;
  readonly gzipLevel?: number;
}

export interface WrittenLogs {
  readonly ledger: Ledger;
  readonly records: number;
  /** Objects with records; body and marker objects are not counted. */
  readonly files: number;
  /** Of the records, with newlines. */
  readonly bytes: number;
  readonly compressedBytes: number;
}

const BATCH = 500;
/** Objects under way at once: enough to keep every core busy, few enough to hold in memory. */
const PARALLEL = 8;
/** Body objects written per account and Region: they are there to be skipped. */
const LARGE_INPUTS = 3;

const compress = promisify<string, { level: number }, Buffer>(gzip);

/** Writes a range of the world under `out` and tallies it on the way. */
export async function writeLogs(world: World, out: string, options: WriteOptions = {}): Promise<WrittenLogs> {
  const { range = world.history, batch = BATCH, gzipLevel = 6 } = options;
  const written = { ledger: new Ledger(), records: 0, files: 0, bytes: 0, compressedBytes: 0 };
  const pool = new Pool(PARALLEL);
  const larges = new Map<Source, number>();

  const put = async (key: string, text: string): Promise<number> => {
    const path = join(out, key);
    const content = text === '' ? Buffer.alloc(0) : await compress(text, { level: gzipLevel });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return content.length;
  };
  const putLarge = (call: Call): Promise<unknown> | undefined => {
    const count = larges.get(call.source) ?? 0;
    const large = count < LARGE_INPUTS ? world.largeInputOf(call) : null;
    if (!large) return undefined;
    larges.set(call.source, count + 1);
    return pool.add(() => put(large.key, large.body));
  };

  for (const source of world.sources) {
    await put(`${sourceFolder(source, world.keyPrefix)}/amazon-bedrock-logs-permission-check`, '');
  }
  for (const hour of world.hours(range)) {
    for (const source of world.sources) {
      const calls = world.callsOf(hour, source).filter((call) => within(call.at, range));
      for (let i = 0; i < calls.length; i += batch) {
        const part = calls.slice(i, i + batch);
        const text = part.map((call) => `${world.lineOf(call)}\n`).join('');
        for (const call of part) {
          written.ledger.add(call);
          await putLarge(call);
        }
        written.records += part.length;
        written.files++;
        written.bytes += Buffer.byteLength(text);
        const key = `${hourFolder(source, hour, world.keyPrefix)}/${nameOf(part)}`;
        await pool.add(async () => {
          const size = await put(key, text);
          written.compressedBytes += size;
        });
      }
    }
  }
  await pool.drained();
  return written;
}

/** Delivered about a minute after its last record. */
function nameOf(part: readonly Call[]): string {
  const random = new Random(part[0]?.requestId ?? '');
  const last = part.at(-1)?.at ?? 0;
  return batchName((last + 45) * 1000 + random.int(30_000), random.hex(2));
}

/** Runs a bounded number of tasks at once; the first failure ends it. */
class Pool {
  readonly #size: number;
  readonly #running = new Set<Promise<void>>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Resolves when there is room for the next task. */
  async add(task: () => Promise<unknown>): Promise<void> {
    const running: Promise<void> = task().then(() => {
      this.#running.delete(running);
    });
    this.#running.add(running);
    if (this.#running.size >= this.#size) await Promise.race(this.#running);
  }

  async drained(): Promise<void> {
    await Promise.all(this.#running);
  }
}
