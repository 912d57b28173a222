import type { ResultByTime } from '@aws-sdk/client-cost-explorer';
import { describe, expect, it } from 'vitest';
import { nanoAmount, plainDecimal } from '../../../../collectors/bill/amount.ts';
import { rowsOf } from '../../../../collectors/bill/rows.ts';
import { usageRegion } from '../../../../collectors/bill/usage-region.ts';
import type { EpochDay } from '../../../../src/domain/time.ts';

describe('an amount', () => {
  it.each([
    ['0', 0n],
    ['12', 12_000_000_000n],
    ['0.00393375', 3_933_750n],
    ['0.0000000014', 1n],
    ['0.0000000015', 2n],
    ['1.2345E-5', 12_345n],
    ['1e3', 1_000_000_000_000n],
    ['-0.0000000015', -2n],
    ['9007199254740993.000000001', 9_007_199_254_740_993_000_000_001n],
  ])('%s is exact', (text, nano) => expect(nanoAmount(text)).toBe(nano));

  it.each(['', 'NaN', '1,5', '1.', 'Infinity', '0x10'])('%j is none', (text) => {
    expect(nanoAmount(text)).toBeUndefined();
    expect(plainDecimal(text)).toBeUndefined();
  });

  it.each([
    ['831.8450000000', '831.845'],
    ['1.5E-3', '0.0015'],
    ['1.5E3', '1500'],
    ['12E2', '1200'],
    ['0.000', '0'],
    ['-2.50', '-2.5'],
    ['007', '7'],
  ])('%s as a quantity is %s', (text, plain) => expect(plainDecimal(text)).toBe(plain));
});

describe('rows', () => {
  const today = 20777 as EpochDay;
  const group = (usageType: string, service: string, amount = '1.5', unit = 'USD') => ({
    Keys: [usageType, service],
    Metrics: {
      UnblendedCost: { Amount: amount, Unit: unit },
      UsageQuantity: { Amount: '3.0', Unit: '1K tokens' },
    },
  });
  const on = (day: string, ...Groups: ResultByTime['Groups'] & object): ResultByTime => ({
    TimePeriod: { Start: day, End: day },
    Groups,
    Estimated: true,
  });

  it('are those of Bedrock, under every name', () => {
    const rows = rowsOf(
      on(
        '2026-11-19',
        group('USE1-Claude4.6Sonnet-input-tokens', 'Amazon Bedrock Service'),
        group('EUW1-MP:EUW1_InputTokenCount-Units', 'Claude Sonnet 4.5 (Amazon Bedrock Edition)'),
        group('USE1-Requests', 'Amazon Simple Storage Service'),
      ),
      '111122223333',
      today,
    );
    expect(rows).toEqual([
      {
        account: '111122223333',
        region: 'us-east-1',
        day: 20776,
        service: 'Amazon Bedrock Service',
        usageType: 'USE1-Claude4.6Sonnet-input-tokens',
        quantity: '3',
        unit: '1K tokens',
        unblendedCost: 1_500_000_000n,
        provisional: true,
      },
      expect.objectContaining({ region: 'eu-west-1', service: 'Claude Sonnet 4.5 (Amazon Bedrock Edition)' }),
    ]);
  });

  it('are final two days later, whatever the month does', () => {
    const [row] = rowsOf(on('2026-11-18', group('USE1-x', 'Amazon Bedrock')), '1', today);
    expect(row?.provisional).toBe(false);
  });

  it('are never guessed', () => {
    const read =
      (...parts: Parameters<typeof group>) =>
      () =>
        rowsOf(on('2026-11-18', group(...parts)), '1', today);
    expect(read('USE1-x', 'Amazon Bedrock', '1.5', 'CNY')).toThrow(
      'the cost of USE1-x is in CNY, not in USD',
    );
    expect(read('USE1-x', 'Amazon Bedrock', 'much')).toThrow('USE1-x has no amount');
  });
});

describe('a Region', () => {
  it.each([
    ['USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard', 'us-west-2'],
    ['APS3-NovaLite-input-tokens', 'ap-south-1'],
    ['EU-NovaLite-input-tokens', 'eu-west-1'],
    ['XYZ9-NovaLite-input-tokens', 'unknown'],
    ['input', 'unknown'],
  ])('of %s is %s', (usageType, region) => expect(usageRegion(usageType)).toBe(region));
});
