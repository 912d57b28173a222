/**
 * Signing in and out of the dashboard.
 * @module
 */
import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { WebDeps } from '../deps.ts';
import { SESSION_COOKIE, sameSecret, sessionOf, tokenOf } from '../http/session.ts';
import { signInPage } from '../views/sign-in.tsx';

const THIRTY_DAYS = 30 * 86_400;

/** `/login` takes the token and sets the cookie; `/logout` removes it. */
export function loginRoutes({ config }: WebDeps): Hono {
  const token = tokenOf(config);
  const routes = new Hono();
  routes.get('/login', (c) =>
    token === undefined ? c.redirect('/', 303) : c.html(signInPage({ next: '/' })),
  );
  routes.post('/login', async (c) => {
    const form = await c.req.parseBody();
    const [given, next] = [text(form.token), localPath(text(form.next))];
    if (token !== undefined && !sameSecret(given, token)) {
      return c.html(signInPage({ next, problem: 'That is not the token of this daemon.' }), 401);
    }
    if (token !== undefined) {
      const secure =
        new URL(c.req.url).protocol === 'https:' || c.req.header('X-Forwarded-Proto') === 'https';
      setCookie(c, SESSION_COOKIE, sessionOf(token), {
        httpOnly: true,
        sameSite: 'Strict',
        secure,
        path: '/',
        maxAge: THIRTY_DAYS,
      });
    }
    return c.redirect(next, 303);
  });
  routes.post('/logout', (c) => {
    deleteCookie(c, SESSION_COOKIE, { path: '/' });
    return c.redirect('/login', 303);
  });
  return routes;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Where to go after signing in: a path of ours, never another site (`//evil`, `/\evil`). */
export function localPath(next: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes('\\') ? next : '/';
}
