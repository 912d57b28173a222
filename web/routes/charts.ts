/**
 * Charts as pictures, for pages without JavaScript.
 * @module
 */
import { Hono } from 'hono';
import { renderSvg } from '../charts/render-svg.ts';
import { spendOption } from '../charts/spend-option.ts';
import type { WebDeps } from '../deps.ts';
import { readOverview } from '../overview/read.ts';

const SIZE = { width: 1200, height: 320 };

/** `/charts/spend.svg`: the overview's chart under the overview's own parameters, and `theme=dark`. */
export function chartRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/charts/spend.svg', async (c) => {
    const { chart } = await readOverview(deps, new URL(c.req.url).searchParams);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(spendOption(chart.chart, theme), SIZE));
  });
  return routes;
}
