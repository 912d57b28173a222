/**
 * Access by one shared token: `Authorization: Bearer` for programs, a cookie set by the sign-in form for people.
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { WebConfig, WebDeps } from '../deps.ts';
import { signInPage } from '../views/sign-in.tsx';
import { wantsJson } from './wants-json.ts';

export const SESSION_COOKIE = 'bedrock-meter-session';

/** Open without a token: the liveness probe, the sign-in form and its style sheet. None of them holds data. */
const OPEN_PATHS = new Set(['/healthz', '/login', '/assets/app.css']);

export const tokenOf = (config: WebConfig): string | undefined => config.server.auth?.token;

/** Compares in constant time, whatever the lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** What the cookie holds: proof of having known the token. It ends when the token changes. */
export function sessionOf(token: string): string {
  return createHmac('sha256', token).update('bedrock-meter session').digest('base64url');
}

/** Lets nobody without the token past, if one is configured. */
export function requireAuth(deps: WebDeps): MiddlewareHandler {
  const token = tokenOf(deps.config);
  return async function requireAuth(c, next) {
    if (token === undefined || OPEN_PATHS.has(c.req.path) || isSignedIn(c, token)) return next();
    c.header('WWW-Authenticate', 'Bearer realm="bedrock-meter"');
    if (wantsJson(c)) {
      return c.json({ error: 'unauthorized', message: 'send the token of server.auth as a Bearer token' }, 401);
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
