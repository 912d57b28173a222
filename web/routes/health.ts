/**
 * Liveness and readiness. Neither is tied to AWS: a dead source must not restart the daemon.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';

/**
 * `/healthz`: the process answers. `/readyz`: the store does, too. Both are open, for probes have no token; what is wrong
 * with the store is therefore in the log alone.
 */
export function healthRoutes({ store, onError }: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    try {
      await store.extent();
      return c.json({ status: 'ready' });
    } catch (error) {
      onError?.(error);
      return c.json({ status: 'unavailable', reason: 'the store does not answer; the log says why' }, 503);
    }
  });
  return routes;
}
