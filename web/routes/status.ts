/**
 * The state of the daemon, for programs and for people.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { readStatus } from '../status/status.ts';
import { statusPage } from '../views/status.tsx';

/** `/api/status` and `/status`. */
export function statusRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/status', async (c) => c.json(await readStatus(deps)));
  routes.get('/status', async (c) =>
    c.html(statusPage({ deps, status: await readStatus(deps), now: deps.now() })),
  );
  return routes;
}
