import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FactEncoder, factsOf, transfersOf } from '../../../../collectors/invocation-logs/index.ts';
import { accountId, baseModelId, calledModelId, regionId } from '../../../../src/domain/ids.ts';
import { epochSeconds } from '../../../../src/domain/time.ts';
import type { InvocationFact } from '../../../../src/domain/usage.ts';

const count = fc.oneof(fc.constantFrom(0, 1, 1e9), fc.nat(1e9));
const text = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'ä\n\u2028😀', 'x'.repeat(10_000)));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const fact: fc.Arbitrary<InvocationFact> = fc.record({
  at: fc.nat(4e9).map(epochSeconds),
  account: fc.constantFrom('111122223333', '444455556666').map(accountId),
  region: fc.constantFrom('us-east-1', 'eu-west-1').map(regionId),
  requestId: fc.stringMatching(/^[!-~]{1,256}$/),
  operation: maybe(text),
  model: fc.record({
    called: text.map(calledModelId),
    base: maybe(text.map(baseModelId)),
    scope: fc.constantFrom('geo', 'in-region', 'unresolved'),
    profile: maybe(text),
  }),
  tier: text,
  latency: fc.constantFrom('standard', 'optimized'),
  caller: fc.record({ principal: maybe(text), session: maybe(text), agent: maybe(text) }),
  tags: fc.array(fc.tuple(text, text), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  tokens: fc.record({
    input: count,
    output: count,
    cacheRead: count,
    cacheWrite: count,
    cacheWrite5m: count,
    cacheWrite30m: count,
    cacheWrite1h: count,
  }),
  units: fc.array(fc.record({ unit: text, quantity: count }), { maxLength: 3 }),
  errorCode: maybe(text),
  inferenceRegion: maybe(text),
  maxTokens: fc.oneof(count, fc.constantFrom('omitted' as const, null)),
  stopReason: maybe(text),
  toolUses: maybe(count),
  latencyMs: maybe(count),
  firstByteMs: maybe(count),
  guardrailAction: maybe(text),
  guardrailId: maybe(text),
  promptHash: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  prefixHashes: maybe(fc.nat(4).chain((cuts) => fc.uint8Array({ minLength: cuts * 4, maxLength: cuts * 4 }))),
  suspectCounts: fc.boolean(),
});

/** As another thread gets them. */
function sent(encoder: FactEncoder): InvocationFact[] {
  const columns = encoder.take();
  return factsOf(structuredClone(columns, { transfer: transfersOf(columns) }));
}

describe('facts between threads', () => {
  it('arrive as they were, batch after batch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fact, { maxLength: 20 }), { maxLength: 4 }), (batches) => {
        const encoder = new FactEncoder();
        for (const facts of batches) {
          for (const one of facts) encoder.add(one);
          expect(encoder.rows).toBe(facts.length);
          expect(sent(encoder)).toEqual(facts);
        }
      }),
    );
  });

  it('may be more than there was room for at first', () => {
    const [one] = fc.sample(
      fact.filter(({ prefixHashes }) => prefixHashes?.length === 16),
      1,
    );
    if (one === undefined) throw new Error('no sample');
    const facts = Array.from({ length: 5000 }, (_, i) => ({
      ...one,
      requestId: `r${i}`,
      at: epochSeconds(i),
    }));
    const encoder = new FactEncoder();
    for (const each of facts) encoder.add(each);
    expect(sent(encoder)).toEqual(facts);
  });
});
