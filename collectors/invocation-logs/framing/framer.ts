/**
 * Finds out from its first bytes what a text is, and cuts it into frames accordingly.
 * @module
 */
import { isBlank, LF, OPEN_BRACE, OPEN_BRACKET } from '../skim/ascii.ts';
import { DocumentFramer, type HandOver } from './documents.ts';
import { LineFramer } from './lines.ts';
import { DEFAULT_MAX_FRAME_BYTES, type FrameSink } from './sink.ts';
import { Structure } from './structure.ts';

/** UTF-8's byte order mark, which some editors and Windows tools put first. */
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** How much of a first line is looked at to tell an array of records from a piece of one. */
const FIRST_LINE_BYTES = 1024 * 1024;

/**
 * A framer for any of the accepted formats. A text that starts with a brace or bracket is read as documents
 * until its first one turns out to be a line; all else is lines.
 */
export class TextFramer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  /** First bytes, while they may still be a byte order mark; null afterwards. */
  #head: Buffer | null = Buffer.alloc(0);
  /** Line of the first byte that is not white space. */
  #line = 1;
  /** Null until that byte has come. */
  #reader: DocumentFramer | LineFramer | null = null;
  /** First line of a text that starts like an array. */
  #held: Buffer = Buffer.alloc(0);

  /** @param limit bytes after which a line or record is dropped and reported */
  constructor(sink: FrameSink, limit = DEFAULT_MAX_FRAME_BYTES) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Reads a chunk, cut anywhere. Nothing of it is kept: its memory may be used again afterwards. */
  push(chunk: Buffer): void {
    if (this.#head === null) this.#pushText(chunk);
    else {
      const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      if (head.length >= BOM.length) this.#pushHead(head);
      else this.#head = Buffer.from(head);
    }
  }

  /** Delivers what the end of the text completes. */
  end(): void {
    if (this.#head !== null) this.#pushHead(this.#head);
    if (this.#held.length > 0) this.#choose();
    const over = this.#reader?.end();
    if (over) this.#toLines(over, Buffer.alloc(0)).end();
  }

  #pushHead(head: Buffer): void {
    this.#head = null;
    this.#pushText(head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head);
  }

  #pushText(chunk: Buffer): void {
    if (this.#reader === null) this.#pushFirst(chunk);
    else this.#pushTo(this.#reader, chunk);
  }

  /** Chooses how to read, once enough is there to tell. */
  #pushFirst(chunk: Buffer): void {
    let from = 0;
    if (this.#held.length === 0) {
      for (; from < chunk.length && isBlank(chunk[from]); from++) if (chunk[from] === LF) this.#line++;
      if (from === chunk.length) return;
    }
    this.#held = Buffer.concat([this.#held, chunk.subarray(from)]);
    const isArray = this.#held[0] === OPEN_BRACKET;
    const isLong = this.#held.length >= FIRST_LINE_BYTES;
    if (!isArray || isLong || this.#held.includes(LF)) this.#choose();
  }

  #choose(): void {
    const text = this.#held;
    this.#held = Buffer.alloc(0);
    const first = text[0];
    const isJson = first === OPEN_BRACE || (first === OPEN_BRACKET && !isPieceOfLine(text));
    this.#reader = isJson
      ? new DocumentFramer(this.#sink, this.#limit, this.#line)
      : new LineFramer(this.#sink, this.#limit, this.#line);
    this.#pushTo(this.#reader, text);
  }

  #pushTo(reader: DocumentFramer | LineFramer, chunk: Buffer): void {
    const over = reader.push(chunk);
    if (over) this.#toLines(over, chunk);
  }

  #toLines(over: HandOver, chunk: Buffer): LineFramer {
    const lines = new LineFramer(this.#sink, this.#limit, over.line);
    lines.push(over.again);
    lines.push(chunk.subarray(over.at));
    this.#reader = lines;
    return lines;
  }
}

/** Whether an array ends in the middle of the first line: the line lost its beginning, and begins inside one. */
function isPieceOfLine(text: Buffer): boolean {
  const start = text.subarray(0, FIRST_LINE_BYTES);
  const lf = start.indexOf(LF);
  const line = lf < 0 ? start : start.subarray(0, lf);
  const structure = new Structure();
  structure.begin();
  const end = structure.read(line, 0);
  return (
    structure.progress === 'done' && line.subarray(end + 1).some((c) => !isBlank(c) && c !== OPEN_BRACKET)
  );
}
