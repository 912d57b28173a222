import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { epochSeconds, isoInstant } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const FIRST = at('2026-10-05T00:00:00Z');
const HOSTILE = 'arn:aws:sts::111122223333:assumed-role/<img src=x onerror=alert(1)>/x';

/** Claude Haiku 4.5 at $1.10 and $5.50 per million: $2.20 an hour by a role, and a loop of five hours by another. */
function world(): InvocationFact[] {
  const facts: InvocationFact[] = [];
  for (let time = FIRST; time < at('2026-11-20T12:00:00Z'); time = epochSeconds(time + 3600)) {
    const usual = 1 + ((time / 3600) % 5) / 20;
    facts.push(
      fact({ at: isoInstant(epochSeconds(time + 60)), tokens: { input: Math.round(2_000_000 * usual) } }),
    );
    if (time >= at('2026-11-19T02:00:00Z') && time < at('2026-11-19T07:00:00Z')) {
      facts.push(
        fact({ at: isoInstant(epochSeconds(time + 90)), arn: HOSTILE, tokens: { input: 30_000_000 } }),
      );
    }
  }
  facts.push(fact({ at: '2026-11-20T12:20:00Z', tokens: { input: 1000 } }));
  return facts;
}

interface Answer {
  readonly incidents: readonly Record<string, unknown>[];
  readonly judgedTo: string;
  readonly band?: { readonly hours: readonly { readonly anomaly: boolean }[] };
}

describe('anomalies', () => {
  it('answers one incident for one cause, with exact dollars and links', async () => {
    const { get, page } = await webWith({ facts: world(), now: NOW });
    const answer = (await (await get('/api/anomalies?since=7d')).json()) as Answer;
    expect(answer.judgedTo).toBe('2026-11-20T12:00:00Z');
    expect(answer.incidents).toHaveLength(1);
    expect(answer.incidents[0]).toMatchObject({
      kind: 'new-principal',
      scope: { dimension: 'principal', value: HOSTILE.replace('/x', '') },
      from: '2026-11-19T02:00:00Z',
      ongoing: false,
      to: '2026-11-19T07:00:00Z',
      // 5 hours of 30 M tokens at $1.10 per million.
      observed: '165.000000000',
      impact: '165.000000000',
      usdPerDay: '792.000000000',
    });
    const html = await page('/anomalies');
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('$165.00');
    expect(html).toMatch(
      /href="\/\?from=2026-11-19T02%3A00%3A00Z&amp;to=2026-11-19T07%3A00%3A00Z&amp;principal=/,
    );
  });

  it('has the band of a scope in the API and as a picture', async () => {
    const { get } = await webWith({ facts: world(), now: NOW });
    const { band } = (await (await get('/api/anomalies?since=2d&band=total')).json()) as Answer;
    expect(band?.hours).toHaveLength(48);
    expect(band?.hours.filter(({ anomaly }) => anomaly)).toHaveLength(5);
    const picture = await get('/charts/anomalies.svg?theme=dark');
    expect(picture.headers.get('Content-Type')).toMatch(/svg/);
    expect(await picture.text()).toContain('<path');
  });

  it('says what to do without data, and what is wrong with a question', async () => {
    const { get, page } = await webWith();
    expect(await page('/anomalies')).toContain('bedrock-meter ingest');
    const wrong = await get('/api/anomalies?band=colour=red');
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ message: expect.stringContaining('band colour=red') });
  });

  it('does not take hours for quiet that have not come in', async () => {
    const facts = world().filter(({ at: time }) => time < at('2026-11-20T06:00:00Z'));
    const { get } = await webWith({ facts, now: NOW });
    const answer = (await (await get('/api/anomalies?since=7d')).json()) as Answer;
    expect(answer.judgedTo).toBe('2026-11-20T04:00:00Z');
  });
});

describe('forecast', () => {
  const config = configSchema.parse({
    accounts: [{ name: 'prod', id: '111122223333', regions: ['us-east-1'] }],
    budgets: [
      { name: 'all <b>', usd: 1000 },
      { name: 'prod', usd: 100, where: { account: 'prod' } },
      { name: 'nobody', usd: 5, where: { account: 'staging' } },
    ],
  });

  it('answers the month end and the budgets, the same sums as spend', async () => {
    const { get, page } = await webWith({ facts: world(), now: NOW, config });
    const answer = (await (await get('/api/forecast?by=principal')).json()) as Record<string, never>;
    const { total } = (await (await get('/api/spend')).json()) as { total: { cost: string } };
    expect(answer).toMatchObject({ month: '2026-11', asOf: '2026-11-20T12:00:00Z', actual: total.cost });
    const { low, mid, high } = answer.forecast as unknown as Record<string, string>;
    expect(Number(low)).toBeLessThan(Number(mid));
    expect(Number(mid)).toBeLessThan(Number(high));
    // About $2.42 an hour over 720 hours, and $165 of a loop.
    expect(Number(mid)).toBeGreaterThan(1750);
    expect(Number(mid)).toBeLessThan(2300);
    const [all, prod, nobody] = answer.budgets as unknown as Record<string, unknown>[];
    expect(all).toMatchObject({ name: 'all <b>', spent: total.cost, runsOut: { forecast: false } });
    expect(prod).toMatchObject({
      percent: expect.any(Number),
      crossed: [{ percent: 50 }, { percent: 80 }, { percent: 100 }],
    });
    expect(nobody).toMatchObject({ spent: null, problem: expect.stringContaining('staging') });
    const html = await page('/forecast?by=principal');
    expect(html).toContain('November is heading for');
    expect(html).not.toContain('all <b>');
    expect(html).not.toContain('<img src=x');
    expect(await (await get('/charts/forecast.svg')).text()).toContain('<path');
  });

  it('has no forecast of a month that is over, and one reason for none', async () => {
    const { get } = await webWith({ facts: world(), now: NOW });
    const over = await (await get('/api/forecast?month=2026-10')).json();
    expect(over).toMatchObject({ month: '2026-10', forecast: null, reason: expect.stringContaining('over') });
    const future = await (await get('/api/forecast?month=2027-03')).json();
    expect(future).toMatchObject({ actual: '0.000000000', forecast: null });
    expect((await get('/api/forecast?month=soon')).status).toBe(400);
    expect((await get('/api/forecast?by=hour')).status).toBe(400);
  });
});

describe('budgets in the configuration', () => {
  it.each([
    [{ name: 'x', usd: 1, where: { colour: 'red' } }, /colour: no such dimension/],
    [{ name: 'x', usd: 1, thresholds: [0] }, /above 0/],
    [{ name: 'x', usd: -1 }, /./],
    [{ name: 'x', usd: 1, period: 'year' }, /./],
  ])('refuse %j', (budget, message) => {
    expect(() => configSchema.parse({ budgets: [budget] })).toThrow(message);
  });

  it('have each name once, thresholds in order and each once', () => {
    expect(() =>
      configSchema.parse({
        budgets: [
          { name: 'x', usd: 1 },
          { name: 'x', usd: 2 },
        ],
      }),
    ).toThrow(/two budgets/);
    const { budgets } = configSchema.parse({ budgets: [{ name: 'x', usd: 1, thresholds: [100, 50, 50] }] });
    expect(budgets[0]).toMatchObject({ thresholds: [50, 100], forecast: [100], period: 'month' });
  });
});
