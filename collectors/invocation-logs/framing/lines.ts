/**
 * One frame per line: what S3 delivery writes, and everything that is no other format.
 * @module
 */
import { isBlank, LF, NUL } from '../skim/ascii.ts';
import { type FrameSink, tooLong } from './sink.ts';

export class LineFramer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  #line: number;
  /** Beginning of a line whose end has not come yet. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** The line in hand is over the limit, and dropped until it ends. */
  #dropping = false;

  constructor(sink: FrameSink, limit: number, firstLine = 1) {
    this.#sink = sink;
    this.#limit = limit;
    this.#line = firstLine;
  }

  /** Reads a chunk, cut anywhere. Nothing of it is kept. */
  push(chunk: Buffer): undefined {
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, from)) {
      if (this.#pendingBytes > 0 || this.#dropping) this.#finish(chunk.subarray(from, lf));
      else this.#deliver(chunk.subarray(from, lf));
      this.#line++;
      from = lf + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  end(): undefined {
    this.#finish(Buffer.alloc(0));
  }

  #keep(piece: Buffer): void {
    if (this.#dropping) return;
    // The chunk is not this framer's to hold.
    this.#pending.push(Buffer.from(piece));
    this.#pendingBytes += piece.length;
    if (this.#pendingBytes <= this.#limit) return;
    this.#dropping = true;
    this.#forget();
  }

  #finish(rest: Buffer): void {
    if (this.#dropping) this.#sink.bad(this.#line, tooLong(this.#limit));
    else {
      const line = this.#pendingBytes === 0 ? rest : Buffer.concat([...this.#pending, rest]);
      this.#forget();
      this.#deliver(line);
    }
    this.#dropping = false;
  }

  #forget(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #deliver(line: Buffer): void {
    if (line.length > this.#limit) this.#sink.bad(this.#line, tooLong(this.#limit));
    else if (!isEmpty(line)) this.#sink.frame(withoutNuls(line), this.#line);
  }
}

function isEmpty(line: Buffer): boolean {
  for (let i = 0; i < line.length; i++) if (!isBlank(line[i])) return false;
  return true;
}

/** White space at the edges is JSON's own; NUL is not. */
function withoutNuls(line: Buffer): Buffer {
  if (line[0] !== NUL && line[line.length - 1] !== NUL) return line;
  let start = 0;
  let end = line.length;
  while (isBlank(line[start])) start++;
  while (isBlank(line[end - 1])) end--;
  return line.subarray(start, end);
}
