/**
 * The client bundle: cached for good under its versioned address, revalidated under the bare one.
 * @module
 */
import { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { isAssetName, readAsset } from '../http/asset-files.ts';

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** `/assets/app.js` and `/assets/app.css`. */
export function assetRoutes({ assets }: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/assets/:name', (c) => {
    const name = c.req.param('name');
    const asset = isAssetName(name) ? readAsset(name, assets) : undefined;
    if (!asset) return c.notFound();
    const etag = `"${asset.hash}"`;
    c.header('ETag', etag);
    c.header('Cache-Control', c.req.query('v') === asset.hash ? FOR_GOOD : 'no-cache');
    if (c.req.header('If-None-Match')?.includes(etag)) return c.body(null, 304);
    c.header('Content-Type', asset.type);
    return c.body(asset.body);
  });
  return routes;
}
