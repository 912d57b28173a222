import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { at, fact } from '../../support.ts';
import { NOW, webWith } from './support.ts';

const PLACE = { account: '111122223333', region: 'us-east-1' };
const config = configSchema.parse({ budgets: [{ name: 'everything', usd: 100, period: 'month' }] });

describe('/forecast', () => {
  it('names what only metrics saw, beside the figures and in the budget', async () => {
    const facts = [fact({ at: '2026-11-03T05:10:00Z', tokens: { input: 10_000_000 } }), fact()];
    const { deps, page } = await webWith({ facts, config });
    const attempt = { at: NOW, error: null, hint: null };
    await deps.store.noteAttempt({ source: { collector: 'metrics', ...PLACE }, ...attempt });
    expect(await page('/forecast')).not.toContain('seen only by metrics');
    const series = {
      ...{ account: accountId(PLACE.account), region: regionId(PLACE.region), namespace: 'AWS/Bedrock' },
      dimensions: { ModelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' },
      statistic: 'Sum',
    };
    const points = (value: number) => [{ at: at('2026-11-04T05:20:00Z'), period: 60, value }];
    await deps.store.putMetrics({
      data: [
        { series: { ...series, metric: 'Invocations' }, points: points(1) },
        { series: { ...series, metric: 'InputTokenCount' }, points: points(1_000_000) },
      ],
    });
    const { page: fresh } = await webWith({ store: deps.store, config });
    const html = await fresh('/forecast');
    // A million input tokens at $1.10.
    expect(html).toMatch(/in no figure here: about \$1\.10( \([^)]* to [^)]*\))? seen only by metrics/);
    expect(html).toContain('href="/coverage?from=2026-11-01&amp;to=2026-12-01"');
    expect(html).toMatch(/and about \$1\.10( \([^)]*\))? seen only by metrics/);
    const json = JSON.parse(await fresh('/api/forecast')) as {
      dark: object;
      budgets: { dark: object; percent: number }[];
    };
    expect(json.dark).toMatchObject({ mid: '1.100000000' });
    // $11.00 of $100.00, all of it logged.
    expect(json.budgets).toMatchObject([{ percent: 11, dark: { mid: '1.100000000' } }]);
  });
});
