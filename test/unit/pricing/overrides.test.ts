/** The user's own prices over the catalogue. */
import { describe, expect, it } from 'vitest';
import {
  createRater,
  describeModel,
  listModels,
  type PriceOverride,
  type PricingOptions,
  withPricing,
} from '../../../pricing/index.ts';
import { baseModelId } from '../../../src/domain/ids.ts';
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
    [
      'a scope that its id contradicts',
      { model: `us.${HAIKU}`, scope: 'global' },
      /overrides\[0\]\.scope: global contradicts the id us\.anthropic\S+, which is regional/,
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
    ['no rate', { usdPerMillion: {} }, /overrides\[0\]: no rate/],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => withPricing(book, { overrides: [{ ...own, ...wrong } as PriceOverride] })).toThrow(message);
  });

  it('refuses two for the same usage', () => {
    expect(() => withPricing(book, { overrides: [own, own] })).toThrow(
      'pricing.overrides[1]: prices the same usage as pricing.overrides[0]',
    );
  });
});

describe('a model that the price book does not have', () => {
  const NEW = 'acme.parrot-v3:0';
  const own = { model: NEW, newModel: true, usdPerMillion: { input: '2', output: '8', cacheWrite: '3' } };
  const mine = withPricing(book, { overrides: [own] });

  it('is refused, and told how to mean it', () => {
    expect(() => withPricing(book, { overrides: [{ ...own, newModel: false }] })).toThrow(
      expect.objectContaining({
        message: `pricing.overrides[0].model: the price book has no model ${NEW}`,
        hint: expect.stringContaining('newModel: true'),
      }),
    );
  });

  it('is priced once it is declared, in every kind that is named and no other', () => {
    const options = { overrides: [own] };
    expect(usd(options, NEW, ['input', 'output'])).toBe('10.000000000');
    expect(usd(options, `us.${NEW}`, ['input'], { region: 'eu-west-1' } as never)).toBe('2.000000000');
    expect(usd(options, NEW, ['cacheWrite'])).toBe('3.000000000');
    // A write for a stated time has no price of its own here, and is not guessed at.
    expect(usd(options, NEW, ['cacheWrite1h'])).toBe('no-rate-for-kind');
    expect(usd(options, NEW, ['input'], { batch: true })).toBe('unknown-model');
  });

  it("is known to the rater, and listed as the configuration's own", () => {
    expect(createRater(mine).knowsModel(baseModelId(NEW))).toBe(true);
    expect(createRater(book).knowsModel(baseModelId(NEW))).toBe(false);
    expect(listModels(mine, instant(TODAY)).find(({ model }) => model === NEW)).toMatchObject({
      provider: 'your configuration',
      own: true,
      scopes: [],
    });
    expect(describeModel(mine, `us.${NEW}`)?.own).toMatchObject([
      { newModel: true, usdPerMillion: { input: '2', output: '8', cacheWrite: '3' }, scope: null },
    ]);
  });

  it('has to be declared once only, and by the id of a model', () => {
    const second = { model: NEW, region: 'us-west-2', usdPerMillion: { input: '1' } };
    const options = { overrides: [own, second] };
    expect(usd(options, NEW, ['input'], { region: 'us-west-2' } as never)).toBe('1.000000000');
    expect(() => withPricing(book, { overrides: [{ ...own, model: 'my-profile' }] })).toThrow(
      'pricing.overrides[0].model: the price book has no model my-profile',
    );
  });

  it('a declaration that the price book has overtaken is only an override', () => {
    const overtaken = { model: HAIKU, newModel: true, usdPerMillion: { input: '0.9' } };
    const both = withPricing(book, { overrides: [overtaken] });
    expect(both.models.size).toBe(book.models.size);
    expect(both.own).toMatchObject([{ newModel: false }]);
    expect(usd({ overrides: [overtaken] }, HAIKU, ['output'])).toBe('5.500000000');
  });
});

describe('an override of units', () => {
  const canvas = 'amazon.nova-canvas-v1:0';
  const units = quantities({ units: 3 });
  const price = (options: PricingOptions, model: string, unit: string) => {
    const cost = createRater(book, options).rate(skuOf(model, { unit }), instant(TODAY), units);
    return cost.reason ?? usdString(totalOf(cost));
  };

  it('prices every size and quality of the unit, by so many', () => {
    const overrides = [{ model: canvas, units: [{ unit: 'image', usd: '25', per: 1_000 }] }];
    // 3 x 0.04, and 3 x 25 / 1000.
    expect(price({}, canvas, 'image:1024x1024:standard')).toBe('0.120000000');
    expect(price({ overrides }, canvas, 'image:1024x1024:standard')).toBe('0.075000000');
    expect(price({ overrides }, canvas, 'image:1280x720:premium')).toBe('0.075000000');
  });

  it('counts seconds as usage does, in milliseconds', () => {
    const overrides = [{ model: 'amazon.nova-reel-v1:0', units: [{ unit: 'video-second', usd: '2' }] }];
    expect(price({ overrides }, 'amazon.nova-reel-v1:0', 'video-ms:720p')).toBe('0.006000000');
  });

  it('of guardrails is under their own name', () => {
    const overrides = [
      { model: 'amazon.bedrock-guardrails', units: [{ unit: 'contextual-grounding-policy', usd: '0.0001' }] },
    ];
    expect(price({}, HAIKU, 'guardrail:contextualGroundingPolicyUnits')).toBe('no-rate-for-unit');
    expect(price({ overrides }, HAIKU, 'guardrail:contextualGroundingPolicyUnits')).toBe('0.000300000');
    expect(price({ overrides }, HAIKU, 'guardrail:contentPolicyUnits')).toBe('0.000450000');
  });

  it('leaves tokens alone, and the discount off', () => {
    const overrides = [{ model: canvas, units: [{ unit: 'image', usd: '0.01' }] }];
    expect(price({ overrides, discountPercent: 50 }, canvas, 'image:1024x1024:standard')).toBe('0.030000000');
    expect(usd({ overrides }, canvas, ['input'])).toBe('no-rate-for-unit');
  });

  it.each([
    [{ unit: 'imgae', usd: '1' }, /units\[0\]\.unit: unknown unit imgae; did you mean image\?/],
    [{ unit: 'image', usd: '-1' }, /units\[0\]\.usd: not a decimal price: -1/],
  ])('refuses %j', (unit, message) => {
    expect(() => withPricing(book, { overrides: [{ model: canvas, units: [unit] }] })).toThrow(message);
  });
});

describe('a customised model, called on demand', () => {
  const nova = 'amazon.nova-2-lite-v1:0';
  it('has a price of its own', () => {
    expect(usd({}, nova, ['input', 'output'], { scope: 'custom' })).toBe('2.800000000');
    expect(usd({}, nova, ['input'], { scope: 'custom', region: 'us-west-2' } as never)).toBe(
      'no-rate-for-region',
    );
    expect(usd({}, HAIKU, ['input'], { scope: 'custom' })).toBe('no-rate-for-scope');
  });

  it('is not meant by an override that does not say so', () => {
    const some = { model: nova, usdPerMillion: { input: '0.1' } };
    expect(usd({ overrides: [some] }, nova, ['input'], { scope: 'custom' })).toBe('0.300000000');
    const custom = { ...some, scope: 'custom' };
    expect(usd({ overrides: [custom] }, nova, ['input'], { scope: 'custom' })).toBe('0.100000000');
    expect(usd({ overrides: [custom] }, nova, ['input'])).toBe('0.330000000');
  });
});
