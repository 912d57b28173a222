import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDemandCsv } from '../../../../src/analysis/capacity/demand-csv.ts';
import { durationCurve, spreadOf } from '../../../../src/analysis/capacity/duration-curve.ts';
import { type CapacityText, parseCapacityRequest } from '../../../../src/analysis/capacity/request.ts';
import { EXIT, UsageError } from '../../../../src/domain/errors.ts';
import { at } from '../../../support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const HEAD = 'minute,inputTokens,outputTokens';

function complaintOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) {
      expect(error.exitCode).toBe(EXIT.usage);
      return error.message;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a file of demand', () => {
  it('has minutes as numbers or times, in any order, with cache kinds if it knows them', () => {
    const rows = parseDemandCsv(`\uFEFF${HEAD},cacheReadTokens\r\n"1",10,2,5\r\n0,20,0,0\r\n\r\n`, 'd.csv');
    expect(rows).toEqual([
      { minute: 1, tokens: { input: 10, output: 2, cacheRead: 5, cacheWrite: 0 } },
      { minute: 0, tokens: { input: 20, output: 0, cacheRead: 0, cacheWrite: 0 } },
    ]);
    const [one, two] = parseDemandCsv(
      `${HEAD}\n2026-11-20T10:00:59Z,1,1\n2026-11-20T10:01:00+00:00,1,1`,
      'd.csv',
    );
    expect((two?.minute ?? 0) - (one?.minute ?? 0)).toBe(1);
    expect(one?.minute).toBe(at('2026-11-20T10:00:00Z') / 60);
  });

  it.each([
    ['', 'd.csv:1: column 1 is ""; known are minute,'],
    ['minute,inputTokens\n1,2', 'd.csv:1: the header has no outputTokens'],
    ['minute,inputTokens,outputTokens,outputTokens\n', 'd.csv:1: a column is there twice'],
    ['minute,inputTokens,__proto__\n1,2,3', 'd.csv:1: column 3 is "__proto__"; known are'],
    [`${HEAD}\n1,2,3\n2,x,3`, 'd.csv:3: inputTokens "x" is not a count of tokens'],
    [`${HEAD}\n1,-2,3`, 'd.csv:2: inputTokens "-2" is not'],
    [`${HEAD}\n1,NaN,3`, 'd.csv:2: inputTokens "NaN" is not'],
    [`${HEAD}\n1,1e5,3`, 'd.csv:2: inputTokens "1e5" is not'],
    [`${HEAD}\n1,2`, 'd.csv:2: 2 values under 3 columns'],
    [`${HEAD}\n1,2,3\n\n1,2,3`, 'd.csv:4: the minute of line 2 again'],
    // 2026-11-20T10:15:00Z in seconds, and in milliseconds.
    [`${HEAD}\n1795169700,2,3\n1795169760,2,3`, 'd.csv:2: minute 1795169700 is a time in seconds or milli'],
    [`${HEAD}\n1795169700000,2,3`, 'd.csv:2: minute 1795169700000 is a time in seconds or milliseconds'],
    [`${HEAD}\n0,2,3\n576000,2,3`, 'd.csv: its minutes span 400 days; at most 400 can be asked about'],
    [`${HEAD}\n2026-11-20T10:15Z,1,1\n7,1,1`, 'd.csv: its minutes span 20777 days'],
    [`${HEAD}\n2026-13-01,2,3`, 'd.csv:2: minute "2026-13-01" is neither'],
    [`${HEAD}\n1,${'9'.repeat(10_000)},3`, `d.csv:2: inputTokens "${'9'.repeat(40)}..." is not`],
    [`${HEAD}\n1,\u001b[31m,3`, 'd.csv:2: inputTokens "\\u001b[31m" is not'],
  ])('is refused by line: %j', (text, message) => {
    expect(complaintOf(() => parseDemandCsv(text, 'd.csv'))).toContain(message);
  });

  it('may span almost 400 days, and count minutes since 1970', () => {
    // 400 days have 576,000 minutes.
    expect(parseDemandCsv(`${HEAD}\n0,2,3\n575999,2,3`, 'd.csv')).toHaveLength(2);
    expect(parseDemandCsv(`${HEAD}\n29919495,2,3`, 'd.csv')[0]?.minute).toBe(29_919_495);
  });

  it('without rows is no demand', () => expect(parseDemandCsv(HEAD, 'd.csv')).toEqual([]));
});

