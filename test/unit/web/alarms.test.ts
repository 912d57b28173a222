import { describe, expect, it } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { lifecycleSettings } from '../../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { NO_CHANGE, type Observation } from '../../../src/domain/alarm.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { createApp } from '../../../web/app.ts';
import { at } from '../../support.ts';
import { evaluation, observation } from '../alarms/maker.ts';

const NOW = at('2026-11-21T14:00:00Z');
const book = loadPriceBook();
const BASE = 'http://127.0.0.1:8484';

/** A dashboard with the alarms that fire for these observations. */
async function dashboard(observations: readonly Observation[], config: object = {}) {
  const parsed = configSchema.parse({
    notifiers: [{ name: 'ops', type: 'slack', webhookUrl: 'https://hooks.example/secret-part' }],
    alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '0m' } } },
    ...config,
  });
  const store = openSqliteStore(':memory:');
  const step = (seen: readonly Observation[], now = NOW) =>
    store.changeAlarms(
      (state) => transition(state, [evaluation(seen)], now, lifecycleSettings(parsed)).change,
      epochSeconds(0),
    );
  await step(observations);
  const app = createApp({
    ...{ store, book, rater: createRater(book), now: () => NOW, config: parsed, demo: false, startedAt: NOW },
  });
  const html = (path: string) =>
    app.request(`${BASE}${path}`, { headers: { Accept: 'text/html', Host: '127.0.0.1:8484' } });
  const post = (path: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
    app.request(`${BASE}${path}`, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers: { Host: '127.0.0.1:8484', Origin: BASE, ...headers },
    });
  return { app, store, step, html, post };
}

const HOSTILE = '<script>alert(1)</script>\u202e';
const hostile = observation(NOW, {
  ...{ title: HOSTILE, summary: HOSTILE, observed: HOSTILE, expected: HOSTILE, fix: HOSTILE },
  ...{ link: 'javascript:alert(1)', causes: [{ name: HOSTILE, detail: HOSTILE }] },
  labels: { modelId: HOSTILE },
});

describe('the alarms page', () => {
  it('answers, lists what fires first, and rings the bell of every page', async () => {
    const { html } = await dashboard([observation(NOW, { severity: 'critical' })]);
    const page = await (await html('/alarms')).text();
    expect(page).toContain('Throttling of us.test-model-v1:0 in us-east-1, for 5 min.');
    expect(page).toContain('action="/alarms/1/ack"');
    expect(page).not.toContain('secret-part');
    expect(await (await html('/status')).text()).toContain('1 alarm fires');
  });

  it('shows the neediest in full and the others as rows', async () => {
    const many = Array.from({ length: 25 }, (_, i) => observation(NOW, { labels: { modelId: `m${i}` } }));
    const page = await (await (await dashboard(many)).html('/alarms')).text();
    expect([page.match(/<article/g)?.length, page.includes('More open alarms')]).toEqual([20, true]);
    expect(page).toContain('25 alarms fire');
  });

  it('says who watches when nobody does', async () => {
    const { store, app } = await dashboard([]);
    expect(
      await (await app.request(`${BASE}/alarms`, { headers: { Accept: 'text/html' } })).text(),
    ).toContain('Nothing is wrong');
    await store.close();
  });

  it('escapes names and links nowhere but to its own pages', async () => {
    const { html } = await dashboard([hostile]);
    for (const path of ['/alarms', '/alarms/1']) {
      const page = await (await html(path)).text();
      expect(page).not.toContain('<script>alert');
      expect(page).not.toContain('javascript:');
      expect(page).toContain('⟨U+202E⟩');
    }
  });

  it('shows one alarm with its history, and 404 for none', async () => {
    const { html, app } = await dashboard([observation(NOW)]);
    const page = await (await html('/alarms/1')).text();
    expect(page).toMatch(/Fired[\s\S]*Told/);
    expect((await html('/alarms/2')).status).toBe(404);
    expect((await app.request(`${BASE}/api/alarms/99999999999999`)).status).toBe(404);
    expect(await (await app.request(`${BASE}/api/alarms/1`)).json()).toMatchObject({
      ...{ id: 1, state: 'firing', rule: 'throttleShare', since: '2026-11-21T13:55:00Z' },
      events: [{ kind: 'seen' }, { kind: 'fired' }, { kind: 'told', note: 'ops: firing' }],
    });
  });

  it('answers the API with alarms, notifiers and rules', async () => {
    const { app } = await dashboard([observation(NOW)]);
    expect(await (await app.request(`${BASE}/api/alarms?rule=throttleShare`)).json()).toMatchObject({
      ...{ watching: true, firingByRule: { throttleShare: 1 } },
      alarms: [{ id: 1, told: { ops: { status: 'firing' } }, atRisk: null }],
      notifiers: [{ name: 'ops', queued: 1, dead: 0, error: null }],
      rules: [{ rule: 'throttleShare', status: 'ok' }],
    });
    const wrong = await app.request(`${BASE}/api/alarms?rule=throtleShare`);
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringMatching(/did you mean throttleShare/),
    ]);
  });
});

