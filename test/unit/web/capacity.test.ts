import { describe, expect, it } from 'vitest';
import { regionId } from '../../../src/domain/ids.ts';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const SONNET37 = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const facts = Array.from({ length: 30 }, (_, i) =>
  fact({
    at: `2026-11-20T10:${String(i).padStart(2, '0')}:00Z`,
    modelId: SONNET37,
    tokens: { input: 90_000 * (1 + (i % 3)), output: 9000 },
  }),
);
const QUERY = `model=${SONNET37}&region=us-east-1&unit-price=0.9&unit-input-tpm=90000&unit-output-tpm=18000`;

describe('/capacity', () => {
  it('begins with what might be worth a unit', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/capacity');
    expect(html).toMatch(
      /<h1 class="answer"><bdi class="name">[^<]+<\/bdi> in us-east-1 costs most on demand: <strong>\$/,
    );
    expect(html).toContain(
      `/capacity?model=${encodeURIComponent(SONNET37)}&amp;region=us-east-1&amp;account=111122223333`,
    );
  });

  it('answers with the cheapest number of units, and everything it was asked with stays in the form', async () => {
    const { page, app } = await webWith({ facts });
    const html = await page(`/capacity?${QUERY}&units=1`);
    const response = await app.request(`/api/capacity?${QUERY}`);
    const json = (await response.json()) as { best: { units: number } };
    expect(json.best.units).toBeGreaterThan(0);
    expect(html).toContain(`${json.best.units} units`);
    for (const value of ['value="0.9"', 'value="90000"', 'value="18000"', 'value="1"'])
      expect(html).toContain(value);
    expect(html).toContain('/charts/capacity.svg?');
    expect(html).toMatch(/less than 30 days/);
  });

  it('draws the curve for pages without JavaScript', async () => {
    const { get } = await webWith({ facts });
    const response = await get(`/charts/capacity.svg?${QUERY}&theme=dark`);
    expect(response.headers.get('Content-Type')).toContain('image/svg+xml');
    const svg = await response.text();
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('share of the time');
  });

  it('says what to do without data, and asks for what AWS does not publish', async () => {
    const { page } = await webWith();
    expect(await page('/capacity')).toContain('bedrock-meter collect --once');
    const { page: other } = await webWith({ facts });
    expect(await other(`/capacity?model=${SONNET37}&region=us-east-1`)).toContain(
      'ask your AWS account team',
    );
  });

  it('refuses nonsense by name, and shows no markup of it', async () => {
    const { get } = await webWith({ facts });
    for (const [query, message] of [
      ['model=%3Cscript%3Ealert(1)%3C/script%3E&region=us-east-1', 'not a model id'],
      [`${QUERY}&commitment=forever`, 'known are none, 1-month, 6-months'],
      [`model=${SONNET37}&region=us-east-1&unit-price=NaN`, 'not a price in USD per hour'],
    ] as const) {
      const response = await get(`/capacity?${query}`);
      expect(response.status).toBe(400);
      const html = await response.text();
      expect(html).toContain(message);
      expect(html).not.toContain('<script>alert');
    }
    expect((await get('/api/capacity?model=x', { Accept: 'application/json' })).status).toBe(400);
  });
});

describe('/capacity before a model is chosen', () => {
  const nova = (part: Parameters<typeof fact>[0]) => fact({ modelId: 'amazon.nova-lite-v1:0', ...part });
  const two = [
    // 10 M input tokens of Nova Lite in us-east-1 are $0.60; all data lie within one hour, so a month has 730 times that.
    nova({ at: '2026-11-20T10:00:00Z', tokens: { input: 4_000_000 } }),
    nova({ at: '2026-11-20T10:59:59Z', tokens: { input: 6_000_000 } }),
    ...facts.map((one) => ({ ...one, region: regionId('eu-west-1') })),
  ];

  it('draws what each model costs a month', async () => {
    const { page } = await webWith({ facts: two.slice(0, 2) });
    const html = await page('/capacity');
    const bars = /<ol class="bars">(.*?)<\/ol>/s.exec(html)?.[1] ?? '';
    expect(bars).toContain('<bdi>Nova Lite</bdi>');
    expect(bars).toContain('$438.00');
    expect(bars).toContain('width="1000"');
  });

  it('is narrowed to a Region and an account, and back', async () => {
    const { page, get } = await webWith({ facts: two });
    expect(await page('/capacity')).toContain('<option value="us-east-1">');
    const east = await page('/capacity?region=us-east-1&account=111122223333');
    expect(east).toContain('Nova Lite');
    expect(east).not.toContain('Claude 3.7 Sonnet</bdi>');
    expect(east).toMatch(/<option value="us-east-1" selected/);
    expect((await get('/capacity?region=nowhere')).status).toBe(200);
    expect(await page('/capacity?region=nowhere')).toContain('No calls on demand in this range');
  });
});
