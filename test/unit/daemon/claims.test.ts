import { describe, expect, it } from 'vitest';
import { type Claimant, Claims, ReadTwice } from '../../../src/daemon/collect/claims.ts';
import type { What } from '../../../src/daemon/collect/plan.ts';

const A = '111122223333';
const claimant = (accountName: string, more: Partial<Claimant> = {}): Claimant => ({
  ...{ accountName, account: accountName, region: 'us-east-1', what: { kind: 'metrics' } as What },
  ...more,
});

describe('two entries that turn out to be one account', () => {
  it('are read by the first of them; the other is told who', () => {
    const [prod, shop] = [claimant('prod'), claimant('shop')];
    const claims = new Claims();
    claims.take(prod, A);
    expect(() => claims.take(shop, A)).toThrow(ReadTwice);
    expect(() => claims.take(shop, A)).toThrow(
      'prod and shop are both account 111122223333 in us-east-1: prod reads it',
    );
    // The owner stays so, however often it asks.
    expect(() => claims.take(prod, A)).not.toThrow();
  });

  it("are nobody's before AWS has told, whatever the configuration says", () => {
    const [byRole, plain] = [claimant('by-role', { account: A }), claimant('plain')];
    const claims = new Claims();
    expect(claims.giveUp(byRole, A)).toBe(false);
    claims.take(plain, A);
    expect(() => claims.take(byRole, A)).toThrow(/plain reads it/);
  });

  it('pass to the other when the credentials of the first work no more', () => {
    const [prod, shop] = [claimant('prod'), claimant('shop')];
    const claims = new Claims();
    claims.take(prod, A);
    // What somebody else has stays with them.
    expect(claims.giveUp(shop, A)).toBe(true);
    expect(() => claims.take(shop, A)).toThrow(/prod reads it/);
    expect(claims.giveUp(prod, A)).toBe(false);
    claims.take(shop, A);
    expect(() => claims.take(prod, A)).toThrow(/shop reads it/);
    expect(claims.giveUp(prod, A)).toBe(true);
  });

  it.each<[string, Partial<Claimant>, Partial<Claimant>]>([
    ['Regions', {}, { region: 'us-west-2' }],
    ['sources', {}, { what: { kind: 'quotas' } }],
    [
      'log groups',
      { what: { kind: 'cloudwatch', logGroup: 'one' } },
      { what: { kind: 'cloudwatch', logGroup: 'two' } },
    ],
    [
      'buckets',
      { what: { kind: 's3', bucket: 'one' } },
      { what: { kind: 's3', bucket: 'one', prefix: 'p' } },
    ],
  ])('may share it by %s', (_, one, other) => {
    const [first, second] = [claimant('first', one), claimant('second', other)];
    const claims = new Claims();
    claims.take(first, A);
    expect(() => claims.take(second, A)).not.toThrow();
  });

  it('have one bill, whatever their Regions', () => {
    const what = { kind: 'bill' } as const;
    const [east, west] = [claimant('east', { what }), claimant('west', { what, region: 'us-west-2' })];
    const claims = new Claims();
    claims.take(east, A);
    expect(() => claims.take(west, A)).toThrow('east and west are both account 111122223333: east reads it');
  });
});
