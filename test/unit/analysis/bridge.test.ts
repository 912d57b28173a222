import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridge, CAUSES } from '../../../src/analysis/bridge.ts';
import { NO_MEASURES, type UsageRow } from '../../../src/domain/measures.ts';
import { nanoUsd } from '../../../src/domain/money.ts';

/** A model at plain prices: nano-dollars per input and per output token. */
function row(
  model: string,
  calls: number,
  input: number,
  output: number,
  price: [number, number] = [3, 15],
): UsageRow {
  return {
    ...NO_MEASURES,
    ...{ key: [model], invocations: calls, input, output },
    costInput: nanoUsd(BigInt(input * price[0])),
    costOutput: nanoUsd(BigInt(output * price[1])),
  };
}
const OTHERWISE = {
  volume: 0n,
  mix: 0n,
  tokensPerCall: 0n,
  tokenKinds: 0n,
  price: 0n,
  newModels: 0n,
  goneModels: 0n,
};

describe('the bridge between two periods', () => {
  // Ten calls of 100 in and 20 out: 3,000 + 3,000 = 6,000 nano-dollars.
  const before = [row('a', 10, 1000, 200)];

  it.each([
    ['twice the calls', [row('a', 20, 2000, 400)], { volume: 6000n }],
    ['twice the tokens in each call', [row('a', 10, 2000, 400)], { tokensPerCall: 6000n }],
    ['prices a third higher', [row('a', 10, 1000, 200, [4, 20])], { price: 2000n }],
    // The same 1,200 tokens, 300 of them output: 2,700 + 4,500 = 7,200.
    ['longer answers to shorter questions', [row('a', 10, 900, 300)], { tokenKinds: 1200n }],
    ['a new model beside it', [...before, row('b', 1, 100, 0)], { newModels: 300n }],
    ['another model in its place', [row('b', 1, 100, 0)], { goneModels: -6000n, newModels: 300n }],
  ])('%s', (_name, after, expected) => {
    expect(bridge(before, after).causes).toEqual({ ...OTHERWISE, ...expected });
  });

  it('tells a move between models from growth', () => {
    // a costs 600 a call, b 60. From 10 + 10 calls to 5 + 15: 6,600 to 3,900 without a call more.
    const two = [row('a', 10, 1000, 200), row('b', 10, 100, 20)];
    const after = [row('a', 5, 500, 100), row('b', 15, 150, 30)];
    expect(bridge(two, after).causes).toEqual({ ...OTHERWISE, mix: -2700n });
  });

  it('counts a cache that breaks as a change of token kinds', () => {
    const cached = { ...row('a', 10, 100, 0), cacheRead: 900, costCacheRead: nanoUsd(270n) };
    // 100 x 3 + 900 x 0.3 = 570; then 1,000 x 3 = 3,000.
    expect(bridge([cached], [row('a', 10, 1000, 0)]).causes).toEqual({ ...OTHERWISE, tokenKinds: 2430n });
  });

  it('adds up to the change, whatever changed', () => {
    const count = fc.integer({ min: 0, max: 1e9 });
    const rows = fc.uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), count, count, count, fc.integer({ min: 0, max: 100 })),
      { selector: ([model]) => model },
    );
    const made = rows.map((list) =>
      list.map(([model, calls, i, o, p]) => row(model, calls, i, o, [p, 5 * p])),
    );
    fc.assert(
      fc.property(made, made, (one, two) => {
        const { before, after, causes } = bridge(one, two);
        expect(CAUSES.reduce((sum, cause) => sum + causes[cause], 0n)).toBe(after - before);
      }),
    );
  });
});
