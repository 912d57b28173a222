import { describe, expect, it } from 'vitest';
import { spend, spendJson, storeQuery } from '../../../src/analysis/spend.ts';
import { parseSpendRequest } from '../../../src/analysis/spend-request.ts';
import { type Measures, NO_MEASURES, type UsageRow } from '../../../src/domain/measures.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-21T14:30:00Z');
const request = (text: Parameters<typeof parseSpendRequest>[0]) =>
  parseSpendRequest(text, NOW, (key) => `--${key}`);
const row = (key: (string | null)[], measures: Partial<Measures>): UsageRow => ({
  key,
  ...NO_MEASURES,
  ...measures,
});

const PRICED = row(['model-a'], {
  invocations: 3,
  failedInvocations: 1,
  input: 1_000,
  output: 200,
  cacheRead: 50,
  costInput: nanoUsd(3_000_000n),
  costOutput: nanoUsd(3_000_001n),
  costCacheRead: nanoUsd(15_000n),
});
const UNPRICED = row(['mystery'], {
  invocations: 2,
  input: 70,
  output: 7,
  unpricedInput: 70,
  unpricedOutput: 7,
  unpricedInvocations: 2,
});
const PARTLY = row([null], {
  invocations: 1,
  input: 10,
  cacheRead: 90,
  unpricedCacheRead: 90,
  unpricedInvocations: 1,
  costInput: nanoUsd(5n),
});

describe('spendJson', () => {
  const answer = () => spendJson(spend(request({ by: ['model'] }), [UNPRICED, PARTLY, PRICED]));

  it('has the shape of the contract, dearest first and unpriced last', () => {
    expect(answer()).toEqual({
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
      rows: [
        {
          model: 'model-a',
          invocations: 3,
          failedInvocations: 1,
          tokens: { input: 1_000, output: 200, cacheRead: 50, cacheWrite: 0 },
          units: 0,
          cost: '0.006015001',
          unpriced: { invocations: 0, tokens: 0 },
        },
        expect.objectContaining({
          model: null,
          cost: '0.000000005',
          unpriced: { invocations: 1, tokens: 90 },
        }),
        expect.objectContaining({ model: 'mystery', cost: null, unpriced: { invocations: 2, tokens: 77 } }),
      ],
      total: expect.objectContaining({
        invocations: 6,
        cost: '0.006015006',
        unpriced: { invocations: 3, tokens: 167 },
      }),
    });
  });

  it('is in order of time where grouped by time', () => {
    const days = [
      row(['2026-11-02', 'a'], { costInput: nanoUsd(9n), input: 1 }),
      row(['2026-11-01', 'a'], { costInput: nanoUsd(1n), input: 1 }),
    ];
    days.push(row(['2026-11-01', 'b'], { costInput: nanoUsd(2n), input: 1 }));
    const answer = spendJson(spend(request({ by: ['day', 'model'] }), days));
    expect(answer.rows.map((r) => [r.day, r.model])).toEqual([
      ['2026-11-01', 'b'],
      ['2026-11-01', 'a'],
      ['2026-11-02', 'a'],
    ]);
  });

  it('gives a group of failed calls without usage a cost of zero: known, and nothing', () => {
    const failed = spendJson(spend(request({}), [row([], { failedInvocations: 4 })]));
    expect(failed.rows[0]?.cost).toBe('0.000000000');
  });

  it('has a total, and no rows, where there is no usage', () => {
    expect(spendJson(spend(request({}), []))).toMatchObject({
      rows: [],
      total: { cost: '0.000000000', invocations: 0 },
    });
  });
});

