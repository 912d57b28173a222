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
    const claims = new Claims([prod, shop]);
    claims.take(prod, A);
    expect(() => claims.take(shop, A)).toThrow(ReadTwice);
    expect(() => claims.take(shop, A)).toThrow(
      'prod and shop are both account 111122223333 in us-east-1: prod reads it',
    );
    // The owner stays so, however often it asks.
    expect(() => claims.take(prod, A)).not.toThrow();
  });

  it('are known at once where the configuration says the account: in its order', () => {
    const [byRole, another] = ['by-role', 'another'].map((name) => claimant(name, { account: A }));
    const plain = claimant('plain');
    if (!byRole || !another) throw new Error('two claimants');
    const claims = new Claims([plain, byRole, another]);
    expect(() => claims.take(plain, A)).toThrow(/by-role reads it/);
    expect(() => claims.take(another, A)).toThrow(/by-role reads it/);
    expect(() => claims.take(byRole, A)).not.toThrow();
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
    const claims = new Claims([first, second]);
    claims.take(first, A);
    expect(() => claims.take(second, A)).not.toThrow();
  });

  it('have one bill, whatever their Regions', () => {
    const what = { kind: 'bill' } as const;
    const [east, west] = [claimant('east', { what }), claimant('west', { what, region: 'us-west-2' })];
    const claims = new Claims([east, west]);
    claims.take(east, A);
    expect(() => claims.take(west, A)).toThrow('east and west are both account 111122223333: east reads it');
  });
});
