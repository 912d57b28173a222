/** What status shows of the prices in force: how they stand beside the price list, and credits for information. */
import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../pricing/index.ts';
import { keepPriceCheck, PRICES_SOURCE } from '../../../src/answers/price-health.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { NOW, webWith } from './support.ts';

const CHECK = {
  against: loadPriceBook().listVersion,
  source: 'bulk',
  published: '2026-11-18',
  products: 4_000,
  unknown: 0,
  newlyUnknown: 0,
  added: 4,
  changed: 2,
} as const;

describe('the price book in status', () => {
  it('is well before the first reading, and says that there was none', async () => {
    const { get, page } = await webWith();
    const { priceBook } = JSON.parse(await (await get('/api/status')).text());
    expect(priceBook.health).toMatchObject({
      state: 'ok',
      ageDays: 10,
      since: '2026-11-10T00:00:00Z',
      fix: null,
    });
    expect(await page('/status')).toContain('the price list was not read yet');
  });

  it('tells of a newer list, with the command that takes it', async () => {
    const { deps, get, page } = await webWith();
    await keepPriceCheck(deps.store, CHECK, NOW);
    const { priceBook, sources } = JSON.parse(await (await get('/api/status')).text());
    expect(priceBook.health).toEqual({
      state: 'update-available',
      ageDays: 0,
      since: '2026-11-20T12:30:00Z',
      detail: 'the price list of 2026-11-18 has 2 changed and 4 new prices that are not in force',
      fix: 'see them: bedrock-meter prices update --dry-run; take them: bedrock-meter prices update --accept',
    });
    expect(sources).toMatchObject([
      { collector: 'prices', status: 'ok', lastSuccess: '2026-11-20T12:30:00Z' },
    ]);
    const html = await page('/status');
    expect(html).toContain('2 changed and 4 new prices');
    expect(html).toContain('prices update --accept');
  });

  it('shows a reading that fails as a source of its own', async () => {
    const { deps, page } = await webWith();
    const error = 'HTTP 403 from <proxy>';
    await deps.store.noteAttempt({ source: PRICES_SOURCE, at: NOW, error, hint: 'let it through' });
    const html = await page('/status');
    expect(html).toContain('1 of 1 sources fails');
    expect(html).toContain('HTTP 403 from &lt;proxy&gt;');
    expect(html).toContain('let it through');
  });

  it('shows credits, escaped, and says that cost is before them', async () => {
    const credits = [{ name: '<script>alert(1)</script>', usd: 500, from: '2026-01-01', to: '2027-01-01' }];
    const config = configSchema.parse({ pricing: { credits } });
    const { get, page } = await webWith({ config });
    expect(JSON.parse(await (await get('/api/status')).text()).priceBook.credits).toEqual(credits);
    const html = await page('/status');
    expect(html).not.toContain('<script>alert(1)');
    expect(html).toContain('500 USD from 2026-01-01 to 2027-01-01');
    expect(html).toContain('cost is shown before credits');
  });
});

describe('the configuration of the price check', () => {
  const parse = (check: object) => configSchema.parse({ pricing: { check } }).pricing.check;
  it('is daily by the bulk files, or as it says, or off', () => {
    expect(parse({})).toEqual({ every: '24h', source: 'bulk' });
    expect(parse({ every: 'off', source: 'api' })).toEqual({ every: 'off', source: 'api' });
    expect(parse({ every: '2w' }).every).toBe('2w');
  });

  it.each(['30m', '15d', '99999w', 'never', '0h', ''])('refuses every: %j', (every) => {
    expect(() => parse({ every })).toThrow(/a span from 1h to 14d such as 24h, or off/);
  });

  it.each([
    [{ name: 'x', usd: -1 }, /usd/],
    [{ name: '', usd: 1 }, /name/],
    [{ name: 'x', usd: 1, from: '2026-02-01', to: '2026-01-01' }, /to is not after from/],
    [{ name: 'x', usd: 1, until: '2026-01-01' }, /until/],
  ])('refuses the credit %j', (credit, message) => {
    expect(() => configSchema.parse({ pricing: { credits: [credit] } })).toThrow(message);
  });
});
