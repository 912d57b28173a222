/**
 * Whether the other side is a program or a person.
 * @module
 */
import type { Context } from 'hono';

/** API paths answer in JSON; elsewhere a page is sent to whoever accepts one. */
export function wantsJson(c: Context): boolean {
  return c.req.path.startsWith('/api/') || !(c.req.header('Accept') ?? '').includes('text/html');
}
