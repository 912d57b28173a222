import { describe, expect, it } from 'vitest';
import { columnsOf, csvCell, parseValue, splitLine } from '../../../../src/analysis/anomaly/series/table.ts';
import { parseTimestamp } from '../../../../src/analysis/anomaly/series/timestamp.ts';

describe('columnsOf', () => {
  it.each([
    ['timestamp,value', undefined, { timestamp: 0, value: 1, header: true, delimiter: ',' }],
    ['\uFEFFTimestamp,Value', undefined, { timestamp: 0, value: 1, header: true, delimiter: ',' }],
    ['value;time', undefined, { timestamp: 1, value: 0, header: true, delimiter: ';' }],
    ['date\tclose', undefined, { timestamp: 0, value: 1, header: true, delimiter: '\t' }],
    ['timestamp,value,is_anomaly', undefined, { timestamp: 0, value: 1, header: true, delimiter: ',' }],
    [
      '"timestamp","cpu, percent","x"',
      'cpu, percent',
      { timestamp: 0, value: 1, header: true, delimiter: ',' },
    ],
    ['2014-02-14 14:30:00,0.132', undefined, { timestamp: 0, value: 1, header: false, delimiter: ',' }],
  ])('reads %j', (line, wanted, columns) => {
    expect(columnsOf(line, wanted)).toEqual(columns);
  });

  it('says which columns there are when it cannot tell', () => {
    expect(() => columnsOf('timestamp,cpu,memory', undefined)).toThrow(/"cpu", "memory"/);
    expect(() => columnsOf('timestamp,cpu,memory', 'memroy')).toThrow(/did you mean memory/);
  });
});

describe('parseValue', () => {
  it.each(['', '  ', 'NaN', 'nan', 'NA', 'null', 'None', '-', 'inf', '-Infinity'])(
    'takes %j for missing',
    (text) => {
      expect(parseValue(text)).toBeNaN();
    },
  );
  it.each([
    ['1', 1],
    [' -2.5e3 ', -2500],
    ['.5', 0.5],
    ['5.', 5],
    ['+7', 7],
  ])('reads %j', (text, value) => expect(parseValue(text)).toBe(value));
  it.each(['abc', '1,5', '0x10', '1 2', '<script>'])('does not take %j for a number', (text) => {
    expect(parseValue(text)).toBeUndefined();
  });
});

describe('parseTimestamp', () => {
  // 2014-02-14T14:30:00Z is 1,392,388,200 s: `date -u -d 2014-02-14T14:30:00Z +%s`.
  it.each([
    '2014-02-14 14:30:00',
    '2014-02-14T14:30:00Z',
    '2014-02-14T15:30:00+01:00',
    '2014/02/14 14:30',
    '02/14/2014 14:30',
    '14/2/2014 14:30',
    '2014-02-14 14:30:00 UTC',
    '2014-02-14 14:30:00.000',
    '1392388200',
    '1392388200000',
  ])('reads %s', (text) => expect(parseTimestamp(text)).toBe(1_392_388_200));
  it('counts hours for row numbers', () => expect(parseTimestamp('17')).toBe(17 * 3600));
  it.each(['', 'yesterday', '2014-13-01', '__proto__'])('does not read %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe('cells', () => {
  it('are split at delimiters outside quotes', () => {
    expect(splitLine('"a ""b"", c",2,', ',')).toEqual(['a "b", c', '2', '']);
  });
  it('are quoted where they need it', () => {
    expect([csvCell('plain'), csvCell('a,b'), csvCell('say "x"')]).toEqual(['plain', '"a,b"', '"say ""x"""']);
  });
});
