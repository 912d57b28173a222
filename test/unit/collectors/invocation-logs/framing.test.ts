import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextFramer } from '../../../../collectors/invocation-logs/framing/framer.ts';

const SEED = 20_261_121;

/** Frames as `line:text`, and what is bad as `line!reason`. */
function framesOf(chunks: readonly (string | Buffer)[], limit?: number): string[] {
  const out: string[] = [];
  const framer = new TextFramer(
    {
      frame: (bytes, line) => {
        out.push(`${line}:${bytes.toString()}`);
        return bytes[0] === 0x7b;
      },
      bad: (line, reason) => out.push(`${line}!${reason}`),
    },
    limit,
  );
  for (const chunk of chunks) {
    const passing = Buffer.from(chunk);
    framer.push(passing);
    // Its memory is somebody else's from then on.
    passing.fill('#');
  }
  framer.end();
  return out;
}

const A = '{"a":"[{\\"\\\\"}';
const B = '{"b":[{"c":"}"},{"d":[]}]}';
const C = '{"c":"é\\n😀"}';

const FORMS: [string, string, string[]][] = [
  ['one record a line', `${A}\n${B}\n${C}\n`, [`1:${A}`, `2:${B}`, `3:${C}`]],
  ['a last line without newline', `${A}\n${B}`, [`1:${A}`, `2:${B}`]],
  ['a byte order mark, CRLF and blank lines', `\ufeff\r\n${A}\r\n\r\n  \r\n${B}\r\n`, [`2:${A}`, `5:${B}\r`]],
  ['text before the records', `Permissions are set.\n${A}\n`, ['1:Permissions are set.', `2:${A}`]],
  [
    'text between the records',
    `${A}\nPermissions are set.\n${B}`,
    [`1:${A}`, '2:Permissions are set.', `3:${B}`],
  ],
  ['nothing', '', []],
  ['a byte order mark alone', '\ufeff', []],
  ['blank lines alone', '\n \r\n\t\n', []],
  ['an array on one line', `[${A},${B}, ${C}]\n`, [`1:${A}`, `1:${B}`, `1:${C}`]],
  ['an array with a record a line', `[\n${A},\n${B}\n]\n`, [`2:${A}`, `3:${B}`]],
  ['an empty array', '[ ]', []],
  [
    'a pretty-printed array',
    '[\n  {\n    "a": 1\n  },\n  {\n    "b": 2\n  }\n]',
    ['2:{\n    "a": 1\n  }', '5:{\n    "b": 2\n  }'],
  ],
  [
    'array elements that are no objects',
    `[1, ${A}, null, "x]", ${B}, [2]]`,
    ['1!not a JSON object', `1:${A}`, '1!not a JSON object', '1:"x]"', `1:${B}`, '1:[2]'],
  ],
  ['arrays one after the other', `[${A}]\n[${B}]`, [`1:${A}`, `2:${B}`]],
  [
    'filter-log-events on one line',
    `{"events":[${A},${B}],"searchedLogStreams":[],"nextToken":"]}"}`,
    [`1:${A}`, `1:${B}`],
  ],
  [
    'filter-log-events pretty-printed, the key not first',
    `{\n    "searchedLogStreams": [],\n    "events" : [\n        ${A},\n        ${B}\n    ]\n}\n`,
    [`4:${A}`, `5:${B}`],
  ],
  ['filter-log-events twice', `{"events":[${A}]}\n{"events":[${B}]}\n`, [`1:${A}`, `2:${B}`]],
  ['filter-log-events without any', '{"events":[],"searchedLogStreams":[]}', []],
  [
    'subscription data',
    `{"messageType":"DATA_MESSAGE","logEvents":[${A}]}{"logEvents":[${B}]}`,
    [`1:${A}`, `1:${B}`],
  ],
  ['an array "events" that is not at the top', '{"x":{"events":[1]}}', ['1:{"x":{"events":[1]}}']],
  ['one pretty-printed record', '{\n  "a": {\n    "b": 1\n  }\n}\n', ['1:{\n  "a": {\n    "b": 1\n  }\n}']],
  [
    'pretty-printed records one after the other',
    '{\n  "a": 1\n}\n{\n  "b": 2\n}\n',
    ['1:{\n  "a": 1\n}', '4:{\n  "b": 2\n}'],
  ],
  ['NUL bytes between records', `\0${A}\0${B}\0\0${C}\0`, [`1:${A}`, `1:${B}`, `1:${C}`]],
  ['NUL bytes at the edges of lines', `${A}\n\0${B}\0\n\0\n\0 ${C}\r\0`, [`1:${A}`, `2:${B}`, `4:${C}`]],
  ['arrays with NUL bytes between them', `[${A}]\0\n[${B},\0${C}]\0`, [`1:${A}`, `2:${B}`, `2:${C}`]],
  ['records without newlines between them', `${A}${B} ${C}`, [`1:${A}`, `1:${B}`, `1:${C}`]],
];

