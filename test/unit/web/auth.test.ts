import { describe, expect, it } from 'vitest';
import { SESSION_COOKIE } from '../../../web/http/session.ts';
import { localPath } from '../../../web/routes/login.ts';
import { webWith } from './support.ts';

const token = 'correct horse battery';

async function signIn(given: string, next = '/?since=7d') {
  const { app, get } = await webWith({ token });
  const response = await app.request('/login', {
    method: 'POST',
    body: new URLSearchParams({ token: given, next }),
  });
  return { response, get };
}

describe('with a token configured', () => {
  it.each(['/', '/status', '/api/spend', '/api/status', '/spend.csv', '/charts/spend.svg', '/assets/app.js'])(
    'keeps %s closed',
    async (path) => {
      const { get } = await webWith({ token });
      const response = await get(path);
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toContain('Bearer');
      expect((await get(path, { Authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await get(path, { Cookie: `${SESSION_COOKIE}=${encodeURIComponent(token)}` })).status).toBe(
        401,
      );
    },
  );

  it.each(['/healthz', '/readyz'])('answers the probe %s without', async (path) => {
    const { get } = await webWith({ token });
    expect((await get(path)).status).toBe(200);
  });

  it('opens to the Bearer token', async () => {
    const { get } = await webWith({ token: 'opensesame' });
    expect((await get('/api/spend', { Authorization: 'Bearer opensesame' })).status).toBe(200);
  });

  it('offers people a form that brings them back, and programs an answer they can read', async () => {
    const { get } = await webWith({ token });
    expect(await (await get('/?since=7d&model=x')).text()).toContain('value="/?since=7d&amp;model=x"');
    expect(await (await get('/api/spend')).json()).toMatchObject({ error: 'unauthorized' });
  });

  it('signs in by the form, with a cookie that scripts and other sites cannot use and that is not the token', async () => {
    const { response, get } = await signIn(token);
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toBe('/?since=7d');
    const cookie = response.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(decodeURIComponent(cookie)).not.toContain(token);
    expect((await get('/', { Cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  });

  it('refuses a wrong token', async () => {
    const { response } = await signIn('wrong');
    expect(response.status).toBe(401);
    expect(response.headers.get('Set-Cookie')).toBeNull();
  });

  it('never sends a person to another site', async () => {
    const { response } = await signIn(token, '//evil.example/');
    expect(response.headers.get('Location')).toBe('/');
    expect(['/ok?x=1', '//evil', '/\\evil', 'https://evil', '/\n/evil', ''].map(localPath)).toEqual([
      '/ok?x=1',
      '/',
      '/',
      '/',
      '/',
      '/',
    ]);
  });
});

describe('headers', () => {
  it.each(['/', '/healthz', '/api/spend', '/nowhere', '/?since=soon'])('are strict on %s', async (path) => {
    const { get } = await webWith();
    const { headers } = await get(path);
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('same-origin');
    expect(headers.get('Cache-Control')).toBe('no-store');
  });
});