describe('what people do about alarms', () => {
  it('acknowledges, silences, and ends a silence', async () => {
    const { post, store, html } = await dashboard([observation(NOW)]);
    const done = await post('/alarms/1/ack', { note: 'on it', next: '/alarms/1' });
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/alarms/1']);
    expect((await store.alarms({ limit: 1 }))[0]?.acknowledged).toEqual({
      at: NOW,
      by: 'dashboard',
      note: 'on it',
    });
    expect((await post('/alarms/1/silence', { for: '24h', reason: 'known' })).status).toBe(303);
    expect(await store.silences(NOW)).toMatchObject([
      { to: NOW + 86_400, reason: 'known', rule: 'throttleShare' },
    ]);
    expect(await (await html('/alarms')).text()).toContain('No alarm fires');
    await post('/alarms/silences/1/end', {});
    expect(await store.silences(NOW)).toEqual([]);
  });

  it('refuses what is wrong, and goes nowhere else afterwards', async () => {
    const { post } = await dashboard([observation(NOW)]);
    expect((await post('/alarms/7/ack', {})).status).toBe(400);
    expect((await post('/alarms/1/silence', { for: '900d' })).status).toBe(400);
    expect((await post('/alarms/1/ack', { next: '//evil.example' })).headers.get('Location')).toBe('/');
  });

  it.each([
    ['another site', { Origin: 'https://evil.example' }],
    ['a sandboxed frame', { Origin: 'null' }],
    ['a name bound to this machine', { Origin: 'http://evil.example:8484', Host: 'evil.example:8484' }],
    ['another port', { Origin: 'http://127.0.0.1:9999' }],
  ])('refuses a form of %s', async (_, headers) => {
    const { post, store } = await dashboard([observation(NOW)]);
    expect((await post('/alarms/1/ack', {}, headers)).status).toBe(403);
    expect((await store.alarms({ limit: 1 }))[0]?.acknowledged).toBeNull();
  });

  it('takes forms through a proxy whose address is configured, and programs without an origin', async () => {
    const { post, app } = await dashboard([observation(NOW)], {
      server: { publicUrl: 'https://meter.example.com' },
    });
    expect((await post('/alarms/1/ack', {}, { Origin: 'https://meter.example.com' })).status).toBe(303);
    const plain = await app.request(`${BASE}/alarms/1/ack`, {
      method: 'POST',
      headers: { Host: 'localhost:8484' },
    });
    expect(plain.status).toBe(303);
  });

  it('needs the token where there is one', async () => {
    const { post } = await dashboard([observation(NOW)], { server: { auth: { token: 'a-long-token' } } });
    expect((await post('/alarms/1/ack', {})).status).toBe(401);
    expect((await post('/alarms/1/ack', {}, { Authorization: 'Bearer a-long-token' })).status).toBe(303);
  });
});

describe('/api/status', () => {
  it('tells whether alarms are watched for, and who could not be told', async () => {
    const { app, store, step } = await dashboard([observation(NOW)]);
    await store.changeAlarms(
      ({ queue }) => ({
        ...NO_CHANGE,
        messages: queue.map((one) => ({ ...one, state: 'dead', endedAt: NOW, error: '404: no_service' })),
      }),
      epochSeconds(0),
    );
    await step([]);
    await store.changeAlarms(
      () => ({
        ...NO_CHANGE,
        rules: [{ rule: 'quota', at: NOW, okAt: null, error: 'no table', blind: [{}] }],
      }),
      epochSeconds(0),
    );
    const status = (await (await app.request(`${BASE}/api/status`)).json()) as { alarms: unknown };
    expect(status.alarms).toEqual({
      ...{ evaluatedAt: '2026-11-21T14:00:00Z', watching: true, firing: 0 },
      rulesFailing: [{ rule: 'quota', error: 'no table' }],
      notifiers: [{ name: 'ops', queued: 0, dead: 1, error: '404: no_service' }],
    });
  });
});
