/**
 * Logs against metrics against the bill.
 * @module
 */
import { type Context, Hono } from 'hono';
import { coverageJson } from '../../src/answers/coverage-json.ts';
import { type CoverageRequest, parseCoverageRequest } from '../../src/answers/coverage-request.ts';
import type { KeptAnswers } from '../answers/kept.ts';
import { coverageOption } from '../charts/coverage-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, withIds } from '../http/parameters.ts';
import { coveragePage } from '../views/coverage.tsx';
import { coverageBars } from '../views/coverage-chart.tsx';

const SIZE = { width: 1200, height: 280 };

/** `/coverage`, its picture, and `/api/coverage` with the command's parameters and answer. */
export function coverageRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const asked = (c: Context): CoverageRequest => {
    const single = (key: string) => c.req.query(key) || undefined;
    const text = {
      ...{ account: single('account'), region: single('region') },
      ...{ from: single('from'), to: single('to'), since: single('since') },
    };
    return parseCoverageRequest(withIds(text, deps), deps.now(), queryName);
  };
  const routes = new Hono();
  routes.get('/api/coverage', async (c) => {
    const hours = ['', 'true', '1'].includes(c.req.query('hours') ?? 'false');
    return c.json(coverageJson(await answers.fresh('coverage', asked(c)), { hours }));
  });
  routes.get('/charts/coverage.svg', async (c) => {
    const { days } = await answers.forPage().ask('coverage', asked(c));
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(coverageOption(coverageBars(days, deps.now()), theme), SIZE));
  });
  routes.get('/coverage', async (c) => {
    const params = new URL(c.req.url).searchParams;
    const page = answers.forPage();
    const shown = await page.ask('coverage', asked(c));
    const scopes = await deps.store.usage({
      range: shown.request.range,
      by: ['account', 'region'],
      where: [],
    });
    return c.html(coveragePage({ deps, age: page.age, params, answer: shown, scopes, now: deps.now() }));
  });
  return routes;
}