describe('the question', () => {
  const ask = (text: CapacityText) => parseCapacityRequest(text, NOW, (key) => `--${key}`);
  const whole: CapacityText = {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    region: 'us-east-1',
    unitPrice: '39.60',
    unitInputTpm: '180000',
    unitOutputTpm: '36000',
  };

  it('is about the last 90 days, and without commitment where a price is given', () => {
    const request = ask(whole);
    expect(request.range).toEqual({ from: NOW - 90 * 86_400, to: NOW });
    expect(request).toMatchObject({
      commitment: 'none',
      countsCacheReads: true,
      throughput: { inputTpm: 180_000, outputTpm: 36_000 },
      asked: { model: { base: 'anthropic.claude-sonnet-4-5-20250929-v1:0', scope: 'geo' } },
    });
    expect(request.unitPrice).toBe(39_600_000_000_000_000_000n);
    expect(ask({ model: whole.model, region: 'us-east-1' })).toMatchObject({
      commitment: null,
      throughput: null,
    });
    expect(ask({}).asked).toBeNull();
  });

  it.each<[CapacityText, string]>([
    [{ model: '<script>' }, '--model <script>: not a model id'],
    [{ model: 'x'.repeat(10_000) }, '--model x'],
    [{ model: 'abc123' }, '--model abc123: does not say which model it is'],
    [{ model: whole.model }, 'needs --region beside it'],
    [{ region: 'us-east-1' }, 'needs --model beside it'],
    [{ ...whole, region: 'us_east' }, '--region us_east: a Region looks like us-east-1'],
    [{ ...whole, unitPrice: '0' }, '--unit-price 0: not a price in USD per hour'],
    [{ ...whole, unitPrice: '-5' }, '--unit-price -5: not a price'],
    [{ ...whole, unitPrice: 'NaN' }, '--unit-price NaN: not a price'],
    [{ ...whole, unitPrice: '1e3' }, '--unit-price 1e3: not a price'],
    [{ ...whole, unitInputTpm: '0' }, '--unit-input-tpm 0: not a whole number of tokens per minute'],
    [{ ...whole, unitOutputTpm: '1.5' }, '--unit-output-tpm 1.5: not a whole number'],
    [{ ...whole, unitOutputTpm: undefined }, '--unit-output-tpm: is needed, too'],
    [{ ...whole, commitment: '3-months' }, '--commitment 3-months: known are none, 1-month, 6-months'],
    [{ ...whole, cacheReads: 'maybe' }, '--cache-reads maybe: counted'],
    [{ ...whole, account: '42' }, '--account 42: an account id is twelve digits'],
    [{ ...whole, units: '-1' }, '--units -1: not a whole number'],
    [{ ...whole, since: '7d', from: '2026-11-01' }, '--since 7d: cannot stand beside'],
  ])('is refused: %j', (text, message) => {
    const complaint = complaintOf(() => ask(text));
    expect(complaint).toContain(message);
    expect(complaint.length).toBeLessThan(300);
  });
});

describe('a duration curve', () => {
  it('falls from the peak to the idle minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1000 })), fc.nat({ max: 500 }), (values, idle) => {
        const minutes = values.length + idle;
        const curve = durationCurve(values, minutes, 40);
        expect(curve.length).toBeLessThanOrEqual(41);
        if (minutes === 0) return;
        expect(curve[0]).toEqual({ share: 0, value: Math.max(0, ...values) });
        for (const [i, point] of curve.entries()) {
          const before = curve[i - 1];
          if (before) expect(point.value <= before.value && point.share > before.share).toBe(true);
          // So many minutes are at least as large.
          const larger =
            values.filter((value) => value >= point.value).length + (point.value === 0 ? idle : 0);
          expect(larger / minutes).toBeGreaterThanOrEqual(point.share * ((minutes - 1) / minutes));
        }
      }),
    );
  });

  it('and its percentiles count idle minutes', () => {
    // 100 minutes, ten of them busy: 95 are at most 5, 99 at most 9, half are idle.
    const spread = spreadOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 100);
    expect(spread).toEqual({ peak: 10, p99: 9, p95: 5, p50: 0, mean: 0.55 });
    expect(spreadOf([], 0)).toEqual({ peak: 0, p99: 0, p95: 0, p50: 0, mean: 0 });
  });
});
