/**
 * Charts as pictures, for pages without JavaScript.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';

export function chartRoutes(_deps: WebDeps): Hono {
  return new Hono();
}
