/**
 * Streaming gunzip that delivers everything in front of a fault. Node's stream drops what it holds when it
 * fails, so its output is taken as it comes, and its input held back instead.
 * @module
 */
import { createGunzip } from 'node:zlib';

/** Output per call into zlib, which runs beside the parser. */
const OUTPUT_BYTES = 256 * 1024;
/** Input per write: bounds what one write can blow up to (deflate packs at most 1032:1). */
export const INPUT_BYTES = 32 * 1024;

/** What is wrong with gzip data, and in which piece of the input. */
export class GzipFault extends Error {
  readonly kind: 'truncated' | 'corrupt';
  /** Input before this offset was sound. */
  readonly soundBytes: number;
  /** Whether the fault is at that very offset, and not somewhere in the piece that begins there. */
  readonly isExact: boolean;

  constructor(kind: 'truncated' | 'corrupt', soundBytes: number, isExact: boolean, message: string) {
    super(message);
    this.name = 'GzipFault';
    this.kind = kind;
    this.soundBytes = soundBytes;
    this.isExact = isExact;
  }
}

/** Whether everything from `from` on is zero: tapes and block devices pad gzip data so. */
export function isPadding(bytes: Buffer, from: number): boolean {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/**
 * Decompresses gzip data of any number of members.
 * @param pieceBytes how much input zlib gets at once, by the input's offset: a fault loses the output of the
 *   piece in which it lies
 * @throws GzipFault after everything before that piece has been delivered
 */
export async function* gunzip(
  input: AsyncIterable<Buffer>,
  pieceBytes: (offset: number) => number = () => INPUT_BYTES,
): AsyncGenerator<Buffer, void, undefined> {
  const engine = new Engine();
  let offset = 0;
  try {
    for await (const chunk of input) {
      for (let from = 0; from < chunk.length && !engine.ended; ) {
        const piece = chunk.subarray(from, from + pieceBytes(engine.soundBytes));
        engine.write(piece);
        yield* engine.outputs();
        from += piece.length;
      }
      // zlib takes a zero byte behind a member for the end of the data, whatever follows: a damaged member may.
      if (engine.ended && !isPadding(chunk, Math.max(0, engine.consumed - offset))) {
        yield* engine.rest();
        throw new GzipFault('corrupt', engine.consumed, true, 'no gzip member begins here');
      }
      offset += chunk.length;
    }
    engine.end();
    yield* engine.outputs();
    yield* engine.rest();
  } finally {
    engine.close();
  }
}

/** One gunzip stream in flowing mode. Output piles up while the consumer works; input waits until it is gone. */
class Engine {
  ended = false;
  /** Input known to be sound. */
  soundBytes = 0;
  readonly #zlib = createGunzip({ chunkSize: OUTPUT_BYTES });
  #waiting: Buffer[] = [];
  #busy = false;
  /** Size of the last piece. */
  #pieceBytes = 0;
  #error: (Error & { code?: string }) | undefined;
  #wake: () => void = () => undefined;

  constructor() {
    this.#zlib.on('data', (output: Buffer) => {
      this.#waiting.push(output);
      this.#wake();
    });
    this.#zlib.on('end', () => {
      this.ended = true;
      this.#settle();
    });
    this.#zlib.on('error', (error) => {
      this.#error = error;
      this.#settle();
    });
  }

  /** Input that belongs to gzip members; final when {@link ended}. */
  get consumed(): number {
    return this.#zlib.bytesWritten;
  }

  write(piece: Buffer): void {
    this.#busy = true;
    this.#pieceBytes = piece.length;
    this.#zlib.write(piece, (error) => {
      if (!error) this.soundBytes += piece.length;
      this.#settle();
    });
  }

  end(): void {
    this.#busy = !this.ended;
    if (this.#busy) this.#zlib.end();
  }

  /**
   * Yields output while zlib works, so that both sides run at the same time. What is still waiting when zlib
   * is done stays for the next call: zlib gets its next piece first.
   */
  async *outputs(): AsyncGenerator<Buffer, void, undefined> {
    while (this.#busy) {
      const output = this.#waiting.shift();
      if (output !== undefined) yield output;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.#error === undefined) return;
    yield* this.rest();
    const kind = this.#error.code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt';
    throw new GzipFault(kind, this.soundBytes, this.#pieceBytes === 1, this.#error.message);
  }

  *rest(): Generator<Buffer, void, undefined> {
    yield* this.#waiting;
    this.#waiting = [];
  }

  close(): void {
    this.#zlib.destroy();
  }

  #settle(): void {
    this.#busy = false;
    this.#wake();
  }
}
