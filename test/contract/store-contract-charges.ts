/**
 * Charges, as every storage engine must answer them: what the same facts add up to, one by one.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChargeHour } from '../../src/domain/charge.ts';
import { type Quantities, TOKEN_KINDS } from '../../src/domain/quantities.ts';
import { hourOf, isoHour } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { at, fact, testRater } from '../support.ts';
import { skuOf } from './brute-force.ts';

const NOW = at('2026-11-21T00:00:00Z');
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };
const SOURCE = { collector: 'file', account: null, region: null };
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';

export function describeCharges(name: string, open: () => Promise<Store>): void {
  const withStore = async (facts: readonly InvocationFact[], check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
      await check(store);
    } finally {
      await store.close();
    }
  };

  describe(`${name}: charges`, () => {
    it('are sums by hour, SKU and caller, sessions and operations together', async () => {
      const facts = [
        fact({ at: '2026-11-20T10:00:00Z', tokens: { input: 1_000, cacheWrite1h: 7 } }),
        fact({
          at: '2026-11-20T10:59:59Z',
          operation: 'InvokeModel',
          arn: 'arn:aws:sts::111122223333:assumed-role/app/worker-2',
          tokens: { input: 500, cacheWrite5m: 3 },
        }),
        fact({ at: '2026-11-20T11:00:00Z', tokens: { input: 1 } }),
      ];
      await withStore(facts, async (store) => {
        const [first, second, ...none] = (await store.charges({ range: NOVEMBER, where: [] })).toSorted(
          (a, b) => a.hour - b.hour,
        );
        expect(none).toEqual([]);
        // 1,000 x 0.7 = 700 and 500 x 0.7 = 350 nano-dollars; 7 x 1.4 = 9.8 and 3 x 0.875 = 2.625, rounded apart.
        expect(first).toMatchObject({
          account: '111122223333',
          modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
          profile: null,
          principal: 'arn:aws:sts::111122223333:assumed-role/app',
          agent: null,
          priceVersion: 'test prices',
          rows: 2,
          quantities: { input: 1_500, cacheWrite1h: 7, cacheWrite5m: 3, cacheWrite: 0 },
          unpriced: { input: 0, cacheWrite1h: 0 },
          cost: { input: 1_050n, cacheWrite: 13n },
        });
        expect(isoHour(second?.hour ?? hourOf(NOW))).toBe('2026-11-20T11:00:00Z');
      });
    });

    it('tell what has no price by kind', async () => {
      const facts = [
        fact({ modelId: 'nocache.model-v1:0', tokens: { input: 10, cacheRead: 20, cacheWrite5m: 30 } }),
      ];
      await withStore(facts, async (store) => {
        const [one] = await store.charges({ range: NOVEMBER, where: [] });
        expect(one).toMatchObject({
          unpriced: { input: 0, cacheRead: 20, cacheWrite5m: 30 },
          cost: { input: 7n, cacheRead: 0n, cacheWrite: 0n },
        });
      });
    });

    it('carry tags: their own, and those of the profile where they have none', async () => {
      const facts = [
        fact({ modelId: PROFILE, tokens: { input: 1 } }),
        fact({ modelId: PROFILE, tokens: { input: 1 }, tags: { team: 'search', __proto__x: '1' } }),
        fact({ tokens: { input: 1 } }),
      ];
      await withStore(facts, async (store) => {
        const body = { arn: PROFILE, tags: { team: 'profile', env: 'prod' } };
        const items = [{ id: 'abc123', body }];
        const place = { account: '111122223333', region: 'us-east-1' };
        await store.putSnapshot({ kind: 'inference-profile', ...place, at: NOW, items });
        const charges = await store.charges({ range: NOVEMBER, where: [] });
        const tags = charges.map((charge) => JSON.stringify([...charge.tags])).sort();
        expect(tags).toEqual([
          '[["__proto__x","1"],["env","prod"],["team","search"]]',
          '[["env","prod"],["team","profile"]]',
          '[]',
        ]);
      });
    });

    it('keep what each price book has priced apart', async () => {
      await withStore([fact({ tokens: { input: 1 } })], async (store) => {
        const late = [fact({ tokens: { input: 2 } })];
        await store.ingest({ source: SOURCE, facts: late, now: NOW }, testRater('other prices'));
        const charges = await store.charges({ range: NOVEMBER, where: [] });
        const found = charges.map(({ priceVersion, quantities }) => [priceVersion, quantities.input]);
        expect(found.toSorted()).toEqual([
          ['other prices', 2],
          ['test prices', 1],
        ]);
      });
    });

    it('add up to the facts of any range and filter', async () => {
      const call = fc.record({
        hour: fc.integer({ min: 0, max: 47 }),
        model: fc.constantFrom(
          'anthropic.claude-haiku-4-5-20251001-v1:0',
          'us.unpriced.x-v1:0',
          'nocache.y-v1:0',
        ),
        role: fc.constantFrom('a', 'b'),
        tier: fc.constantFrom('standard', 'flex'),
        tag: fc.constantFrom('x', 'y', ''),
        counts: fc.tuple(...TOKEN_KINDS.map(() => fc.nat({ max: 300_000 }))),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(call, { maxLength: 20 }), fc.nat(47), fc.nat(47), async (calls, a, b) => {
          const facts = calls.map(({ hour, model, role, tier, tag, counts }) =>
            fact({
              at: new Date(Date.UTC(2026, 10, 19, hour, 30)).toISOString(),
              modelId: model,
              arn: `arn:aws:sts::111122223333:assumed-role/${role}/s`,
              tier,
              tags: tag === '' ? {} : { team: tag },
              tokens: Object.fromEntries(TOKEN_KINDS.map((kind, i) => [kind, counts[i] ?? 0])),
            }),
          );
          const start = at('2026-11-19');
          const range = { from: start + Math.min(a, b) * 3600, to: start + (Math.max(a, b) + 1) * 3600 };
          const asked = { from: range.from as typeof start, to: range.to as typeof start };
          const where = [{ dimension: 'tag:team', values: ['x', null] }] as const;
          const wanted = facts.filter(
            ({ at: when, tags }) => when >= range.from && when < range.to && tags.get('team') !== 'y',
          );
          await withStore(facts, async (store) => {
            const charges = await store.charges({ range: asked, where });
            expect(sumsBySku(charges)).toEqual(sumsOfFacts(wanted));
            const [usage] = await store.usage({ range: asked, by: [], where });
            const cost = charges.reduce(
              (sum, { cost: c }) => sum + c.input + c.output + c.cacheRead + c.cacheWrite + c.units,
              0n,
            );
            const told =
              usage === undefined
                ? 0n
                : usage.costInput +
                  usage.costOutput +
                  usage.costCacheRead +
                  usage.costCacheWrite +
                  usage.costUnits;
            expect(cost).toBe(told);
          });
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** Tokens by SKU, caller and kind. */
function sumsBySku(charges: readonly ChargeHour[]): Record<string, number> {
  return sums(
    charges.map(({ sku, principal, quantities }) => [JSON.stringify([sku, principal]), quantities]),
  );
}

function sumsOfFacts(facts: readonly InvocationFact[]): Record<string, number> {
  return sums(
    facts.map((one) => [JSON.stringify([skuOf(one), one.caller.principal]), { ...one.tokens, units: 0 }]),
  );
}

function sums(entries: readonly (readonly [string, Quantities])[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [key, quantities] of entries) {
    for (const kind of TOKEN_KINDS) {
      if (quantities[kind] > 0) all[`${key} ${kind}`] = (all[`${key} ${kind}`] ?? 0) + quantities[kind];
    }
  }
  return all;
}
