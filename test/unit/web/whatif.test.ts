import { describe, expect, it } from 'vitest';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const GLOBAL = 'global.anthropic.claude-haiku-4-5-20251001-v1:0';

describe('/api/whatif', () => {
  it('prices the same usage otherwise, as the command does', async () => {
    const { get } = await webWith({ facts: [fact({ tokens: { input: 100_000_000, output: 10_000_000 } })] });
    const answer = await (await get(`/api/whatif?as=${GLOBAL}`)).json();
    // In-region 110 + 55, global 100 + 50 (pricing facts, section 2).
    expect(answer).toMatchObject({
      total: { cost: '165.000000000', costAs: '150.000000000', saving: '15.000000000' },
      ...{ as: GLOBAL, tier: null, batch: null, listPrices: false },
    });
    const batch = await (await get('/api/whatif?batch=true')).json();
    expect(batch).toMatchObject({ total: { costAs: '82.500000000' }, batch: true });
  });

  it.each([
    ['', /needs as MODEL/],
    ['?as=nobody', /does not say which model it is/],
    ['?as=anthropic.claude-haiku-4-6', /no such model/],
    ['?batch=maybe', /batch maybe: is true or false/],
    ['?tier=flex&list-prices=1', /only the command/],
    ['?tier=flex&since=never', /since never: not a span/],
  ])('%s is refused', async (query, complaint) => {
    const { get } = await webWith();
    const response = await get(`/api/whatif${query}`, { Accept: 'application/json' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(complaint);
  });
});
