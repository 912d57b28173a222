import { describe, expect, it } from 'vitest';
import { MeterError } from '../../../src/domain/errors.ts';
import { VERSION } from '../../../src/domain/version.ts';
import type { Store } from '../../../src/store/port.ts';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const broken = (error: Error): Store =>
  ({ extent: () => Promise.reject(error), sources: () => Promise.reject(error) }) as unknown as Store;

describe('health', () => {
  it('is alive, and ready while the store answers', async () => {
    const { get } = await webWith();
    expect((await get('/healthz')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('is alive and not ready when the store does not answer; why is for the log, not for whoever asks', async () => {
    const error = new Error('disk I/O error at /var/lib/bedrock-meter/meter.db');
    const seen: unknown[] = [];
    const { get } = await webWith({ store: broken(error), onError: (one) => seen.push(one) });
    expect((await get('/healthz')).status).toBe(200);
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'unavailable',
      reason: 'the store does not answer; the log says why',
    });
    expect(seen).toEqual([error]);
  });
});

describe('/api/status', () => {
  it('tells of sources, prices and data', async () => {
    const { get } = await webWith({ facts: [fact({ at: '2026-11-20T12:00:00Z' })] });
    expect(await (await get('/api/status')).json()).toMatchObject({
      version: VERSION,
      extent: { from: '2026-11-20T12:00:00Z', to: '2026-11-20T13:00:00Z' },
      sources: [
        {
          collector: 'file',
          status: 'ok',
          lastEvent: '2026-11-20T12:00:00Z',
          lastIngest: '2026-11-20T12:30:00Z',
          lagSeconds: 1800,
          cursorAgeSeconds: 0,
          error: null,
        },
      ],
      priceBook: { version: expect.stringMatching(/^catalog /), ageDays: expect.any(Number) },
      overflows: [],
    });
  });

  it('tells which collector fails, since when and what to do, beside those that only the store knows', async () => {
    const { get, page } = await webWith({
      facts: [fact()],
      collectors: () => [
        {
          ...{ collector: 'cloudwatch', account: '111122223333', region: 'eu-west-1' },
          ...{
            lastSuccessAt: at('2026-11-20T09:00:00Z'),
            error: 'AccessDenied',
            hint: 'allow logs:FilterLogEvents',
          },
        },
      ],
    });
    const { sources } = (await (await get('/api/status')).json()) as { sources: unknown[] };
    expect(sources).toMatchObject([
      { collector: 'file', status: 'ok' },
      { collector: 'cloudwatch', status: 'failed', lastSuccess: '2026-11-20T09:00:00Z', lagSeconds: null },
    ]);
    const html = await page('/status');
    expect(html).toContain('1 of 2 sources fails');
    expect(html).toMatch(
      /What fails.*cloudwatch in eu-west-1 of 111122223333.*To mend it: allow logs:FilterLogEvents/s,
    );
    expect(html).toContain('allow logs:FilterLogEvents');
  });
});

describe('failures', () => {
  it('sends people to the overview from an unknown page, and tells programs in JSON', async () => {
    const { get, page } = await webWith();
    const response = await get('/nowhere');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('href="/"');
    expect(await (await get('/api/nowhere')).json()).toMatchObject({ error: 'not found' });
    expect(await page('/%3Cscript%3Ealert(1)%3C/script%3E')).not.toContain('<script>alert');
  });

  it('says what is wrong with an address', async () => {
    const { get } = await webWith();
    const response = await get('/?since=soon');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('since soon: not a span such as 24h, 7d or 4w');
  });

  it('never shows what broke inside, but logs it', async () => {
    const seen: unknown[] = [];
    const error = new Error('secret path /var/lib/x');
    const { get } = await webWith({ store: broken(error), onError: (one) => seen.push(one) });
    const response = await get('/');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(seen).toEqual([error]);
  });

  it('shows the hint of an expected failure', async () => {
    const error = new MeterError('the database is locked', { hint: 'stop the other daemon' });
    const { get } = await webWith({ store: broken(error) });
    const response = await get('/');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('stop the other daemon');
  });
});
