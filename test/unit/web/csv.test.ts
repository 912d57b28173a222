import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../web/format/csv.ts';

describe('CSV', () => {
  it.each([
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1', "'+1"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['plain', 'plain'],
  ])('writes %j so that it is read as itself and never run', (text, field) => {
    expect(toCsv([[text]])).toBe(`${field}\r\n`);
  });

  it('leaves numbers alone, negative ones too, and null empty', () => {
    expect(toCsv([['n', -1, null, 0.5]])).toBe('n,-1,,0.5\r\n');
  });
});
