import { describe, expect, it } from 'vitest';
import { factOf, type JsonObject, record } from './fixtures.ts';

const KEY = Buffer.alloc(32, 7);
const OTHER_KEY = Buffer.alloc(32, 8);

const body = (text: string, over: JsonObject = {}) =>
  record({ ...over, input: { inputBodyJson: { prompt: text } } });
const hashOf = (text: string, key = KEY) => factOf(body(text), key).promptHash;
const prefixesOf = (text: string, key = KEY) =>
  Buffer.from(factOf(body(text), key).prefixHashes ?? [])
    .toString('hex')
    .match(/.{8}/g) ?? [];

describe('the hash of a request body', () => {
  it('is the same for the same body, whoever calls', () => {
    const again = factOf(body('lorem', { requestId: 'other', modelId: 'amazon.nova-pro-v1:0' }), KEY);
    expect(again.promptHash).toBe(hashOf('lorem'));
  });

  it.each([0, 1, 1011, 1012, 1013, 5000, 70_000, 300_000])('differs for another last byte of %d', (size) => {
    const text = 'a'.repeat(size);
    expect(hashOf(`${text}b`)).not.toBe(hashOf(`${text}c`));
  });

  it('differs with the key, also in its prefixes', () => {
    const text = 'a'.repeat(2000);
    expect(hashOf(text, OTHER_KEY)).not.toBe(hashOf(text));
    expect(prefixesOf(text, OTHER_KEY)).not.toEqual(prefixesOf(text));
  });

  it('is a signed 64-bit integer, of both signs', () => {
    const hashes = Array.from({ length: 64 }, (_, i) => hashOf(`text ${i}`) ?? 0n);
    for (const hash of hashes) expect(BigInt.asIntN(64, hash)).toBe(hash);
    expect(hashes.some((hash) => hash < 0n)).toBe(true);
    expect(hashes.some((hash) => hash > 2n ** 60n)).toBe(true);
    expect(new Set(hashes).size).toBe(64);
  });

  it('does not remember larger bodies hashed before', () => {
    const before = hashOf('short');
    hashOf('x'.repeat(400_000));
    expect(hashOf('short')).toBe(before);
  });

  it('is absent without a body, and without a key', () => {
    expect(factOf(record(), KEY)).toMatchObject({ promptHash: null, prefixHashes: null });
    expect(factOf(record({ input: { inputBodyJson: null } }), KEY).promptHash).toBeNull();
    expect(factOf(body('lorem'), null)).toMatchObject({ promptHash: null, prefixHashes: null });
  });
});

describe('prefix hashes', () => {
  // The body around the text, {"prompt":"…"}, is 13 bytes; 11 of them stand before it.
  it.each([
    [1010, 0],
    [1011, 1],
    [4082, 1],
    [4083, 2],
    [16_370, 2],
    [16_371, 3],
    [65_522, 3],
    [65_523, 4],
    [200_000, 4],
  ])('of a text of %d bytes are %d', (size, count) => {
    expect(prefixesOf('p'.repeat(size))).toHaveLength(count);
  });

  it('agree as far as two bodies do', () => {
    const base = 'p'.repeat(80_000);
    const changed = (at: number) => `${base.slice(0, at)}X${base.slice(at + 1)}`;
    const agree = (a: string[], b: string[]) => a.map((hash, i) => hash === b[i]);
    expect(agree(prefixesOf(base), prefixesOf(`${base}more`))).toEqual([true, true, true, true]);
    expect(agree(prefixesOf(base), prefixesOf(changed(70_000)))).toEqual([true, true, true, true]);
    expect(agree(prefixesOf(base), prefixesOf(changed(20_000)))).toEqual([true, true, true, false]);
    expect(agree(prefixesOf(base), prefixesOf(changed(2_000)))).toEqual([true, false, false, false]);
    expect(agree(prefixesOf(base), prefixesOf(changed(100)))).toEqual([false, false, false, false]);
  });
});
