/**
 * The reader of comma-separated values against a naive one, and against RFC 4180 by hand.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../../collectors/bill/cur/csv.ts';

function read(chunks: readonly string[]): string[][] {
  const reader = new CsvReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

/** One character at a time, with the whole text at hand. */
function naive(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let i = 0;
  while (i < text.length || fields.length > 0) {
    let field = '';
    if (text[i] === '"') {
      i += 1;
      while (text[i] !== '"' || text[i + 1] === '"') {
        if (i >= text.length) throw new Error('open quote');
        if (text[i] === '"') i += 1;
        field += text[i];
        i += 1;
      }
      i += 1;
    } else {
      while (i < text.length && text[i] !== ',' && text[i] !== '\n') {
        field += text[i];
        i += 1;
      }
      if (text[i] === '\n' && field.endsWith('\r')) field = field.slice(0, -1);
    }
    fields.push(field);
    if (text[i] === '\r' && text[i + 1] === '\n') i += 1;
    if (text[i] === ',') {
      i += 1;
      continue;
    }
    i += 1;
    records.push(fields);
    fields = [];
  }
  return records;
}

const character = fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r', ' ', '0', '{', ':');
const field = fc.string({ unit: character, maxLength: 8 });
const written = (text: string, quoted: boolean) =>
  quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Any cut, also in the middle of a quote, a line end or a surrogate pair. */
function cut(text: string, places: readonly number[]): string[] {
  const at = [0, ...places.map((one) => one % (text.length + 1)), text.length].sort((a, b) => a - b);
  return at.slice(1).map((to, i) => text.slice(at[i], to));
}

describe('comma-separated values', () => {
  it('are read as they were written, however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 6 }),
        (records, end, isLastEnded, places) => {
          const lines = records.map((record) =>
            record.map(([text, quoted]) => written(text, quoted)).join(','),
          );
          // A last line that is empty is none, unless its end is there.
          const open = lines.at(-1) === '' || isLastEnded;
          const text = lines.length === 0 ? '' : lines.join(end) + (open ? end : '');
          const values = records.map((record) => record.map(([value]) => value));
          expect(read(cut(text, places))).toEqual(values);
          expect(naive(text)).toEqual(values);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of any text agree with the naive reader, or are refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: character, maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 4 }),
        (text, places) => {
          const outcome = (chunks: readonly string[]) => {
            try {
              return read(chunks);
            } catch (error) {
              return String(error);
            }
          };
          const whole = outcome([text]);
          expect(outcome(cut(text, places))).toEqual(whole);
          if (typeof whole !== 'string') expect(naive(text)).toEqual(whole);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each<[string, string[][]]>([
    ['', []],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,\r\n,b\r\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"a\r\nb","c""d",""\n', [['a\r\nb', 'c"d', '']]],
    ['\n', [['']]],
    ['a,', [['a', '']]],
  ])('%j', (text, records) => {
    expect(read([text])).toEqual(records);
    expect(read([...text])).toEqual(records);
  });

  it.each([
    ['a"b', 'record 1: a quote in the middle of a field'],
    ['a\n"b"c', 'record 2: text behind a closing quote'],
    ['"a', 'record 1: the text ends within quotes'],
    ['"a"\rb', 'record 1: a carriage return without a line feed'],
  ])('%j is refused', (text, message) => {
    expect(() => read([text])).toThrow(message);
    expect(() => read([...text])).toThrow(message);
  });

  it('with a quote that is never closed do not fill the memory', () => {
    const reader = new CsvReader();
    reader.push('"');
    const chunk = 'x'.repeat(1024 * 1024);
    expect(() => {
      for (let i = 0; i < 10; i++) reader.push(chunk);
    }).toThrow(/longer than 4194304 characters/);
  });
});
