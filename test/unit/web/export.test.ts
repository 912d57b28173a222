/**
 * `/api/export/focus`: the file that `export focus` writes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRater, loadPriceBook, withPricing } from '../../../pricing/index.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { parseUsd } from '../../../src/domain/money.ts';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const SOURCE = { collector: 'file', account: null, region: null };
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';

/** Rows of a CSV by RFC 4180, written apart from the writer. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += c;
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  const [titles = [], ...lines] = rows.slice(0, -1);
  return lines.map((line) => {
    expect(line).toHaveLength(titles.length);
    return Object.fromEntries(titles.map((title, i) => [title, line[i] ?? '']));
  });
}

const sumOf = (rows: readonly Record<string, string>[], column: string) =>
  rows.reduce((sum, row) => sum + (row[column] ? parseUsd(row[column]) : 0n), 0n);

const config = configSchema.parse({
  accounts: [{ name: '=cmd|calc', id: '111122223333', regions: ['us-east-1'] }],
  pricing: { discountPercent: 10 },
});
const discounted = withPricing(loadPriceBook(), config.pricing);
const prices = { book: discounted, rater: createRater(discounted) };

const facts = [
  // 10 % off 1.10 in, 5.50 out, 0.11 read, 1.375 and 2.20 written, per million.
  fact({
    at: '2026-11-19T10:00:00Z',
    modelId: HAIKU,
    tokens: {
      input: 1_000_000,
      output: 200_000,
      cacheRead: 3_000_000,
      cacheWrite5m: 100_000,
      cacheWrite1h: 50_000,
    },
    tags: { team: 'search, "ads"', note: 'two\nlines', ['__proto__']: 'x' },
  }),
  fact({
    at: '2026-11-19T11:00:00Z',
    modelId: HAIKU,
    tokens: { input: 500_000 },
    arn: '=HYPERLINK("http://x")',
  }),
  // An agent's call with a prompt of another size, and a profile that nobody has resolved.
  fact({
    at: '2026-11-20T09:00:00Z',
    modelId: HAIKU,
    arn: 'arn:aws:sts::111122223333:assumed-role/AmazonBedrockExecutionRoleForAgents_X/BedrockAgents-ABCDEFGHIJ-0a1b2c3d-0000-0000-0000-000000000000',
    tokens: { input: 150_000, output: 1_000 },
  }),
  fact({ at: '2026-11-20T09:30:00Z', modelId: PROFILE, tokens: { input: 7, output: 3 } }),
  fact({
    at: '2026-11-20T10:00:00Z',
    account: accountId('444455556666'),
    region: regionId('eu-west-1'),
    modelId: 'amazon.nova-canvas-v1:0',
    operation: 'InvokeModel',
    units: [{ unit: 'image:1024x1024:standard', quantity: 2 }],
  }),
  fact({ at: '2026-11-20T10:00:00Z', errorCode: 'ThrottlingException' }),
];

describe('the FOCUS-shaped export', () => {
  it('is what the golden file says', async () => {
    const { get, deps } = await webWith({ config, ...prices });
    await deps.store.ingest({ source: SOURCE, facts, now: deps.now() }, prices.rater);
    const response = await get('/api/export/focus');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="bedrock-focus-2026-11-01-2026-12-01.csv"',
    );
    await expect(await response.text()).toMatchFileSnapshot('../../golden/focus/november.csv');
  });

  it('has the mandatory columns of FOCUS 1.2, and none twice', async () => {
    const { page } = await webWith({ facts });
    const [titles = ''] = (await page('/api/export/focus')).split('\r\n');
    const columns = titles.split(',');
    const mandatory =
      'BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodStart BillingPeriodEnd ChargeCategory ' +
      'ChargeClass ChargeDescription ChargePeriodStart ChargePeriodEnd ContractedCost EffectiveCost InvoiceIssuerName ' +
      'ListCost PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName';
    expect(mandatory.split(' ').filter((name) => !columns.includes(name))).toEqual([]);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('costs exactly what spend says, by hours and by days, over any range', async () => {
    const call = fc.record({
      hour: fc.integer({ min: 0, max: 71 }),
      modelId: fc.constantFrom(
        HAIKU,
        PROFILE,
        'amazon.nova-lite-v1:0',
        'acme.unknown-v1:0',
        'amazon.titan-embed-text-v2:0',
      ),
      input: fc.nat({ max: 400_000 }),
      output: fc.nat({ max: 10_000 }),
      cacheRead: fc.nat({ max: 10_001 }),
      cacheWrite5m: fc.nat({ max: 999 }),
      cacheWrite1h: fc.nat({ max: 999 }),
      late: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 15 }), fc.nat(71), fc.nat(71), async (calls, a, b) => {
        const made = calls.map(({ hour, late, modelId, ...tokens }) => ({
          late,
          one: fact({ at: new Date(Date.UTC(2026, 10, 18, hour, 5)).toISOString(), modelId, tokens }),
        }));
        const early = made.filter(({ late }) => !late).map(({ one }) => one);
        const { page, deps } = await webWith({ facts: early });
        // What came later was priced by another book.
        const later = made.filter(({ late }) => late).map(({ one }) => one);
        await deps.store.ingest({ source: SOURCE, facts: later, now: deps.now() }, prices.rater);
        const hour = (n: number) => new Date(Date.UTC(2026, 10, 18, n)).toISOString();
        const range = `from=${hour(Math.min(a, b))}&to=${hour(Math.max(a, b) + 1)}`;
        const { total } = JSON.parse(await page(`/api/spend?${range}`)) as {
          total: { cost: string; tokens: Record<string, number> };
        };
        for (const grain of ['hour', 'day']) {
          const rows = parseCsv(await page(`/api/export/focus?${range}&grain=${grain}`));
          expect(sumOf(rows, 'EffectiveCost')).toBe(parseUsd(total.cost));
          expect(sumOf(rows, 'BilledCost')).toBe(parseUsd(total.cost));
          const tokens: Record<string, number> = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
          for (const row of rows) {
            const type = row.x_TokenType ?? '';
            tokens[type] = (tokens[type] ?? 0) + Number(row.ConsumedQuantity);
            expect(row.EffectiveCost === '').toBe(row.x_UnpricedReason !== '');
            expect((row.ChargePeriodStart ?? '') < (row.ChargePeriodEnd ?? '')).toBe(true);
          }
          expect(tokens).toEqual(total.tokens);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('takes the filters of spend, token types among them', async () => {
    const { page } = await webWith({ facts });
    const rows = parseCsv(
      await page(
        '/api/export/focus?where=tokenType%3Doutput&where=model%3Danthropic.claude-haiku-4-5-20251001-v1:0',
      ),
    );
    expect(rows.map((row) => [row.x_TokenType, row.ConsumedQuantity])).toEqual([
      ['output', '200000'],
      ['output', '1000'],
    ]);
  });

  it('clips the period of a day to the range', async () => {
    const { page } = await webWith({ facts });
    const rows = parseCsv(await page('/api/export/focus?from=2026-11-19T10:00:00Z&to=2026-11-19T11:00:00Z'));
    const periods = new Set(rows.map((row) => `${row.ChargePeriodStart} ${row.ChargePeriodEnd}`));
    expect(periods).toEqual(new Set(['2026-11-19T10:00:00Z 2026-11-19T11:00:00Z']));
  });

  it('knows nothing from after the hour of a clock that was given, as spend', async () => {
    const { page } = await webWith({ facts, now: at('2026-11-19T10:30:00Z'), frozen: true });
    const { total } = JSON.parse(await page('/api/spend')) as { total: { cost: string } };
    const rows = parseCsv(await page('/api/export/focus'));
    // 1.10 and 1.10 in and out, 0.33 read, 0.1375 and 0.11 written.
    expect([sumOf(rows, 'EffectiveCost'), total.cost]).toEqual([parseUsd('2.7775'), '2.777500000']);
    expect(new Set(rows.map((row) => row.ChargePeriodEnd))).toEqual(new Set(['2026-11-19T11:00:00Z']));
  });

  it('is a title row where there is nothing', async () => {
    const { page } = await webWith();
    expect((await page('/api/export/focus')).split('\r\n')).toHaveLength(2);
  });

  it.each([
    ['grain=week', 'grain week: is hour or day'],
    ['where=colour%3Dred', 'where colour: no such dimension'],
    ['since=1y', 'since 1y: not a span'],
  ])('refuses %s', async (query, message) => {
    const { get } = await webWith({ facts });
    const response = await get(`/api/export/focus?${query}`);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  it('breaks off where the store fails in the midst, and never looks whole', async () => {
    const seen: unknown[] = [];
    const { app, deps } = await webWith({ facts, now: at('2026-11-20T12:30:00Z') });
    const charges = deps.store.charges.bind(deps.store);
    deps.store.charges = async (query) => {
      if (query.range.from >= at('2026-11-20')) throw new Error('disk gone');
      return charges(query);
    };
    Object.assign(deps, { onError: (error: unknown) => seen.push(error) });
    const response = await app.request('/api/export/focus');
    await expect(response.text()).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});
