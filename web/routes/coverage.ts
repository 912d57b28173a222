/**
 * Logs against metrics against the bill.
 * @module
 */
import { type Context, Hono } from 'hono';
import { type Coverage, coverage } from '../../src/answers/coverage.ts';
import { coverageJson } from '../../src/answers/coverage-json.ts';
import { parseCoverageRequest } from '../../src/answers/coverage-request.ts';
import { coverageOption } from '../charts/coverage-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName } from '../http/parameters.ts';
import { coveragePage } from '../views/coverage.tsx';
import { coverageBars } from '../views/coverage-chart.tsx';

const SIZE = { width: 1200, height: 280 };

/** `/coverage`, its picture, and `/api/coverage` with the command's parameters and answer. */
export function coverageRoutes(deps: WebDeps): Hono {
  const answer = (c: Context): Promise<Coverage> => {
    const context = answersOf(deps);
    const single = (key: string) => c.req.query(key) || undefined;
    const text = {
      ...{ account: single('account'), region: single('region') },
      ...{ from: single('from'), to: single('to'), since: single('since') },
    };
    return coverage(context, parseCoverageRequest(text, context.now, queryName));
  };
  const routes = new Hono();
  routes.get('/api/coverage', async (c) => {
    const hours = ['', 'true', '1'].includes(c.req.query('hours') ?? 'false');
    return c.json(coverageJson(await answer(c), { hours }));
  });
  routes.get('/charts/coverage.svg', async (c) => {
    const { days } = await answer(c);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(coverageOption(coverageBars(days, deps.now()), theme), SIZE));
  });
  routes.get('/coverage', async (c) => {
    const params = new URL(c.req.url).searchParams;
    const shown = await answer(c);
    const scopes = await deps.store.usage({
      range: shown.request.range,
      by: ['account', 'region'],
      where: [],
    });
    return c.html(coveragePage({ deps, params, answer: shown, scopes, now: deps.now() }));
  });
  return routes;
}
