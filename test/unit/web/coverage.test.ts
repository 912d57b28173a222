import { describe, expect, it } from 'vitest';
import type { spendJson } from '../../../src/analysis/spend.ts';
import type { coverageJson } from '../../../src/answers/coverage-json.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import type { MetricData } from '../../../src/domain/metric.ts';
import { at, fact } from '../../support.ts';
import { NOW, webWith } from './support.ts';

type Answer = ReturnType<typeof coverageJson>;

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const ACCOUNT = '111122223333';

/** A metric's sum in the hour of 9:00. */
const metric = (name: string, value: number, modelId = HAIKU, region = 'us-east-1'): MetricData => ({
  series: {
    ...{ account: accountId(ACCOUNT), region: regionId(region), namespace: 'AWS/Bedrock', metric: name },
    ...{ dimensions: { ModelId: modelId }, statistic: 'Sum' },
  },
  points: [{ at: at('2026-11-20T09:00:00Z'), period: 60, value }],
});
/** A million tokens logged: $1.10. */
const facts = [fact({ at: '2026-11-20T09:00:00Z', tokens: { input: 1_000_000 } })];
/** Two million seen, and as many in a Region without logging. */
const data = [
  ...[metric('Invocations', 2), metric('InputTokenCount', 3_000_000)],
  ...[metric('Invocations', 1, HAIKU, 'us-west-2'), metric('InputTokenCount', 2_000_000, HAIKU, 'us-west-2')],
];

async function measured(more: readonly MetricData[] = []) {
  const web = await webWith({ facts });
  await web.deps.store.putMetrics({ data: [...data, ...more] });
  const off = { enabled: false };
  const place = { account: ACCOUNT, region: 'us-west-2', kind: 'logging-configuration' };
  await web.deps.store.putSnapshot({ ...place, at: NOW, items: [{ id: 'logging', body: off }] });
  return web;
}

describe('/coverage', () => {
  it('says how much is logged, what the rest costs, and how to mend it', async () => {
    const { page } = await measured();
    const html = await page('/coverage');
    // 1 of 5 million tokens; 4 million at $1.10.
    expect(html).toContain('<strong>20.0 %</strong>');
    expect(html).toContain('<strong>$4.40</strong>');
    expect(html).toContain('aws bedrock put-model-invocation-logging-configuration --region us-west-2');
    expect(html).toContain('Logging is off');
    expect(html).toContain('Records are missing');
  });

  it('is the same in the API', async () => {
    const { app } = await measured();
    const json = (await (await app.request('/api/coverage?hours')).json()) as Answer;
    expect(json.total).toMatchObject({
      coverage: 0.2,
      dark: { tokens: { input: 4_000_000 }, cost: { mid: '4.400000000' } },
    });
    expect(json.regionsWithoutLogging).toMatchObject([{ region: 'us-west-2', because: 'configuration' }]);
    expect(json.rows[0]?.hours).toMatchObject([
      { hour: '2026-11-20T09:00:00Z', cost: { mid: '2.200000000' } },
    ]);
    const west = (await (await app.request('/api/coverage?region=us-west-2')).json()) as Answer;
    expect(west.rows).toHaveLength(1);
  });

  it('draws its days', async () => {
    const { get } = await measured();
    const response = await get('/charts/coverage.svg?theme=dark');
    expect(response.headers.get('Content-Type')).toContain('image/svg+xml');
    expect(await response.text()).toContain('20 Nov');
  });

  it('without metrics says which command reads them', async () => {
    const { page } = await webWith({ facts });
    const html = await page('/coverage');
    expect(html).toContain('No metrics to hold the logs against');
    expect(html).toContain('bedrock-meter collect --once');
  });

  it('escapes ids, and refuses nonsense by name', async () => {
    const { page, get } = await measured([metric('InputTokenCount', 5, '<script>alert(1)</script>')]);
    const html = await page('/coverage');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;');
    const wrong = await get('/coverage?account=%3Cb%3E');
    expect([wrong.status, (await wrong.text()).includes('an account id is twelve digits')]).toEqual([
      400,
      true,
    ]);
  });
});

describe('headline totals', () => {
  it('of the overview hold what only metrics saw, by name', async () => {
    const { page } = await measured();
    const html = await page('/');
    expect(html).toContain('<strong>$5.50</strong> so far in November, incl. $4.40 seen only by metrics');
    expect(html).toMatch(/4\.00 M tokens were seen only by metrics[\s\S]*href="\/coverage"/);
    // Tables stay what was logged.
    expect(html).toContain('$1.10');
  });

  it('follow account and Region, and leave out what cannot be told of calls without a record', async () => {
    const { page } = await measured();
    expect(await page('/?region=us-west-2')).toContain('metrics saw 2.00 M tokens, about $2.20');
    expect(await page('/?region=us-east-1')).toContain('incl. $2.20 seen only by metrics');
    expect(await page('/?principal=arn:aws:iam::111122223333:user/x')).not.toContain('seen only by metrics');
    expect(await page(`/?model=${encodeURIComponent(HAIKU)}`)).not.toContain('seen only by metrics');
  });

  it('of spend stay the sum of the rows, with the coverage beside them', async () => {
    const { app } = await measured();
    const json = (await (await app.request('/api/spend?by=model')).json()) as ReturnType<typeof spendJson>;
    expect(json.total.cost).toBe('1.100000000');
    expect(json).toMatchObject({
      coverage: {
        logged: 0.2,
        dark: {
          invocations: 2,
          tokens: { input: 4_000_000 },
          cost: { mid: '4.400000000' },
          unpriced: { tokens: 0 },
        },
      },
    });
    const filtered = await (await app.request(`/api/spend?where=model=${HAIKU}`)).json();
    expect(filtered).not.toHaveProperty('coverage');
    const { app: plain } = await webWith({ facts });
    expect(await (await plain.request('/api/spend')).json()).not.toHaveProperty('coverage');
  });
});
