/**
 * The HTTP face of the simulator: the control API, the public offer files, and all AWS services.
 * @module
 */
import { gunzipSync } from 'node:zlib';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { controlApi } from './control/index.ts';
import { breakConnection } from './faults/break-connection.ts';
import { handle } from './handle.ts';
import { offers } from './pricing/offers.ts';
import type { Simulator } from './simulator.ts';

export type Bindings = { Bindings: HttpBindings };

export function createApp(simulator: Simulator): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.route('/_simulator', controlApi(simulator));
  app.route('/offers', offers(simulator));
  app.all('*', async (c) => {
    const sent = Buffer.from(await c.req.arrayBuffer());
    // The SDKs compress large PutMetricData requests.
    const body = (c.req.header('content-encoding') === 'gzip' ? gunzipSync(sent) : sent).toString();
    const request = { method: c.req.method, url: new URL(c.req.url), headers: c.req.raw.headers, body };
    return breakConnection(await handle(request, simulator), c.env);
  });
  return app;
}
