import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricFamily } from '../../../src/answers/prometheus.ts';
import type { Alarm, RuleHealth } from '../../../src/domain/alarm.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { VERSION } from '../../../src/domain/version.ts';
import type { Store } from '../../../src/store/port.ts';
import { createApp } from '../../../web/app.ts';
import { Counters, LabelCeiling } from '../../../web/prometheus/counters.ts';
import { registryOf } from '../../../web/prometheus/registry.ts';
import { at, type FactText, fact } from '../../support.ts';
import { type ReadFamily, readExposition } from './exposition.ts';
import { NOW, type Setup, webWith } from './support.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const TOKEN = 'a-token-of-some-length';

async function scrape(setup: Setup = {}) {
  const web = await webWith(setup);
  const read = async () => {
    const response = await web.get('/metrics', { Accept: 'text/plain' });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    return { text, families: readExposition(text) };
  };
  return { ...web, read };
}
/** Values by their labels, in order, as in `a/b`. */
const values = (family: ReadFamily | undefined): Record<string, number> =>
  Object.fromEntries(
    (family?.samples ?? []).map(({ labels, value }) => [Object.values(labels).join('/'), value]),
  );
const call = (text: FactText) => fact({ at: '2026-11-20T12:00:00Z', ...text });

/** Some answers of a store replaced by plain ones. */
const storeWith = (store: Store, answers: Partial<Store>): Store =>
  new Proxy(store, {
    get: (target, name) => {
      const own = Object.hasOwn(answers, name) ? answers[name as keyof Store] : undefined;
      const value: unknown = own ?? Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

describe('/metrics', () => {
  it('counts tokens ever, money and unpriced tokens of the month, by model and Region', async () => {
    const { read } = await scrape({
      facts: [
        call({ tokens: { input: 1_000_000, cacheRead: 7 } }),
        call({ tokens: { cacheWrite5m: 2, cacheWrite1h: 3 }, errorCode: 'ModelTimeoutException' }),
        call({ region: regionId('eu-west-1'), tokens: { output: 9 } }),
        fact({ at: '2025-10-01T00:00:00Z', tokens: { input: 50 } }),
        call({ modelId: 'acme.rocket-1', tokens: { input: 40, output: 2 } }),
        fact({ at: '2026-10-31T23:59:59Z', modelId: 'acme.rocket-1', tokens: { input: 500 } }),
      ],
    });
    const { families } = await read();
    const tokens = values(families.get('bedrock_meter_tokens_total'));
    expect(tokens).toMatchObject({
      [`${HAIKU}/us-east-1/input`]: 1_000_050,
      [`${HAIKU}/us-east-1/output`]: 0,
      [`${HAIKU}/us-east-1/cacheRead`]: 7,
      [`${HAIKU}/us-east-1/cacheWrite`]: 5,
      [`${HAIKU}/eu-west-1/output`]: 9,
      'acme.rocket-1/us-east-1/input': 540,
    });
    expect(Object.keys(tokens)).toHaveLength(12);
    expect(values(families.get('bedrock_meter_unpriced_tokens_total'))).toMatchObject({
      'acme.rocket-1/us-east-1/input': 540,
      'acme.rocket-1/us-east-1/output': 2,
      [`${HAIKU}/us-east-1/input`]: 0,
    });
    expect(values(families.get('bedrock_meter_unpriced_tokens'))).toEqual({
      [`${HAIKU}/us-east-1`]: 0,
      [`${HAIKU}/eu-west-1`]: 0,
      'acme.rocket-1/us-east-1': 42,
    });
    // In us-east-1, per million: 1.10 for input, 0.11 for cache reads, 1.375 and 2.20 for cache writes. What has no
    // price has no cost.
    const cost = values(families.get('bedrock_meter_cost_usd_month_to_date'));
    expect(cost[`${HAIKU}/us-east-1`]).toBeCloseTo(1.1 + (7 * 0.11 + 2 * 1.375 + 3 * 2.2) / 1e6, 8);
    expect(Object.keys(cost)).toEqual([`${HAIKU}/us-east-1`, `${HAIKU}/eu-west-1`].sort().reverse());
  });

  it('has a TYPE and a HELP for everything, and the process beside it', async () => {
    const { read } = await scrape();
    const { families } = await read();
    const types = Object.fromEntries([...families].map(([name, { type }]) => [name, type]));
    expect(types).toMatchObject({
      bedrock_meter_tokens_total: 'counter',
      bedrock_meter_unpriced_tokens_total: 'counter',
      bedrock_meter_unpriced_tokens: 'gauge',
      bedrock_meter_cost_usd_month_to_date: 'gauge',
      bedrock_meter_quota_utilization_ratio: 'gauge',
      bedrock_meter_quota_reserved_ratio: 'gauge',
      bedrock_meter_quota_breach_within_hour_ratio: 'gauge',
      bedrock_meter_collector_last_success_timestamp_seconds: 'gauge',
      bedrock_meter_alerts_firing: 'gauge',
      bedrock_meter_price_catalog_age_seconds: 'gauge',
      bedrock_meter_build_info: 'gauge',
      process_cpu_seconds_total: 'counter',
      process_resident_memory_bytes: 'gauge',
      nodejs_eventloop_lag_seconds: 'gauge',
    });
    for (const [name, { type, help }] of families) {
      expect([name, help]).not.toEqual([name, '']);
      if (name.startsWith('bedrock_meter_')) expect(name.endsWith('_total')).toBe(type === 'counter');
    }
    expect(families.get('bedrock_meter_build_info')?.samples).toEqual([
      { labels: { version: VERSION }, value: 1 },
    ]);
    // Scraped again, process metrics are not registered twice.
    expect((await read()).families.size).toBe(families.size);
  });

  it('says when each collector was well, and nothing of those that never were', async () => {
    const place = { account: '111122223333', region: 'eu-west-1', error: null };
    const { read } = await scrape({
      facts: [call({})],
      collectors: () => [
        { ...place, collector: 'metrics', lastSuccessAt: at('2026-11-20T12:00:00Z') },
        { ...place, collector: 'quotas', lastSuccessAt: null, error: 'AccessDenied' },
      ],
    });
    const family = (await read()).families.get('bedrock_meter_collector_last_success_timestamp_seconds');
    expect(family?.samples).toEqual([
      { labels: { collector: 'file', account: '', region: '' }, value: NOW },
      {
        labels: { collector: 'metrics', account: '111122223333', region: 'eu-west-1' },
        value: at('2026-11-20T12:00:00Z'),
      },
    ]);
  });

  it('counts what fires by rule, and knows quiet rules as zero', async () => {
    const alarm = (rule: string, phase: string) => ({ rule, phase }) as Alarm;
    const rule = (name: string) => ({ rule: name }) as RuleHealth;
    const { deps } = await webWith();
    const store = storeWith(deps.store, {
      alarms: async () => [alarm('budget', 'firing'), alarm('budget', 'firing'), alarm('anomaly', 'pending')],
      ruleHealth: async () => [rule('budget'), rule('quota')],
    });
    const { families } = await (await scrape({ store })).read();
    expect(values(families.get('bedrock_meter_alerts_firing'))).toEqual({ budget: 2, quota: 0 });
  });

  it('says how old the prices are', async () => {
    const { read, deps } = await scrape();
    const age = Math.floor((NOW - at(deps.book.newestSource.slice(0, 10))) / 86_400) * 86_400;
    expect((await read()).families.get('bedrock_meter_price_catalog_age_seconds')?.samples).toEqual([
      { labels: {}, value: age },
    ]);
  });

  it('says how full quotas are, and keeps the answer for five minutes', async () => {
    let now = NOW;
    const { deps } = await webWith({
      facts: [call({ at: '2026-11-20T12:10:00Z', tokens: { input: 50_000 }, maxTokens: 10 })],
    });
    const app = createApp({ ...deps, now: () => now });
    const body = {
      code: 'L-1',
      name: 'On-demand model inference tokens per minute for Anthropic Claude Haiku 4.5',
      adjustable: true,
    };
    const place = { account: accountId('111122223333'), region: regionId('us-east-1') };
    const list = (value: number) =>
      deps.store.putSnapshot({
        ...{ ...place, kind: 'quota-applied', at: now },
        items: [{ id: 'L-1', body: { ...body, value } }],
      });
    const ratio = async () => {
      const text = await (await app.request('/metrics')).text();
      return readExposition(text).get('bedrock_meter_quota_utilization_ratio')?.samples;
    };
    await list(200_000);
    const labels = { ...place, model: HAIKU, quota: 'L-1', quota_name: body.name };
    expect(await ratio()).toEqual([{ labels, value: 0.25 }]);
    await list(100_000);
    now = epochSeconds(NOW + 299);
    expect(await ratio()).toEqual([{ labels, value: 0.25 }]);
    now = epochSeconds(NOW + 300);
    expect(await ratio()).toEqual([{ labels, value: 0.5 }]);
  });

  it('goes on without quotas where they cannot be worked out, and tells', async () => {
    const seen: unknown[] = [];
    const { deps } = await webWith({ facts: [call({ tokens: { input: 1 } })] });
    const failure = new Error('minutes are gone');
    const store = storeWith(deps.store, { demand: () => Promise.reject(failure) });
    const { read } = await scrape({ store, onError: (error) => seen.push(error) });
    const { families } = await read();
    expect(families.get('bedrock_meter_tokens_total')?.samples).toHaveLength(4);
    expect(families.has('bedrock_meter_quota_utilization_ratio')).toBe(false);
    expect(seen).toEqual([failure]);
  });

  it('fails as a whole where the store does not answer: a half empty page would look like silence', async () => {
    const { deps } = await webWith();
    const store = storeWith(deps.store, { usage: () => Promise.reject(new Error('disk I/O error')) });
    const { get } = await webWith({ store, onError: () => undefined });
    expect((await get('/metrics', { Accept: 'text/plain' })).status).toBe(500);
  });

  it('names nobody: no principal, session, tag or request id', async () => {
    const { read } = await scrape({
      facts: [
        call({
          arn: 'arn:aws:sts::111122223333:assumed-role/secret-role/secret-session',
          tags: { team: 'secret-tag' },
          requestId: 'secret-request',
          tokens: { input: 1 },
        }),
      ],
    });
    expect((await read()).text).not.toContain('secret');
  });

  it('needs the token, as a bearer token', async () => {
    const { get } = await webWith({ token: TOKEN });
    expect((await get('/metrics', { Accept: 'text/plain' })).status).toBe(401);
    const wrong = await get('/metrics', {
      Accept: 'text/plain',
      Authorization: 'Bearer wrong-token-of-length',
    });
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.not.stringContaining('bedrock_meter_')]);
    const right = await get('/metrics', { Accept: 'text/plain', Authorization: `Bearer ${TOKEN}` });
    expect(right.status).toBe(200);
  });
});

describe('counters', () => {
  it('never go down while the process lives, and follow what goes up', async () => {
    const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
    const { read, deps } = await scrape({ facts: [call({ modelId: profile, tokens: { input: 1_000 } })] });
    const before = (await read()).families;
    expect(values(before.get('bedrock_meter_unpriced_tokens_total'))['(none)/us-east-1/input']).toBe(1_000);
    await deps.store.resolveModels([{ called: profile, base: HAIKU, scope: 'geo' }], deps.rater);
    const after = (await read()).families;
    for (const [name, family] of before) {
      if (family.type !== 'counter') continue;
      const now = values(after.get(name));
      for (const [labels, value] of Object.entries(values(family)))
        expect(now[labels]).toBeGreaterThanOrEqual(value);
    }
    expect(values(after.get('bedrock_meter_tokens_total'))[`${HAIKU}/us-east-1/input`]).toBe(1_000);
    // Gauges tell what is so now.
    expect(values(after.get('bedrock_meter_unpriced_tokens'))).toEqual({ [`${HAIKU}/us-east-1`]: 0 });
  });

  it('hold the highest of any sequence of sums, series by series', () => {
    const sums = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'a\nb'), fc.nat(100));
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1 }), (scrapes) => {
        const counters = new Counters();
        const highest = new Map<string, number>();
        for (const scraped of scrapes) {
          const family: MetricFamily = {
            ...{ name: 'x_total', type: 'counter', help: 'x', labels: ['model'] },
            samples: Object.entries(scraped).map(([model, value]) => ({ labels: { model }, value })),
          };
          for (const [model, value] of Object.entries(scraped))
            highest.set(model, Math.max(value, highest.get(model) ?? 0));
          const held = counters.hold(family).samples.map(({ labels, value }) => [labels.model, value]);
          expect(new Map(held as [string, number][])).toEqual(highest);
        }
      }),
    );
  });
});

