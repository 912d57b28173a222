import { describe, expect, it } from 'vitest';
import { allTokens, NO_QUANTITIES, promptTokens } from '../../../src/domain/quantities.ts';
import { promptBand } from '../../../src/domain/sku.ts';
import { failureKind } from '../../../src/domain/usage.ts';

describe('prompt size', () => {
  const tokens = {
    ...NO_QUANTITIES,
    input: 1,
    output: 10,
    cacheRead: 100,
    cacheWrite: 1_000,
    cacheWrite5m: 2_000,
    cacheWrite1h: 4_000,
  };
  it('counts each token of the request once, cached or not', () => {
    expect(promptTokens(tokens)).toBe(7_101);
    expect(allTokens(tokens)).toBe(7_111);
  });

  it.each([
    [0, 0],
    [100_000, 0],
    [100_001, 1],
    [200_000, 1],
    [200_001, 2],
    [272_000, 2],
    [272_001, 3],
    [1_000_000, 3],
  ])('a prompt of %i tokens is in band %i', (prompt, band) => expect(promptBand(prompt)).toBe(band));
});

describe('failureKind', () => {
  it.each([
    ['ThrottlingException', 'throttled'],
    ['Throttling', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['ServiceUnavailableException', 'server'],
    ['InternalServerException', 'server'],
    ['ModelTimeoutException', 'server'],
    ['ValidationException', 'client'],
    ['AccessDeniedException', 'client'],
    ['ResourceNotFoundException', 'client'],
    ['SomethingNew', 'client'],
  ])('%s', (code, kind) => expect(failureKind(code)).toBe(kind));
});
