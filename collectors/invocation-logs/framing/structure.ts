/**
 * Follows one JSON value through chunks by its brackets and quotes, to find where it ends.
 *
 * It only refuses what shows that a value was cut off and something else follows: a newline inside a string,
 * a value where none can stand. Everything finer is the parser's.
 * @module
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from '../skim/ascii.ts';
import { MAX_DEPTH } from '../skim/scan.ts';

/**
 * `going`: the chunk ended first. `done`: the byte at the returned offset ends the value. `wraps`: that byte
 * opens an array of records inside the value. `broken`: that byte cannot belong to the value.
 */
export type Progress = 'going' | 'done' | 'wraps' | 'broken';

/** Keys whose arrays hold log events: `filter-log-events` output and CloudWatch Logs subscription data. */
const WRAPPING_KEYS = new Set(['events', 'logEvents']);
const LONGEST_KEY = 16;

export class Structure {
  progress: Progress = 'going';
  /** Newlines passed since `begin`. */
  lines = 0;
  #depth = 0;
  readonly #inObject = new Uint8Array(MAX_DEPTH + 2);
  #inString = false;
  #escaped = false;
  /** Last byte that was neither white space nor inside a string; 0 before the value. */
  #last = 0;
  /** Beginning of the latest string at depth 1: the key, when a colon follows. */
  readonly #key = Buffer.alloc(LONGEST_KEY);
  #keyBytes = 0;

  /** Before a value. */
  begin(): void {
    this.progress = 'going';
    this.lines = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#last = 0;
    this.#keyBytes = 0;
  }

  /** Behind an array that was a value of the outermost object. */
  beginBehindArray(): void {
    this.begin();
    this.#depth = 1;
    this.#inObject[1] = 1;
    this.#last = CLOSE_BRACKET;
  }

  /** Reads on, and returns the offset of the byte that decided `progress`, or the chunk's length. */
  read(chunk: Buffer, from: number): number {
    this.progress = 'going';
    let i = from;
    while (i < chunk.length) {
      if (this.#inString) {
        i = this.#readString(chunk, i);
        if (i === chunk.length) return i;
        if (chunk[i] === LF) return this.#decide('broken', i);
        this.#inString = false;
        if (this.#depth === 0) return this.#decide('done', i);
      } else {
        const c = chunk[i] ?? 0;
        if (c > SPACE) {
          const progress = this.#token(c);
          if (progress !== 'going') return this.#decide(progress, i);
          this.#last = c;
        } else if (c === LF) this.lines++;
      }
      i++;
    }
    return i;
  }

  #decide(progress: Progress, at: number): number {
    this.progress = progress;
    return at;
  }

  /** Offset of the quote that ends the string, of a newline, or the chunk's length. */
  #readString(chunk: Buffer, from: number): number {
    let i = from;
    if (this.#escaped && i < chunk.length) {
      this.#escaped = false;
      i++;
    }
    for (; i < chunk.length; i++) {
      const c = chunk[i] ?? 0;
      if (c === QUOTE || c === LF) break;
      if (c === BACKSLASH && ++i === chunk.length) this.#escaped = true;
    }
    const end = Math.min(i, chunk.length);
    if (this.#depth === 1) this.#addToKey(chunk, from, end);
    return end;
  }

  #addToKey(chunk: Buffer, from: number, end: number): void {
    this.#keyBytes += chunk.copy(this.#key, this.#keyBytes, from, Math.min(end, from + LONGEST_KEY));
  }

  #token(c: number): Progress {
    switch (c) {
      case QUOTE:
        if (!this.#mayStart(true)) return 'broken';
        this.#inString = true;
        this.#keyBytes = 0;
        return 'going';
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (!this.#mayStart(false) || this.#depth > MAX_DEPTH) return 'broken';
        if (c === OPEN_BRACKET && this.#depth === 1 && this.#wraps()) return 'wraps';
        this.#depth++;
        this.#inObject[this.#depth] = c === OPEN_BRACE ? 1 : 0;
        return 'going';
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if ((this.#inObject[this.#depth] === 1) !== (c === CLOSE_BRACE)) return 'broken';
        return --this.#depth === 0 ? 'done' : 'going';
      default:
        return 'going';
    }
  }

  /** Whether a value, or a key, can start behind the last token. */
  #mayStart(isString: boolean): boolean {
    const last = this.#last;
    if (this.#depth === 0) return last === 0;
    if (last === COLON) return true;
    const isFirstOrNext = last === COMMA || last === OPEN_BRACE || last === OPEN_BRACKET;
    return isFirstOrNext && (isString || this.#inObject[this.#depth] === 0);
  }

  #wraps(): boolean {
    if (this.#last !== COLON || this.#inObject[1] !== 1) return false;
    return WRAPPING_KEYS.has(this.#key.toString('latin1', 0, this.#keyBytes));
  }
}