describe('by tokenType', () => {
  const answer = spendJson(spend(request({ by: ['model,tokenType'] }), [PRICED, PARTLY]));

  it('splits tokens and cost exactly', () => {
    expect(answer.rows.map((r) => [r.model, r.tokenType, r.tokens, r.cost])).toEqual([
      ['model-a', 'output', { input: 0, output: 200, cacheRead: 0, cacheWrite: 0 }, '0.003000001'],
      ['model-a', 'input', { input: 1_000, output: 0, cacheRead: 0, cacheWrite: 0 }, '0.003000000'],
      ['model-a', 'cacheRead', { input: 0, output: 0, cacheRead: 50, cacheWrite: 0 }, '0.000015000'],
      [null, 'input', { input: 10, output: 0, cacheRead: 0, cacheWrite: 0 }, '0.000000005'],
      [null, 'cacheRead', { input: 0, output: 0, cacheRead: 90, cacheWrite: 0 }, null],
    ]);
  });

  it('keeps calls that used nothing, under no type', () => {
    const throttled = spendJson(spend(request({ by: ['tokenType'] }), [row([], { failedInvocations: 2 })]));
    expect(throttled.rows).toMatchObject([{ tokenType: null, failedInvocations: 2, cost: '0.000000000' }]);
  });

  it('counts each call once in the total', () => {
    expect(answer.total).toMatchObject({ invocations: 4, failedInvocations: 1, cost: '0.006015006' });
  });

  it('filters by type without grouping by it', () => {
    const output = spendJson(
      spend(request({ by: ['model'], where: ['tokenType=output'] }), [PRICED, PARTLY]),
    );
    expect(output.rows).toMatchObject([
      { model: 'model-a', tokens: { input: 0, output: 200 }, cost: '0.003000001' },
    ]);
    expect(output.total.cost).toBe('0.003000001');
  });
});

describe('parseSpendRequest', () => {
  it('takes lists and repeats, alternatives and conjunctions', () => {
    const parsed = request({
      by: ['model,principal', 'tag:team', 'model'],
      where: [
        'model=a',
        'model=b',
        'tag:team=(none)',
        'principal=arn:aws:iam::111122223333:role/x/app',
        'tag:k=a=b',
      ],
    });
    expect(parsed.by).toEqual(['model', 'principal', 'tag:team']);
    expect(parsed.where).toEqual([
      { dimension: 'model', values: ['a', 'b'] },
      { dimension: 'tag:team', values: [null] },
      { dimension: 'principal', values: ['arn:aws:sts::111122223333:assumed-role/app'] },
      { dimension: 'tag:k', values: ['a=b'] },
    ]);
  });

  it('reaches tag keys with commas and equals signs through a backslash', () => {
    const parsed = request({
      by: ['model,tag:a\\,b', 'tag:c\\\\d'],
      where: ['tag:k\\=v=2', 'day=2026-11-20', 'hour=2026-11-20T05:00'],
    });
    expect(parsed.by).toEqual(['model', 'tag:a,b', 'tag:c\\d']);
    expect(parsed.where).toEqual([
      { dimension: 'tag:k=v', values: ['2'] },
      { dimension: 'day', values: ['2026-11-20'] },
      { dimension: 'hour', values: ['2026-11-20T05:00:00Z'] },
    ]);
  });

  it('asks the store for whole hours, and not for token types', () => {
    const parsed = request({ since: '24h', by: ['tokenType,day'], where: ['tokenType=input', 'model=a'] });
    expect(storeQuery(parsed)).toEqual({
      range: { from: at('2026-11-20T14:00:00Z'), to: at('2026-11-21T15:00:00Z') },
      by: ['day'],
      where: [{ dimension: 'model', values: ['a'] }],
    });
  });

  it.each([
    [{ by: ['modle'] }, '--by modle: no such dimension; did you mean model?'],
    [{ by: ['tag:'] }, '--by tag:: no such dimension'],
    [{ where: ['model'] }, '--where model: not of the form DIM=VALUE'],
    [{ where: ['=x'] }, '--where =x: not of the form DIM=VALUE'],
    [{ where: ['nope=x'] }, '--where nope: no such dimension'],
    [{ where: ['hour=garbage'] }, '--where hour=garbage: not the start of an hour'],
    [{ where: ['hour=2026-11-10T05:30:00Z'] }, 'not the start of an hour'],
    [{ where: ['day=yesterday'] }, '--where day=yesterday: not a day such as 2026-11-21'],
    [{ where: ['day=2026-11-09T10:00:00Z'] }, 'not a day such as 2026-11-21'],
    [{ where: ['month=2026-13'] }, 'not a month such as 2026-11'],
    [{ where: ['month=2026-11-15'] }, 'not a month such as 2026-11'],
    [{ where: ['tokenType=bogus'] }, 'known token types are input, output, cacheRead, cacheWrite, units'],
  ])('refuses %j', (text, message) => expect(() => request(text)).toThrow(message));
});