describe('labels', () => {
  it('come through whatever a model is called', async () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '"',
        '\\',
        '\n',
        '\\n',
        'a"} 1\n# TYPE evil counter',
        '__proto__',
        '<script>',
        'x'.repeat(10_000),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(names, { maxLength: 8 }), async (models) => {
        const family: MetricFamily = {
          ...{ name: 'x', type: 'gauge', help: 'any "help" \\ and\nmore', labels: ['model'] },
          samples: models.map((model, value) => ({ labels: { model }, value })),
        };
        const text = await registryOf([family]).metrics();
        const read = readExposition(text).get('x')?.samples ?? [];
        expect(read.map(({ labels, value }) => [labels.model, value])).toEqual(
          models.map((model, i) => [model, i]),
        );
      }),
    );
  });

  it('have a ceiling: models that callers invent are counted together past a hundred, and none is lost', async () => {
    const facts = Array.from({ length: 150 }, (_, i) =>
      call({ modelId: `acme.rocket-${i}`, tokens: { input: 1 } }),
    );
    const { read } = await scrape({ facts: [...facts, call({ tokens: { input: 5 } })] });
    for (let i = 0; i < 2; i++) {
      const tokens = values((await read()).families.get('bedrock_meter_tokens_total'));
      expect(Object.keys(tokens)).toHaveLength(4 * 102);
      expect(tokens['(other)/us-east-1/input']).toBe(50);
      expect(tokens[`${HAIKU}/us-east-1/input`]).toBe(5);
    }
  });

  it('leave families without a model alone', () => {
    const family: MetricFamily = {
      name: 'x',
      type: 'gauge',
      help: 'x',
      labels: [],
      samples: [{ labels: {}, value: 1 }],
    };
    expect(new LabelCeiling(() => false).apply(family)).toBe(family);
  });
});
