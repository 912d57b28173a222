/**
 * A cursor over the bytes of one JSON text. It walks to the wanted keys and jumps over everything else, so
 * that prompts are searched for their end and never become strings.
 *
 * Leaves are kept as byte offsets and read afterwards (`value.ts`): a key that occurs twice then counts as
 * in `JSON.parse`, the last one wins, without reading the first.
 * @module
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './ascii.ts';
import { JsonFault } from './fault.ts';
import { skipSpace, stringEnd, valueEnd } from './scan.ts';
import type { Shape } from './shape.ts';
import { stringBetween } from './value.ts';

export class JsonReader {
  readonly bytes: Buffer;
  /** Offset of the next byte to read. */
  pos: number;

  constructor(bytes: Buffer, pos = 0) {
    this.bytes = bytes;
    this.pos = pos;
  }

  /** The next byte that is not white space, not consumed; undefined at the end of the text. */
  peek(): number | undefined {
    this.pos = skipSpace(this.bytes, this.pos);
    return this.bytes[this.pos];
  }

  /** Jumps over one value and returns the offset of its first byte. */
  skip(): number {
    const { bytes } = this;
    let start = this.pos;
    if (bytes[start] !== QUOTE) start = skipSpace(bytes, start);
    this.pos = bytes[start] === QUOTE ? stringEnd(bytes, start + 1) + 1 : valueEnd(bytes, start);
    return start;
  }

  /** Reads one value, taking the wanted keys of an object. Returns false for anything that is not an object. */
  object<S>(shape: Shape<S>, state: S): boolean {
    const { bytes } = this;
    if (this.peek() !== OPEN_BRACE) {
      this.skip();
      return false;
    }
    this.pos++;
    if (this.peek() === CLOSE_BRACE) {
      this.pos++;
      return true;
    }
    for (;;) {
      const start = this.#openKey();
      let end = start;
      let c = bytes[end];
      while (c !== QUOTE && c !== BACKSLASH && c !== undefined) c = bytes[++end];
      const plain = c === QUOTE;
      if (!plain) end = stringEnd(bytes, start);
      this.#closeKey(end);
      const take = plain
        ? shape.find(bytes, start, end)
        : shape.findDecoded(stringBetween(bytes, start, end));
      if (take === undefined) this.skip();
      else take(this, state);
      if (this.#closes(CLOSE_BRACE)) return true;
    }
  }

  /** Reads one value, handing over each key of an object with its offsets. False when it is not an object. */
  entries(each: (keyStart: number, keyEnd: number) => void): boolean {
    if (this.peek() !== OPEN_BRACE) {
      this.skip();
      return false;
    }
    this.pos++;
    if (this.peek() === CLOSE_BRACE) {
      this.pos++;
      return true;
    }
    for (;;) {
      const start = this.#openKey();
      const end = stringEnd(this.bytes, start);
      this.#closeKey(end);
      each(start, end);
      if (this.#closes(CLOSE_BRACE)) return true;
    }
  }

  /** Reads one value; `each` must read exactly one element. Returns false when it is not an array. */
  array(each: () => void): boolean {
    if (this.peek() !== OPEN_BRACKET) {
      this.skip();
      return false;
    }
    this.pos++;
    if (this.peek() === CLOSE_BRACKET) {
      this.pos++;
      return true;
    }
    for (;;) {
      each();
      if (this.#closes(CLOSE_BRACKET)) return true;
    }
  }

  /** Checks that nothing but white space follows. */
  end(): void {
    if (this.peek() !== undefined) throw new JsonFault('something follows the JSON value', this.pos);
  }

  #openKey(): number {
    if (this.bytes[this.pos] !== QUOTE && this.peek() !== QUOTE) {
      throw new JsonFault('expected a key', this.pos);
    }
    return this.pos + 1;
  }

  #closeKey(end: number): void {
    this.pos = end + 1;
    if (this.bytes[this.pos] !== COLON && this.peek() !== COLON) {
      throw new JsonFault('expected a colon', this.pos);
    }
    this.pos++;
  }

  /** Reads a comma (false) or the closing byte (true). */
  #closes(close: number): boolean {
    let c = this.bytes[this.pos];
    if (c !== COMMA && c !== close) c = this.peek();
    if (c !== COMMA && c !== close) {
      const kind = close === CLOSE_BRACE ? 'object' : 'array';
      throw new JsonFault(`expected a comma or the end of an ${kind}`, this.pos);
    }
    this.pos++;
    return c === close;
  }
}
