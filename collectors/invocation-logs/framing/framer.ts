/**
 * Finds out from its first bytes what a text is, and cuts it into frames accordingly.
 * @module
 */
import { isSpace, LF, OPEN_BRACE, OPEN_BRACKET } from '../skim/ascii.ts';
import { DocumentFramer, type HandOver } from './documents.ts';
import { LineFramer } from './lines.ts';
import { DEFAULT_MAX_FRAME_BYTES, type Framer, type FrameSink } from './sink.ts';

/** UTF-8's byte order mark, which some editors and Windows tools put first. */
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A framer for any of the accepted formats. A text that starts with a brace or bracket is read as documents
 * until its first one turns out to be a line; all else is lines.
 */
export class TextFramer implements Framer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  /** First bytes, while they may still be a byte order mark; null afterwards. */
  #head: Buffer | null = Buffer.alloc(0);
  /** Line of the first byte that is not white space. */
  #line = 1;
  #documents: DocumentFramer | undefined;
  #lines: LineFramer | undefined;

  /** @param limit bytes after which a line or record is dropped and reported */
  constructor(sink: FrameSink, limit = DEFAULT_MAX_FRAME_BYTES) {
    this.#sink = sink;
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    if (this.#head === null) this.#pushText(chunk);
    else {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      if (this.#head.length >= BOM.length) this.#pushHead();
    }
  }

  end(): void {
    this.#pushHead();
    const over = this.#documents?.end();
    if (over) this.#toLines(over, Buffer.alloc(0));
    this.#lines?.end();
  }

  #pushHead(): void {
    const head = this.#head ?? BOM;
    this.#head = null;
    this.#pushText(head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head);
  }

  #pushText(chunk: Buffer): void {
    if (this.#lines) {
      this.#lines.push(chunk);
      return;
    }
    let from = 0;
    if (this.#documents === undefined) {
      for (; from < chunk.length && isSpace(chunk[from]); from++) if (chunk[from] === LF) this.#line++;
      if (from === chunk.length) return;
      this.#choose(chunk[from]);
    }
    const text = chunk.subarray(from);
    const documents = this.#documents;
    if (documents === undefined) {
      this.#lines?.push(text);
      return;
    }
    const over = documents.push(text);
    if (over) this.#toLines(over, text);
  }

  #choose(first: number | undefined): void {
    const isJson = first === OPEN_BRACE || first === OPEN_BRACKET;
    if (isJson) this.#documents = new DocumentFramer(this.#sink, this.#limit, this.#line);
    else this.#lines = new LineFramer(this.#sink, this.#limit, this.#line);
  }

  #toLines(over: HandOver, chunk: Buffer): void {
    this.#documents = undefined;
    this.#lines = new LineFramer(this.#sink, this.#limit, over.line);
    this.#lines.push(over.again);
    this.#lines.push(chunk.subarray(over.at));
  }
}
