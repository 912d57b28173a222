/**
 * The record parser beside `JSON.parse` of the same lines: one thread, no files, no store. `JSON.parse` is given the
 * bytes as a string, as it needs them, and checks and builds no fact.
 * @module
 */
import { parseRecord } from '../../collectors/invocation-logs/index.ts';
import { createWorld, SOURCES } from '../aws-simulator/world/index.ts';
import { DATASET_END } from './dataset.ts';
import { median, report, rounded } from './report.ts';

const SOURCE = SOURCES.shopEast;
const RATE = 2000;
const MEGABYTES_A_RUN = 100e6;
const HASH_KEY = Buffer.alloc(32, 1);

/** The records of an hour. */
function linesOf(bodies: 'natural' | 'small' | 'none'): Buffer[] {
  const world = createWorld({ seed: 'parser', now: DATASET_END, days: 1, rate: RATE, bodies });
  return world
    .callsOf(Math.floor(DATASET_END / 3600) - 12, SOURCE)
    .map((call) => Buffer.from(world.lineOf(call)));
}

/** Seconds to go through the lines until they are so many bytes. */
function time(lines: readonly Buffer[], read: (line: Buffer) => boolean): number {
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  const rounds = Math.ceil(MEGABYTES_A_RUN / size);
  const began = performance.now();
  for (let round = 0; round < rounds; round++) {
    for (const line of lines) if (!read(line)) throw new Error('a record of the benchmark is none');
  }
  return ((performance.now() - began) / 1000) * (MEGABYTES_A_RUN / (rounds * size));
}

/** @param runs rounds that count, behind one that warms up */
export function benchParser(runs: number): void {
  const fact = (hashKey: Uint8Array | null) => (line: Buffer) =>
    parseRecord(line, { hashKey }).kind === 'fact';
  const plain = (line: Buffer) => JSON.parse(line.toString()).schemaType === 'ModelInvocationLog';
  for (const bodies of ['natural', 'small', 'none'] as const) {
    const lines = linesOf(bodies);
    const ways = { plain, fact: fact(null), hashed: fact(HASH_KEY) };
    const seconds: Record<keyof typeof ways, number[]> = { plain: [], fact: [], hashed: [] };
    for (let run = 0; run <= runs; run++) {
      for (const way of ['plain', 'fact', 'hashed'] as const) {
        const taken = time(lines, ways[way]);
        if (run > 0) seconds[way].push(taken);
      }
    }
    const bytes = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    for (const way of ['fact', 'hashed'] as const) {
      report(
        {
          bench: `parser-bodies-${bodies}${way === 'hashed' ? '-with-hashes' : ''}`,
          value: MEGABYTES_A_RUN / 1e6 / median(seconds[way]),
          unit: 'MB/s',
          baseline: 'JSON.parse',
          ratio: median(seconds[way]) / median(seconds.plain),
          of: 'wall time',
        },
        { bytesPerRecord: rounded(bytes), records: lines.length },
      );
    }
  }
}
