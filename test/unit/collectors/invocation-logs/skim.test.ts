import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAt } from '../../../../collectors/invocation-logs/instant.ts';
import { JsonFault } from '../../../../collectors/invocation-logs/skim/fault.ts';
import { internPlain } from '../../../../collectors/invocation-logs/skim/intern.ts';
import { MAX_DEPTH, stringEnd, valueEnd } from '../../../../collectors/invocation-logs/skim/scan.ts';
import { unescapeBytes } from '../../../../collectors/invocation-logs/skim/unescape.ts';
import { numberAt, stringAt } from '../../../../collectors/invocation-logs/skim/value.ts';
import { parseInstant } from '../../../../src/domain/time.ts';

const SEED = 11_212_026;

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const escaped = fc
  .array(
    fc.constantFrom('a', '"', '\\', '\\\\', '\\"', '\n', '\u0000', 'é', '😀', '\ud83d', 'x'.repeat(33)),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));
const texts = fc.oneof(anyText, escaped);

describe('the end of a string', () => {
  it('is found behind any text, short or long, however it is escaped', () => {
    fc.assert(
      fc.property(texts, texts, (text, more) => {
        const bytes = Buffer.from(`${JSON.stringify(text)},${JSON.stringify(more)}`);
        expect(stringEnd(bytes, 1)).toBe(Buffer.byteLength(JSON.stringify(text)) - 1);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it.each(Array.from({ length: 70 }, (_, n) => n))('is found behind %d backslashes, or is not there', (n) => {
    for (const before of [0, 1, 15, 30, 31, 32, 33, 200]) {
      const bytes = Buffer.from(`"${'a'.repeat(before)}${'\\'.repeat(n)}"`);
      if (n % 2 === 0) expect(stringEnd(bytes, 1)).toBe(bytes.length - 1);
      else expect(() => stringEnd(bytes, 1)).toThrow(JsonFault);
    }
  });
});

describe('the end of a value', () => {
  it('is where JSON.stringify put it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(valueEnd(Buffer.from(`${text},"more"`), 0)).toBe(Buffer.byteLength(text));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('is refused beyond the depth limit, and reached up to it', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(valueEnd(nested(MAX_DEPTH), 0)).toBe(2 * MAX_DEPTH);
    expect(() => valueEnd(nested(MAX_DEPTH + 1), 0)).toThrow('nested too deeply');
    expect(() => valueEnd(Buffer.from('['.repeat(1_000_000)), 0)).toThrow('nested too deeply');
  });
});

describe('unescaping to bytes', () => {
  it('gives what JSON.parse gives, broken surrogates replaced', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, allEscaped) => {
        const json = allEscaped
          ? `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
          : JSON.stringify(text);
        const bytes = Buffer.from(json);
        expect(unescapeBytes(bytes, 1, bytes.length - 1).toString()).toBe(text.toWellFormed());
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('knows the short escapes', () => {
    const bytes = Buffer.from('\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00');
    expect(unescapeBytes(bytes, 0, bytes.length).toString()).toBe('"\\/\b\f\n\r\té😀');
  });

  it.each(['\\x', '\\', '\\u12', '\\u12g4', '\\ud83d\\u12', 'a\nb'])('refuses %j', (text) => {
    const bytes = Buffer.from(text);
    expect(() => unescapeBytes(bytes, 0, bytes.length)).toThrow(JsonFault);
  });
});

describe('leaves', () => {
  it('strings and numbers are read as JSON.parse reads them', () => {
    fc.assert(
      fc.property(
        fc.oneof(texts, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
        (value) => {
          const bytes = Buffer.from(`${JSON.stringify(value)} `);
          // A broken surrogate has no bytes of its own: JSON.stringify escapes it, and it is read back as it was.
          if (typeof value === 'string') expect(stringAt(bytes, 0)).toBe(value);
          else expect(numberAt(bytes, 0)).toBe(value === 0 ? JSON.parse(JSON.stringify(value)) : value);
        },
      ),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('texts that share a slot are never mistaken for each other', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `session-${(i * 7919) % 20_011}`);
    for (const name of [...names, ...names]) {
      const bytes = Buffer.from(`"${name}"`);
      expect(internPlain(bytes, 1, bytes.length - 1)).toBe(name);
    }
  });

  it.each(['é', 'a\\n', '\u007f', '', 'x'.repeat(257)])('text that is not plain is not kept: %j', (text) => {
    const bytes = Buffer.from(text);
    expect(internPlain(bytes, 0, bytes.length)).toBeUndefined();
  });
});

describe('the time of a record', () => {
  const at = (text: string) => instantAt(Buffer.from(JSON.stringify(text)), 0);
  it('is what the general parser reads', () => {
    const digits = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'));
    const stamps = fc
      .tuple(fc.integer({ min: 2000, max: 2199 }), digits(14), digits(33), digits(25), digits(61), digits(61))
      .map(([y, mo, d, h, mi, s]) => `${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
    fc.assert(
      fc.property(stamps, (stamp) => {
        expect(at(stamp)).toBe(parseInstant(stamp));
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
  it('is right on every day of two leap cycles', () => {
    for (let day = Date.UTC(2000, 0, 1); day < Date.UTC(2108, 0, 1); day += 86_400_000) {
      const stamp = new Date(day).toISOString().replace('.000Z', 'Z');
      expect(at(stamp)).toBe(day / 1000);
    }
  });
  it('has bounds', () => {
    expect(at('1999-12-31T23:59:59Z')).toBeUndefined();
    expect(at('2199-12-31T23:59:59Z')).toBe(7_258_118_399);
    expect(at('2200-01-01T00:00:00Z')).toBeUndefined();
  });
});
