/**
 * A string of the record's top level: read, checked, and remembered, because neighbours in a log mostly have
 * the same account, Region, model and operation.
 * @module
 */
import { RecordFault } from './outcome.ts';
import { QUOTE } from './skim/ascii.ts';
import { isThere, scalarTextAt, stringAt, typeAt } from './skim/value.ts';

export class Field<T> {
  readonly #name: string;
  readonly #accept: (text: string) => T;
  #text: string | undefined;
  #value: T | undefined;

  /**
   * @param name path of the field, for reasons
   * @param accept checks the text and makes the value of it, which is shared; pure; throws RecordFault
   */
  constructor(name: string, accept: (text: string) => T) {
    this.#name = name;
    this.#accept = accept;
  }

  /** @throws RecordFault when the field is absent, null, empty or not a string */
  required(bytes: Buffer, at: number): T {
    const value = this.optional(bytes, at);
    if (value !== null) return value;
    throw new RecordFault(`${this.#name} is ${isThere(bytes, at) ? 'empty' : 'missing'}`);
  }

  /**
   * Null when the field is absent, null or empty.
   * @throws RecordFault when it is not a string
   */
  optional(bytes: Buffer, at: number): T | null {
    if (bytes[at] === QUOTE || !isThere(bytes, at)) return this.lenient(bytes, at);
    throw new RecordFault(`${this.#name} is ${typeAt(bytes, at)}, not a string`);
  }

  /** The same for fields that decide no money: a number or `true` is taken as text, anything else as absent. */
  lenient(bytes: Buffer, at: number): T | null {
    if (this.#value !== undefined && this.#isLast(bytes, at)) return this.#value;
    const text = stringAt(bytes, at) ?? scalarTextAt(bytes, at);
    if (text === undefined || text === '') return null;
    this.#value = this.#accept(text);
    this.#text = isPlain(text) ? text : undefined;
    return this.#value;
  }

  /** Whether the very bytes of the last text stand at `at`. */
  #isLast(bytes: Buffer, at: number): boolean {
    const text = this.#text;
    if (text === undefined || bytes[at] !== QUOTE || bytes[at + 1 + text.length] !== QUOTE) return false;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[at + 1 + i]) return false;
    return true;
  }
}

/** Text that reads the same as bytes and as a string. */
const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);
