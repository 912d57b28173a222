/** The user's own prices over the catalogue. */
import { describe, expect, it } from 'vitest';
import { createRater, type PriceOverride, type PricingOptions, withPricing } from '../../../pricing/index.ts';
import { usdString } from '../../../src/domain/money.ts';
import type { Sku } from '../../../src/domain/sku.ts';
import { book, instant, quantities, skuOf, TODAY, totalOf } from './fixture.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** A million tokens of each kind named, in one band. */
function usd(
  options: PricingOptions,
  model: string,
  kinds: readonly string[],
  some: Partial<Sku> = {},
  at = TODAY,
) {
  const used = quantities(Object.fromEntries(kinds.map((kind) => [kind, 1_000_000])));
  const cost = createRater(book, options).rate(skuOf(model, { band: 0, ...some }), instant(at), used);
  return cost.reason ?? usdString(totalOf(cost));
}

describe('a discount', () => {
  it('comes off every list price', () => {
    // 1.10 x 0.875 + 5.50 x 0.875 = 0.9625 + 4.8125
    expect(usd({ discountPercent: '12.5' }, HAIKU, ['input', 'output'])).toBe('5.775000000');
    expect(usd({ discountPercent: 12.5 }, HAIKU, ['input', 'output'])).toBe('5.775000000');
  });

  it('keeps the list price beside the effective one', () => {
    const found = withPricing(book, { discountPercent: 10 }).lookup(skuOf(HAIKU), instant(TODAY));
    expect(found).toMatchObject({
      status: 'priced',
      rates: { input: 990_000_000_000n, units: null },
      list: { input: 1_100_000_000_000n },
    });
  });

  it('is part of the version, and no discount is no layer', () => {
    expect(createRater(book, { discountPercent: 10 }).version).toMatch(
      /^catalog .* with own prices \([0-9a-f]{8}\)$/,
    );
    expect(withPricing(book, { discountPercent: 0, overrides: [] })).toBe(book);
  });

  it.each(['-1', '101', 'ten', '1e1', Number.NaN])('refuses %s', (percent) => {
    expect(() => withPricing(book, { discountPercent: percent })).toThrow(
      /pricing\.discountPercent: .* percentage/,
    );
  });
});

describe('an override', () => {
  const own = { model: HAIKU, usdPerMillion: { input: '0.9', output: '4' } };

  it('replaces the kinds that it names, in every scope and Region, and takes no discount', () => {
    const options = { discountPercent: 50, overrides: [own] };
    expect(usd(options, HAIKU, ['input', 'output'])).toBe('4.900000000');
    expect(usd(options, `global.${HAIKU}`, ['input'])).toBe('0.900000000');
    // Cache reads stay at list less discount: 0.11 / 2.
    expect(usd(options, HAIKU, ['cacheRead'])).toBe('0.055000000');
    expect(usd(options, HAIKU, ['input'], { batch: true })).toBe('0.275000000');
  });

  it('holds from its day on', () => {
    const options = { overrides: [{ ...own, from: '2026-11-01' }] };
    expect(usd(options, HAIKU, ['input'], {}, '2026-10-31T23:59:59Z')).toBe('1.100000000');
    expect(usd(options, HAIKU, ['input'], {}, '2026-11-01')).toBe('0.900000000');
  });

  it('gives way to a more exact one: Region, then scope, then the later day', () => {
    const rate = (input: string, target: object) => ({ model: HAIKU, ...target, usdPerMillion: { input } });
    const options = {
      overrides: [
        rate('0.1', { region: 'us-east-1' }),
        rate('0.2', { scope: 'geo' }),
        rate('0.3', { from: '2026-06-01' }),
        rate('0.4', {}),
      ],
    };
    expect(usd(options, HAIKU, ['input'])).toBe('0.100000000');
    expect(usd(options, HAIKU, ['input'], { region: 'eu-west-1' } as never)).toBe('0.200000000');
    expect(usd(options, `global.${HAIKU}`, ['input'], { region: 'eu-west-1' } as never)).toBe('0.300000000');
    expect(usd(options, `global.${HAIKU}`, ['input'], { region: 'eu-west-1' } as never, '2026-05-31')).toBe(
      '0.400000000',
    );
  });

  it('reads the scope from a profile id', () => {
    const options = { overrides: [{ model: `global.${HAIKU}`, usdPerMillion: { input: '0.5' } }] };
    expect(usd(options, `global.${HAIKU}`, ['input'])).toBe('0.500000000');
    expect(usd(options, HAIKU, ['input'])).toBe('1.100000000');
  });

  it('prices what the catalogue does not, for a model that it knows', () => {
    const model = 'anthropic.claude-mythos-preview';
    expect(usd({}, model, ['input'])).toBe('unknown-model');
    const overrides = [{ model, usdPerMillion: { input: '25' } }];
    expect(usd({ overrides }, model, ['input'])).toBe('25.000000000');
    expect(usd({ overrides }, model, ['output'])).toBe('no-rate-for-kind');
  });

  it('of another tier leaves standard alone', () => {
    const overrides = [{ model: HAIKU, tier: 'flex', usdPerMillion: { input: '0.6' } }];
    expect(usd({ overrides }, HAIKU, ['input'])).toBe('1.100000000');
    expect(usd({ overrides }, HAIKU, ['input'], { tier: 'flex' })).toBe('0.600000000');
  });

  it('takes a write without TTL and one at the default TTL for the same', () => {
    const overrides = [{ model: HAIKU, usdPerMillion: { cacheWrite: '1' } }];
    expect(usd({ overrides }, HAIKU, ['cacheWrite5m'])).toBe('1.000000000');
    expect(usd({ overrides }, HAIKU, ['cacheWrite1h'])).toBe('2.200000000');
  });

  it('does not make provisioned throughput billable by the token', () => {
    expect(usd({ overrides: [own] }, HAIKU, ['input'], { scope: 'provisioned' })).toBe('billed-by-the-hour');
  });

  it.each([
    [
      'a model that exists nowhere',
      { model: 'anthropic.claude-haiku-4-6' },
      /overrides\[0\]\.model: the price book has no model anthropic\.claude-haiku-4-6/,
    ],
    ['an opaque model', { model: 'my-profile' }, /overrides\[0\]\.model/],
    [
      'an unknown Region',
      { region: 'us-esat-1' },
      /overrides\[0\]\.region: unknown Region us-esat-1; did you mean us-east-1\?/,
    ],
    ['an unknown scope', { scope: 'planet' }, /overrides\[0\]\.scope: unknown scope planet/],
    ['an unknown tier', { tier: 'fast' }, /overrides\[0\]\.tier: unknown tier fast/],
    ['a bad date', { from: 'soon' }, /overrides\[0\]\.from: not a UTC day: soon/],
    [
      'a bad price',
      { usdPerMillion: { input: '-1' } },
      /overrides\[0\]\.usdPerMillion\.input: not a decimal price: -1/,
    ],
    [
      'an unknown kind',
      { usdPerMillion: { inptu: '1' } },
      /overrides\[0\]\.usdPerMillion\.inptu: unknown token kind; did you mean input\?/,
    ],
    ['no rate', { usdPerMillion: {} }, /overrides\[0\]\.usdPerMillion: no rate/],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => withPricing(book, { overrides: [{ ...own, ...wrong } as PriceOverride] })).toThrow(message);
  });

  it('refuses two for the same usage', () => {
    expect(() => withPricing(book, { overrides: [own, own] })).toThrow(
      'pricing.overrides[1]: prices the same usage as pricing.overrides[0]',
    );
  });
});
