import { describe, expect, it } from 'vitest';
import { parseQuotaRequest, quotaAnswer, quotaJson } from '../../../src/answers/quota.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { heatMap, levelOf } from '../../../web/charts/heat-map.ts';
import { answersOf } from '../../../web/deps.ts';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const US = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const NAME = 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1';
const PLACE = { account: '111122223333', region: 'us-east-1' };
const HOSTILE = 'arn:aws:sts::111122223333:assumed-role/<img src=x onerror=alert(1)>/x';

async function web(facts: readonly InvocationFact[], names: readonly string[] = [NAME], value = 200_000) {
  const found = await webWith({ facts });
  for (const kind of ['quota-applied', 'quota-default']) {
    const items = names.map((name, i) => ({
      id: `L-${i}`,
      body: { code: `L-${i}`, name, value, adjustable: false },
    }));
    await found.deps.store.putSnapshot({ ...PLACE, kind, at: at('2026-11-01T00:00:00Z'), items });
  }
  return found;
}

const busy = (arn = HOSTILE): InvocationFact[] =>
  Array.from({ length: 4 }, () =>
    fact({
      ...{ at: '2026-11-20T12:20:00Z', modelId: US, arn, maxTokens: 64_000 },
      tokens: { input: 5_000, output: 2_000 },
    }),
  );

describe('/quotas', () => {
  it('says what to do while no quotas are known', async () => {
    const { page } = await webWith({ facts: busy() });
    expect(await page('/quotas')).toContain('bedrock-meter collect --once');
    expect(await page('/quotas?region=mars')).toContain('No quotas are known there');
  });

  it('answers with the most urgent quota and its caller, and escapes names', async () => {
    const { page } = await web(busy(), [NAME, `${NAME}<script>alert(2)</script>`]);
    const html = await page('/quotas');
    expect(html).toContain('reservations peak at 138 % while settled tokens peak at 30 %');
    expect(html).toContain('onerror');
    expect(html).not.toMatch(/<img src=x|<script>alert/);
    expect(html).toContain('/quotas/L-0?account=111122223333&amp;region=us-east-1');
    expect(html).toContain('Friday 12:00 to 12:59 UTC: 138 % in the fullest minute');
    // The second one is unmapped and idle: only shown when asked for.
    expect(html).not.toContain('alert(2)');
    expect(await page('/quotas?all=1')).toContain('alert(2)');
  });

  it('keeps its parameters in links, and only those', async () => {
    const { page } = await web(busy());
    const html = await page('/quotas?account=111122223333&window=7d&evil=1');
    expect(html).toContain('/quotas?account=111122223333&amp;window=1h');
    expect(html).not.toContain('evil');
  });

  it('refuses a window that there is not', async () => {
    const { get } = await web(busy());
    const answer = await get('/quotas?window=5m');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('window 5m: not 1h, 24h or 7d');
  });
});

describe('/quotas/CODE', () => {
  it('shows one quota in full', async () => {
    const { page } = await web(busy());
    const html = await page('/quotas/L-0?account=111122223333&region=us-east-1');
    for (const text of [
      'Critical',
      'Reservations peak at 138 %',
      '69.0 k tokens a call',
      'Requested value:',
      'still so',
      'Service Quotas takes no request for this quota',
      '/charts/quota-minutes.svg?',
      'Fullest minute, tokens',
    ])
      expect(html).toContain(text);
    expect(html).not.toMatch(/<img src=x/);
  });

  it('is not found where there is no such quota, and says which parameter is missing', async () => {
    const { get } = await web(busy());
    expect((await get('/quotas/L-9?account=111122223333&region=us-east-1')).status).toBe(404);
    expect((await get('/quotas/L-0?account=444455556666&region=us-east-1')).status).toBe(404);
    const answer = await get('/quotas/L-0?account=111122223333');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('region: is missing');
  });

  it('says that a hold is one, without any data', async () => {
    const { page } = await web([], [NAME], 0);
    const html = await page('/quotas/L-0?account=111122223333&region=us-east-1');
    expect(html).toContain('On hold');
    expect(html).toContain('open a case with AWS Support');
    expect(await page('/quotas')).toContain('1 quota is on hold');
  });

  it('draws its day in light and dark', async () => {
    const { get } = await web(busy());
    const query = 'account=111122223333&region=us-east-1&code=L-0';
    for (const theme of ['light', 'dark']) {
      const answer = await get(`/charts/quota-minutes.svg?${query}&theme=${theme}`);
      expect(answer.headers.get('Content-Type')).toContain('image/svg+xml');
      expect(await answer.text()).toMatch(/^<svg /);
    }
    expect((await get(`/charts/quota-minutes.svg?${query}9`)).status).toBe(404);
  });
});

describe('/api/quota', () => {
  it("gives the command's answer", async () => {
    const { get, deps } = await web(busy());
    const text = { ...PLACE, window: '7d' };
    const api = (await (await get(`/api/quota?${new URLSearchParams(text)}`)).json()) as {
      quotas: unknown[];
    };
    const own = quotaJson(
      await quotaAnswer(
        answersOf(deps),
        parseQuotaRequest(text, (key) => key),
      ),
    );
    expect(api).toEqual(JSON.parse(JSON.stringify(own)));
    expect(api.quotas).toHaveLength(1);
  });
});

describe('the heat map', () => {
  it('has a row for each day and a level for each bound', () => {
    const week = Array.from({ length: 168 }, (_, hour) => (hour === 25 ? 0.97 : null));
    const rows = heatMap(week);
    expect(rows.map(({ day }) => day)).toEqual([
      ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    ]);
    expect(rows[1]?.cells[1]).toEqual({ hour: 1, share: 0.97, level: 6 });
    expect(rows[0]?.cells[0]).toEqual({ hour: 0, share: null, level: null });
    expect([0, 0.01, 0.1, 0.25, 0.5, 0.8, 0.95, 3].map(levelOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 6]);
  });
});

describe('/api/quota/CODE', () => {
  it('has the callers and values of the page, as JSON and as files', async () => {
    const { get, page } = await web(busy());
    const address = '/api/quota/L-0?account=111122223333&region=us-east-1';
    const json = (await (await get(address)).json()) as { callers: { share: number }[]; values: unknown[] };
    expect(json).toMatchObject({ quotaCode: 'L-0', account: '111122223333', state: 'critical' });
    expect(json.callers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(json.values.length).toBeGreaterThan(0);
    const csv = await page(`${address}&format=csv&table=callers`);
    expect(csv.split(/\r?\n/)[0]).toBe('principal,agent,calls,throttled,amount,share');
    const html = await page('/quotas/L-0?account=111122223333&region=us-east-1');
    const links = [...html.matchAll(/href="(\/api\/quota\/[^"]*format=csv[^"]*)"/g)].map(
      ([, one = '']) => one,
    );
    expect(links).toHaveLength(2);
    for (const link of links) expect((await get(link.replaceAll('&amp;', '&'))).status).toBe(200);
    expect((await get('/api/quota/L-9?account=111122223333&region=us-east-1')).status).toBe(404);
    expect((await get('/api/quota/L-0?account=111122223333')).status).toBe(400);
  });
});
