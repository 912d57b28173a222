import { describe, expect, it } from 'vitest';
import { accountNames } from '../../../src/config/account-names.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId } from '../../../src/domain/ids.ts';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const config = configSchema.parse({
  accounts: [{ name: 'prod', id: '111122223333', regions: ['us-east-1'] }],
});
const facts = [
  fact({ tokens: { input: 1_000 } }),
  fact({ tokens: { input: 50 }, account: accountId('444455556666') }),
];

describe('an account by its configured name', () => {
  it.each([
    '/api/spend?where=account%3D',
    '/api/savings?where=account%3D',
    '/api/agents?where=account%3D',
    '/api/anomalies?where=account%3D',
    '/api/forecast?where=account%3D',
    '/api/whatif?tier=flex&where=account%3D',
    '/api/quota?account=',
    '/api/coverage?account=',
    '/api/capacity?account=',
    '/?account=',
    '/savings?account=',
    '/agents?account=',
    '/anomalies?account=',
    '/coverage?account=',
    '/quotas?account=',
    '/charts/anomalies.svg?band=account%3D',
  ])('is taken by %s, and an unknown one refused with the names there are', async (path) => {
    const { get } = await webWith({ facts, config });
    expect((await get(`${path}prod`)).status).toBe(200);
    expect((await get(`${path}111122223333`)).status).toBe(200);
    const refused = await get(`${path}prd`);
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('configured are prod'),
    ]);
  });

  it('is the same question as by its id', async () => {
    const { page } = await webWith({ facts, config });
    const spend = JSON.parse(await page('/api/spend?where=account%3Dprod')) as {
      total: { tokens: { input: number } };
    };
    expect(spend.total.tokens.input).toBe(1_000);
    expect(await page('/api/spend?where=account%3Dprod')).toBe(
      await page('/api/spend?where=account%3D111122223333'),
    );
  });
});

describe('the name of an account', () => {
  const byRole = configSchema.parse({
    accounts: [
      {
        name: 'research <eu>',
        role: { arn: 'arn:aws:iam::444455556666:role/bedrock-meter' },
        regions: ['us-east-1'],
      },
    ],
  });

  it('is known by its role alone, and shown with its id', async () => {
    const { page } = await webWith({ facts, config: byRole });
    const html = await page('/');
    expect(html).toMatch(/<option value="444455556666"[^>]*>research &lt;eu&gt; \(444455556666\)<\/option>/);
    expect(html).toContain('<option value="111122223333">111122223333</option>');
    expect(await page('/capacity')).toContain('<bdi>research &lt;eu&gt;</bdi>');
  });

  it('is one of all that are configured for the id, each for its own Regions', () => {
    const account = (name: string) => ({ name, id: '111122223333', regions: ['us-east-1'] });
    const names = accountNames(
      configSchema.parse({
        accounts: [
          account('prod'),
          { ...account('prod-eu'), regions: ['eu-west-1'] },
          { name: 'own', regions: ['us-east-1'] },
        ],
      }).accounts,
    );
    expect([...names]).toEqual([['111122223333', 'prod, prod-eu']]);
  });
});
