/**
 * A clock that is given knows nothing of what comes after its hour, on pages, in the API and from the command.
 */
import { describe, expect, it } from 'vitest';
import { regionId } from '../../../src/domain/ids.ts';
import { fact } from '../../support.ts';
import { NOW, webWith } from './support.ts';

/** $1.10 before, $2.20 in the hour of the clock (12:30), and $99.00 behind it. */
const facts = [
  fact({ at: '2026-11-20T10:00:00Z', tokens: { input: 1_000_000 } }),
  fact({ at: '2026-11-20T12:59:59Z', tokens: { input: 2_000_000 } }),
  fact({ at: '2026-11-20T13:00:00Z', region: regionId('eu-west-1'), tokens: { input: 60_000_000 } }),
  fact({ at: '2026-11-21T13:00:00Z', modelId: 'acme.mystery-v1:0', tokens: { input: 30_000_000 } }),
];

const MONTH = 'from=2026-11-01&to=2026-12-01';

describe('at a time that was given', () => {
  it('spend and whatif end with its hour; the range stays as it was asked for', async () => {
    const { get } = await webWith({ facts, now: NOW, frozen: true });
    const json = async (path: string) => (await get(path)).json();
    expect(await json(`/api/spend?by=region&${MONTH}`)).toMatchObject({
      ...{ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' },
      rows: [{ region: 'us-east-1', cost: '3.300000000' }],
      total: { cost: '3.300000000', invocations: 2, unpriced: { tokens: 0 } },
    });
    expect(await json(`/api/whatif?as=amazon.nova-lite-v1:0&${MONTH}`)).toMatchObject({
      total: { cost: '3.300000000' },
    });
    // A range that begins behind it is empty and no mistake.
    expect(await json('/api/spend?from=2026-11-21&to=2026-11-25')).toMatchObject({
      total: { invocations: 0, cost: '0.000000000' },
    });
    expect(await (await get(`/spend.csv?by=day&${MONTH}`)).text()).not.toContain('2026-11-21');
  });

  it('the overview shows what was known', async () => {
    const { page } = await webWith({ facts, now: NOW, frozen: true });
    const text = await page(`/?${MONTH}`);
    expect(text).toContain('$3.30');
    expect(text).not.toMatch(/\$69\.30|\$66\.00|eu-west-1|acme\.mystery/);
  });

  it('the clock of the machine hides nothing that is stored', async () => {
    const { get } = await webWith({ facts, now: NOW });
    expect(await (await get(`/api/spend?${MONTH}`)).json()).toMatchObject({
      total: { cost: '69.300000000', unpriced: { tokens: 30_000_000 } },
    });
  });
});
