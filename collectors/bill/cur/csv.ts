/**
 * Comma-separated values as they come, chunk by chunk, with no more than one record in memory. Source: RFC 4180,
 * section 2; lines may also end without a carriage return. Strict: a bill must not be guessed.
 * @module
 */

/** What is wrong, and in which record. */
export class CsvFault extends Error {
  constructor(record: number, what: string) {
    super(`record ${record}: ${what}`);
    this.name = 'CsvFault';
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Characters in a record; a quote that is never closed must not fill the memory. */
const LONGEST_RECORD = 4 * 1024 * 1024;

type State = 'start' | 'plain' | 'quoted' | 'after quote' | 'after quote and CR';

export class CsvReader {
  #state: State = 'start';
  /** Of the field in hand, from earlier chunks or before an escaped quote. */
  #part = '';
  #fields: string[] = [];
  #length = 0;
  #read = 0;

  /**
   * Takes the next chunk.
   * @returns the records that end in it
   * @throws CsvFault
   */
  push(text: string): string[][] {
    const records: string[][] = [];
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (this.#state === 'quoted') {
        if (c !== QUOTE) continue;
        this.#grow(text.slice(from, i));
        this.#state = 'after quote';
        continue;
      }
      if (this.#state === 'start') {
        from = i;
        this.#state = 'plain';
        if (c === QUOTE) {
          from = i + 1;
          this.#state = 'quoted';
          continue;
        }
      }
      if (this.#state === 'plain') {
        if (c === QUOTE) throw this.#fault('a quote in the middle of a field');
        if (c !== COMMA && c !== LF) continue;
        this.#grow(text.slice(from, i));
        if (c === LF)
          records.push(this.#endRecord(this.#part.endsWith('\r') ? this.#part.slice(0, -1) : this.#part));
        else this.#endField(this.#part);
        continue;
      }
      if (c === LF) records.push(this.#endRecord(this.#part));
      else if (this.#state === 'after quote and CR')
        throw this.#fault('a carriage return without a line feed');
      else if (c === COMMA) this.#endField(this.#part);
      else if (c === CR) this.#state = 'after quote and CR';
      else if (c === QUOTE) {
        this.#grow('"');
        this.#state = 'quoted';
        from = i + 1;
      } else throw this.#fault('text behind a closing quote');
    }
    if (this.#state === 'plain' || this.#state === 'quoted') this.#grow(text.slice(from));
    return records;
  }

  /**
   * Takes the end of the text, with or without a line end before it.
   * @throws CsvFault when it ends within quotes
   */
  end(): string[][] {
    if (this.#state === 'quoted') throw this.#fault('the text ends within quotes');
    if (this.#state === 'start' && this.#fields.length === 0) return [];
    return [this.#endRecord(this.#part)];
  }

  #endField(field: string): void {
    this.#fields.push(field);
    this.#part = '';
    this.#state = 'start';
  }

  #endRecord(field: string): string[] {
    this.#endField(field);
    const record = this.#fields;
    this.#fields = [];
    this.#length = 0;
    this.#read += 1;
    return record;
  }

  #grow(text: string): void {
    this.#length += text.length;
    if (this.#length > LONGEST_RECORD) throw this.#fault(`longer than ${LONGEST_RECORD} characters`);
    this.#part += text;
  }

  #fault(what: string): CsvFault {
    return new CsvFault(this.#read + 1, what);
  }
}
