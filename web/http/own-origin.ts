/**
 * Writes are taken from our own pages only. With a token the cookie is sent by our own pages alone (SameSite=Strict);
 * without one, on loopback, any page in the same browser could send a form here, and a name that was bound to
 * 127.0.0.1 could pose as ours.
 * @module
 */
import type { Context, MiddlewareHandler } from 'hono';
import type { WebDeps } from '../deps.ts';
import { problemPage } from '../views/problem.tsx';
import { tokenOf } from './session.ts';
import { wantsJson } from './wants-json.ts';

/** Refuses requests that a page of another origin makes. */
export function ownOriginOnly({ config }: WebDeps): MiddlewareHandler {
  const { publicUrl, host } = config.server;
  const ownHosts = new Set(['localhost', host.toLowerCase()]);
  if (publicUrl !== undefined) ownHosts.add(new URL(publicUrl).hostname);
  const open = tokenOf(config) === undefined;

  const isOwn = (c: Context): boolean => {
    const origin = c.req.header('Origin');
    const site = c.req.header('Sec-Fetch-Site');
    const addressed = hostOf(`http://${c.req.header('Host') ?? ''}`);
    if (open && (addressed === null || !(ownHosts.has(addressed.name) || isLoopbackName(addressed.name))))
      return false;
    // Programs send neither; browsers send the origin with every form.
    if (origin === undefined) return site === undefined || site === 'same-origin';
    if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
    return hostOf(origin)?.whole === addressed?.whole;
  };

  return async function ownOriginOnly(c, next) {
    if (isOwn(c)) return next();
    const message = 'this form was sent from another site';
    if (wantsJson(c)) return c.json({ error: 'forbidden', message }, 403);
    const todo =
      'Open the dashboard itself and try again. Behind a proxy, set server.publicUrl to its address.';
    return c.html(problemPage({ title: 'Not from here', message: `Refused: ${message}.`, todo }), 403);
  };
}

function hostOf(url: string): { name: string; whole: string } | null {
  if (!URL.canParse(url)) return null;
  const { hostname, host } = new URL(url);
  return hostname === '' ? null : { name: hostname.replace(/^\[|\]$/g, ''), whole: host };
}

const isLoopbackName = (name: string): boolean => name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
