/**
 * Access by one shared token: `Authorization: Bearer` for programs, a cookie set by the sign-in form for people.
 * @module
 */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { WebDeps } from '../deps.ts';
import { signInPage } from '../views/sign-in.tsx';
import { SESSION_COOKIE, sameSecret, sessionOf, tokenOf } from './session.ts';
import { wantsJson } from './wants-json.ts';

/** Open without a token: the probes, the sign-in form and its style sheet. None of them holds data. */
const OPEN_PATHS = new Set(['/healthz', '/readyz', '/login', '/assets/app.css']);

/** Lets nobody without the token past, if one is configured. */
export function requireAuth(deps: WebDeps): MiddlewareHandler {
  const token = tokenOf(deps.config);
  return async function requireAuth(c, next) {
    if (token === undefined || OPEN_PATHS.has(c.req.path) || isSignedIn(c, token)) return next();
    c.header('WWW-Authenticate', 'Bearer realm="bedrock-meter"');
    if (wantsJson(c)) {
      return c.json(
        { error: 'unauthorized', message: 'send the token of server.auth as a Bearer token' },
        401,
      );
    }
    const url = new URL(c.req.url);
    return c.html(signInPage({ next: c.req.method === 'GET' ? url.pathname + url.search : '/' }), 401);
  };
}

function isSignedIn(c: Context, token: string): boolean {
  const bearer = /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  if (bearer !== undefined) return sameSecret(bearer, token);
  const cookie = getCookie(c, SESSION_COOKIE);
  return cookie !== undefined && sameSecret(cookie, sessionOf(token));
}
