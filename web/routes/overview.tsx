/**
 * The overview.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { document } from '../views/document.tsx';

/** `/`. */
export function overviewRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(document({ title: 'Overview', assets: deps.assets, children: <main /> })));
  return routes;
}
