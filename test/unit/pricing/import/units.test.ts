import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRate } from '../../../../pricing/import/units.ts';
import type { Meter } from '../../../../pricing/import/usage.ts';
import { formatRate } from '../../../../src/domain/money.ts';
import { holds } from '../fixture.ts';

const INPUT: Meter = { meter: 'tokens', kind: 'input' };
const READ: Meter = { meter: 'tokens', kind: 'cacheRead' };
const WRITE: Meter = { meter: 'tokens', kind: 'cacheWrite5m' };
const IMAGE: Meter = { meter: 'unit', unit: 'image', upTo: null, quality: null };
const VIDEO: Meter = { meter: 'unit', unit: 'video-second', upTo: null, quality: null };
const QUERY: Meter = { meter: 'unit', unit: 'query', upTo: null, quality: null };
const TPM: Meter = { meter: 'reserved', side: 'input', term: '1-month' };
const UNIT_HOUR: Meter = { meter: 'provisioned', commitment: '1-month' };

/** USD per million of what is metered, or the problem. */
function perMillion(usd: string, unit: string, meter: Meter, description = ''): string {
  const reading = readRate(usd, unit, description, meter);
  return reading.ok ? formatRate(reading.rate) : reading.problem;
}

describe('units by their literal text', () => {
  it.each([
    ['0.0000600000', '1K tokens', INPUT, '', '0.06'],
    ['0.0000087500', '1k tokens', INPUT, '', '0.00875'],
    ['4.4000000000', '1M tokens', INPUT, '', '4.4'],
    ['0.125', 'Units', INPUT, 'AWS Marketplace software usage|us-east-1|Million Batch Input Tokens', '0.125'],
    ['0.000125', 'Units', INPUT, 'x|1K input tokens', '0.125'],
    ['0.0000000000', '1K tokens', WRITE, '', '0'],
    ['0.04', 'image', IMAGE, '', '40000'],
    ['0.14', 'Units', IMAGE, 'AWS Marketplace software usage|us-west-2|Created Image', '140000'],
    // Usage counts milliseconds: 0.08 a second is 80 a million of them.
    ['0.08', 'Second', VIDEO, '', '80'],
    ['0.7', '1K seconds', VIDEO, '', '0.7'],
    ['0.001', 'SearchUnit', QUERY, '', '1000'],
    ['2', 'Units', QUERY, 'x|Per 1K search units', '2000'],
    // Per 1,000 tokens a minute, whatever the unit says.
    ['0.0660000000', '1M TPM Hour', TPM, '', '66000'],
    ['0.066', '1KTPMHour', TPM, '', '66000'],
    ['158.40', 'hour', UNIT_HOUR, '', '158400000'],
  ])('%s per %s', (usd, unit, meter, description, expected) => {
    expect(perMillion(usd, unit, meter, description)).toBe(expected);
  });

  it.each([
    ['1', '10K tokens', INPUT, '', 'unknown unit "10K tokens"'],
    ['1', '1M TPM Hour', INPUT, '', 'unknown unit "1M TPM Hour"'],
    ['1', 'constructor', INPUT, '', 'unknown unit "constructor"'],
    ['1', 'Units', INPUT, 'x|Input Tokens', 'unit "Units" and no grain in the description "x|Input Tokens"'],
    ['1', 'Units', INPUT, '', 'unit "Units" and no grain in the description ""'],
    [
      '1',
      'Units',
      INPUT,
      'x|Million tokens, 1K at a time',
      'a description with two grains: "Million tokens, 1K at a time"',
    ],
    ['-1', '1K tokens', INPUT, '', 'negative price -1'],
    ['4.4E-7', '1K tokens', INPUT, '', 'not an exact decimal price: "4.4E-7"'],
    [
      '0.00000000000000000001',
      '1K tokens',
      INPUT,
      '',
      'not an exact decimal price: "0.00000000000000000001"',
    ],
    ['0.0000000000', '1K tokens', INPUT, '', 'a price of zero is a placeholder'],
    ['0.0', '1K tokens', READ, '', 'a price of zero is a placeholder'],
    ['0', 'image', IMAGE, '', 'a price of zero is a placeholder'],
  ])('refuses %s per %s', (usd, unit, meter, description, problem) => {
    expect(perMillion(usd, unit, meter, description)).toBe(problem);
  });

  it('a thousand of 1K tokens cost what 1M tokens cost, to the last digit', () =>
    holds([fc.bigInt({ min: 1n, max: 10n ** 13n })], (units) => {
      const text = units.toString().padStart(11, '0');
      const perThousand = `${text.slice(0, -10)}.${text.slice(-10)}`;
      const million = (units * 1000n).toString().padStart(11, '0');
      const perMillionText = `${million.slice(0, -10)}.${million.slice(-10)}`;
      return perMillion(perThousand, '1K tokens', INPUT) === perMillion(perMillionText, '1M tokens', INPUT);
    }));
});
