/**
 * Logs in the order of the walk, the next ones being read and decompressed while one is parsed.
 * @module
 */
import {
  readFile,
  readStream,
  readWhole,
  type WalkEntry,
  walk,
} from '../../../collectors/invocation-logs/index.ts';

export interface OpenLog {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}
export type OpenedEntry = OpenLog | Extract<WalkEntry, { kind: 'unreadable' }>;

/** Files read ahead: enough to keep the other core busy, few enough for memory. */
const AHEAD = 2;

export interface OpenOptions {
  readonly stdin: () => AsyncIterable<Buffer>;
  /** Told the size of every piece as it is read, before decompression. */
  readonly onBytes: (bytes: number) => void;
}

/** Opens what `walk` finds under the paths. */
export async function* openLogs(
  paths: readonly string[],
  options: OpenOptions,
): AsyncGenerator<OpenedEntry, void, undefined> {
  const ahead: Promise<OpenedEntry>[] = [];
  for await (const entry of walk(paths)) {
    ahead.push(open(entry, options));
    const next = ahead.length > AHEAD ? ahead.shift() : undefined;
    if (next) yield await next;
  }
  for (const next of ahead) yield await next;
}

async function open(entry: WalkEntry, { stdin, onBytes }: OpenOptions): Promise<OpenedEntry> {
  if (entry.kind === 'unreadable') return entry;
  if (entry.kind === 'stdin') return { name: '-', chunks: readStream(stdin(), { onBytes }) };
  const { path, at, bytes } = entry;
  const whole = await readWhole(at, bytes);
  if (whole === null) return { name: path, chunks: readFile(at, { onBytes }) };
  onBytes(bytes);
  return { name: path, chunks: [whole] };
}
