/**
 * Frames of a text that is not one record per line: a JSON array of records, the output of
 * `aws logs filter-log-events` (an object with an array `events`), CloudWatch Logs subscription data
 * (`logEvents`), records that are pretty-printed or follow each other without a newline.
 *
 * A text that turns out to be lines after all is handed over at the right byte.
 * @module
 */
import { CLOSE_BRACKET, COMMA, isBlank, LF, OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../skim/ascii.ts';
import { type FrameSink, tooLong } from './sink.ts';
import { Structure } from './structure.ts';

/** From where the rest of the text is read line by line. */
export interface HandOver {
  /** Bytes already consumed that have to be read again, before the chunk from `at`. */
  readonly again: Buffer;
  readonly at: number;
  /** Line on which that begins. */
  readonly line: number;
}

/**
 * `between` documents or elements; `inside` one; in a bare `scalar` that stands for an element; `lost`: looking
 * for a line that starts like a document; `junk`: behind a good document, looking for the next one or the next
 * line; `rest`: looking for the next line, where line mode begins.
 */
type Mode = 'between' | 'inside' | 'scalar' | 'lost' | 'junk' | 'rest';

const BROKEN_OFF = 'the JSON text breaks off';

export class DocumentFramer {
  readonly #sink: FrameSink;
  readonly #limit: number;
  readonly #structure = new Structure();
  #mode: Mode = 'between';
  #line: number;
  /** The array whose elements are records: none, a bare one, or one inside an object. */
  #wrapper: 'none' | 'array' | 'events' = 'none';
  #wrapperLine = 0;
  /** The last document was a plain one that ended on the line on which it began. */
  #sameLine = false;
  /** The last document was what was expected: what stands behind it is not a piece of it. */
  #wasGood = false;
  /** Line of the last thing that was no record. */
  #badLine = 0;
  #lastByte = LF;

  // The document in hand.
  #startLine = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isTooLong = false;
  /** What follows a wrapped array in its object: walked, not delivered. */
  #isWrapping = false;

  constructor(sink: FrameSink, limit: number, firstLine = 1) {
    this.#sink = sink;
    this.#limit = limit;
    this.#line = firstLine;
  }

  /**
   * Reads a chunk, of which nothing is kept. Returns where lines begin, or undefined while documents go on.
   */
  push(chunk: Buffer): HandOver | undefined {
    let i = 0;
    while (i < chunk.length) {
      if (this.#mode === 'inside') {
        const next = this.#inside(chunk, i);
        if (typeof next !== 'number') return next;
        i = next;
        continue;
      }
      const c = chunk[i] ?? 0;
      if (this.#mode === 'scalar' && (c === COMMA || c === CLOSE_BRACKET)) this.#mode = 'between';
      if (this.#mode === 'junk' && c === OPEN_BRACE) this.#mode = 'between';
      if (this.#mode === 'lost' && startsDocument(c) && this.#byteBefore(chunk, i) === LF) {
        this.#mode = 'between';
      }
      if (this.#mode === 'between' && this.#between(c)) continue;
      i++;
      if (c !== LF) continue;
      this.#line++;
      if (this.#mode === 'rest' || this.#mode === 'junk' || (this.#mode === 'between' && this.#sameLine)) {
        return { again: Buffer.alloc(0), at: i, line: this.#line };
      }
      if (this.#mode === 'scalar') this.#mode = 'between';
    }
    this.#lastByte = chunk[chunk.length - 1] ?? this.#lastByte;
    return undefined;
  }

  /** The text is over. Returns lines still to be read, if any. */
  end(): HandOver | undefined {
    if (this.#mode === 'inside') {
      if (this.#wrapper === 'none' && !this.#isWrapping) return this.#endInsidePlain();
      if (this.#isWrapping) this.#report(this.#startLine, BROKEN_OFF);
      else this.#deliver();
    } else if (this.#wrapper !== 'none')
      this.#report(this.#wrapperLine, 'the array of records is not closed');
    return undefined;
  }

  /** Handles a byte between documents; true when it begins a document, and is still to be read. */
  #between(c: number): boolean {
    if (isBlank(c)) return false;
    const wrapped = this.#wrapper !== 'none';
    if (c === OPEN_BRACE || (wrapped && (c === OPEN_BRACKET || c === QUOTE))) {
      this.#begin(false);
      return true;
    }
    if (c === OPEN_BRACKET) {
      this.#wrapper = 'array';
      this.#wrapperLine = this.#line;
      this.#sameLine = false;
    } else if (wrapped && c === CLOSE_BRACKET) {
      if (this.#wrapper === 'events') this.#begin(true);
      this.#wrapper = 'none';
    } else if (!wrapped || c !== COMMA) {
      if (wrapped || this.#badLine !== this.#line) this.#report(this.#line, 'not a JSON object');
      this.#mode = wrapped ? 'scalar' : this.#wasGood ? 'junk' : 'rest';
    }
    return false;
  }

  #begin(wrapping: boolean): void {
    this.#mode = 'inside';
    this.#startLine = this.#line;
    this.#isWrapping = wrapping;
    this.#isTooLong = false;
    if (wrapping) this.#structure.beginBehindArray();
    else this.#structure.begin();
  }

  /** Reads on in the document; returns the next offset, or the hand-over to lines. */
  #inside(chunk: Buffer, from: number): number | HandOver {
    const structure = this.#structure;
    const at = structure.read(chunk, from);
    this.#line = this.#startLine + structure.lines;
    switch (structure.progress) {
      case 'going':
        // The chunk is not this framer's to hold.
        this.#keep(Buffer.from(chunk.subarray(from)));
        return chunk.length;
      case 'done':
        this.#keep(chunk.subarray(from, at + 1));
        this.#deliver();
        return at + 1;
      case 'wraps':
        this.#wrapper = 'events';
        this.#wrapperLine = this.#startLine;
        this.#forget('between');
        return at + 1;
      case 'broken':
        this.#keep(chunk.subarray(from, at));
        return this.#giveUp(at);
    }
  }

  /**
   * A document that began with more than its brace was a line that broke off: what follows are lines. One in
   * an array, or laid out over lines, is given up, and the next one looked for.
   */
  #giveUp(at: number): number | HandOver {
    const first = this.#isTooLong ? undefined : this.#firstLine();
    const isLine = this.#wrapper === 'none' && !this.#isWrapping && !(first?.isBare ?? false);
    this.#report(this.#startLine, this.#isTooLong ? tooLong(this.#limit) : BROKEN_OFF);
    const startLine = this.#startLine;
    this.#wasGood = false;
    this.#forget(isLine ? 'rest' : 'lost');
    return isLine && first?.rest ? { again: first.rest, at, line: startLine + 1 } : at;
  }

  #endInsidePlain(): HandOver | undefined {
    const first = this.#isTooLong ? undefined : this.#firstLine();
    if (first?.rest === undefined || first.isBare) {
      this.#deliver();
      return undefined;
    }
    this.#report(this.#startLine, BROKEN_OFF);
    this.#forget('rest');
    return { again: first.rest, at: 0, line: this.#startLine + 1 };
  }

  /** Whether the document's first line is its brace alone, and what follows that line. */
  #firstLine(): { isBare: boolean; rest: Buffer | undefined } {
    const text = Buffer.concat(this.#pieces);
    const lf = text.indexOf(LF);
    if (lf < 0) return { isBare: false, rest: undefined };
    return { isBare: text.toString('latin1', 0, lf).trim().length === 1, rest: text.subarray(lf + 1) };
  }

  #keep(piece: Buffer): void {
    if (this.#isWrapping || this.#isTooLong) return;
    this.#bytes += piece.length;
    this.#pieces.push(piece);
    if (this.#bytes <= this.#limit) return;
    this.#isTooLong = true;
    this.#pieces = [];
  }

  #deliver(): void {
    this.#wasGood = false;
    if (this.#isTooLong) this.#report(this.#startLine, tooLong(this.#limit));
    else if (!this.#isWrapping) {
      const [only] = this.#pieces;
      const text = this.#pieces.length === 1 && only ? only : Buffer.concat(this.#pieces);
      this.#wasGood = this.#sink.frame(text, this.#startLine);
      if (!this.#wasGood) this.#badLine = this.#line;
    }
    this.#sameLine = this.#wrapper === 'none' && !this.#isWrapping && this.#startLine === this.#line;
    this.#forget('between');
  }

  #forget(next: Mode): void {
    this.#mode = next;
    this.#pieces = [];
    this.#bytes = 0;
  }

  #report(line: number, reason: string): void {
    this.#sink.bad(line, reason);
    this.#badLine = this.#line;
  }

  #byteBefore(chunk: Buffer, i: number): number | undefined {
    return i > 0 ? chunk[i - 1] : this.#lastByte;
  }
}

const startsDocument = (c: number): boolean => c === OPEN_BRACE || c === OPEN_BRACKET;