describe('frames of', () => {
  it.each(FORMS)('%s', (_, text, expected) => expect(framesOf([text])).toEqual(expected));

  it.each(FORMS)('%s, byte by byte', (_, text, expected) => {
    const bytes = Buffer.from(text);
    expect(framesOf(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual(expected);
  });
});

const BROKEN: [string, string, string[]][] = [
  ['a first line cut off at its start', `tokens":5}}\n${A}\n${B}`, ['1:tokens":5}}', `2:${A}`, `3:${B}`]],
  [
    'a first line cut off in a string',
    `{"x":"lor\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  [
    'a first line cut off behind a comma',
    `{"x":1,\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  [
    'a first line cut off behind a key',
    `{"x"\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  [
    'a first line cut off behind a value',
    `{"x":{"y":[]}\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  [
    'a first line cut off behind a colon',
    `{"x":\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  [
    'a first line cut off in an array',
    `{"x":[1,\n${A}\n${B}`,
    ['1!the JSON text breaks off', `2:${A}`, `3:${B}`],
  ],
  ['a first line with one brace too many', `${A}}\n${B}\n`, [`1:${A}`, '1!not a JSON object', `2:${B}`]],
  [
    'text between records on one line',
    `${A};${B} -- ${C},${A}\n${B}`,
    [`1:${A}`, '1!not a JSON object', `1:${B}`, `1:${C}`, `1:${A}`, `2:${B}`],
  ],
  [
    'text with braces behind a record',
    `${A} see {"]} ${B}\n${C}\n`,
    [`1:${A}`, '1!not a JSON object', '1!the JSON text breaks off', `2:${C}`],
  ],
  ['a first line that is the end of an array', `["x"]}}\n${A}\n`, ['1:["x"]}}', `2:${A}`]],
  ['an array that ends early', `[${A},\n${B}`, [`1:${A}`, `2:${B}`, '1!the array of records is not closed']],
  ['an array that ends inside a record', `[${A},\n{"b":`, [`1:${A}`, '2:{"b":']],
  [
    'an array with a record cut off in a string',
    `[\n{"x":"lor\n${A},\n${B}\n]`,
    ['2!the JSON text breaks off', `3:${A}`, `4:${B}`],
  ],
  ['events that end early', `{"events":[${A},{"message":"x`, [`1:${A}`, '1:{"message":"x']],
  ['events whose object is not closed', `{"events":[${A}], "n`, [`1:${A}`, '1!the JSON text breaks off']],
  [
    'a pretty-printed record cut off, and another',
    '{\n  "a": "lor\n{\n  "b": 2\n}\n',
    ['1!the JSON text breaks off', '3:{\n  "b": 2\n}'],
  ],
  ['a pretty-printed record that ends early', '{\n  "a": 1,\n', ['1:{\n  "a": 1,\n']],
  ['a middle line cut off', `${A}\n{"x":"lor\n${B}\n`, [`1:${A}`, '2:{"x":"lor', `3:${B}`]],
  [
    'brackets without end',
    '['.repeat(2000),
    ['1!the JSON text breaks off', '1!the array of records is not closed'],
  ],
  ['the end of an array of objects', `[{"y":1},{"y":2}]}}\n${A}\n`, ['1:[{"y":1},{"y":2}]}}', `2:${A}`]],
  ['garbage in braces', '{]}\n{"a"}}\n', ['1!the JSON text breaks off', '2:{"a"}}']],
];

describe('what is broken costs its own line only:', () => {
  it.each(BROKEN)('%s', (_, text, expected) => {
    expect(framesOf([text])).toEqual(expected);
  });
});

describe('lines over the limit', () => {
  const long = `{"x":"${'y'.repeat(100)}"}`;
  it.each([
    ['of lines', `${A}\n${long}\n${B}\n`, [`1:${A}`, '2!line longer than 64 bytes', `3:${B}`]],
    ['first of all', `${long}\n${A}\n`, ['1!line longer than 64 bytes', `2:${A}`]],
    ['last of all', `${A}\n${long}`, [`1:${A}`, '2!line longer than 64 bytes']],
    ['of plain text', `${'z'.repeat(100)}\n${A}`, ['1!line longer than 64 bytes', `2:${A}`]],
    ['in an array', `[${A},\n${long},\n${B}]`, [`1:${A}`, '2!line longer than 64 bytes', `3:${B}`]],
    ['in events', `{"events":[${long},${A}]}`, ['1!line longer than 64 bytes', `1:${A}`]],
  ])('are dropped and reported: %s', (_, text, expected) => {
    const bytes = Buffer.from(text);
    expect(framesOf([text], 64)).toEqual(expected);
    expect(
      framesOf(
        Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)),
        64,
      ),
    ).toEqual(expected);
  });

  it('are named by their limit', () => {
    expect(framesOf(['x'.repeat(3 * 1024 * 1024)], 2 * 1024 * 1024)).toEqual(['1!line longer than 2 MiB']);
  });
});

describe('however a text is cut into chunks', () => {
  const texts = fc.oneof(
    fc.constantFrom(...[...FORMS, ...BROKEN].map(([, text]) => text)),
    fc
      .array(
        fc.constantFrom(
          A,
          B,
          C,
          '\n',
          '\r\n',
          '[',
          ']',
          ',',
          '{',
          '}',
          '"',
          '\\',
          ' ',
          '\0',
          ';',
          '{"events":[',
          '"x":',
        ),
      )
      .map((parts) => parts.join('')),
  );
  it('its frames are the same', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(200), { maxLength: 12 }), (text, cuts) => {
        const bytes = Buffer.from(text);
        const at = [0, ...cuts.filter((c) => c < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(framesOf(chunks)).toEqual(framesOf([bytes]));
        expect(framesOf(chunks, 24)).toEqual(framesOf([bytes], 24));
      }),
      { seed: SEED, numRuns: 1500 },
    );
  });
});
