/**
 * Forecast and budgets.
 * @module
 */
import { type Context, Hono } from 'hono';
import { budgetJson, budgets } from '../../src/answers/budgets.ts';
import { type ForecastRequest, forecast, forecastJson } from '../../src/answers/forecast.ts';
import { parseForecastRequest } from '../../src/answers/forecast-request.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { forecastOption } from '../charts/forecast-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName } from '../http/parameters.ts';
import { forecastPage } from '../views/forecast.tsx';
import { burnUpOf } from '../views/forecast-burn-up.tsx';

const SIZE = { width: 1200, height: 320 };

/** `/forecast`, its chart, and the same as JSON under `/api`. */
export function forecastRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/forecast', async (c) => {
    const context = answersOf(deps);
    const request = readRequest(c, context.now);
    const [answer, watched] = await Promise.all([forecast(context, request), budgets(context)]);
    return c.json({ ...forecastJson(answer), budgets: watched.map(budgetJson) });
  });
  routes.get('/forecast', async (c) => {
    const context = answersOf(deps);
    const asked = readRequest(c, context.now);
    const request = { ...asked, by: asked.by ?? 'model' } as const;
    const [answer, watched] = await Promise.all([forecast(context, request), budgets(context)]);
    const state = new URL(c.req.url).searchParams;
    return c.html(forecastPage({ deps, state, answer, budgets: watched, now: context.now }));
  });
  routes.get('/charts/forecast.svg', async (c) => {
    const context = answersOf(deps);
    const [answer, watched] = await Promise.all([
      forecast(context, { ...readRequest(c, context.now), by: null }),
      budgets(context),
    ]);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(forecastOption(burnUpOf(answer, watched, context.now), theme), SIZE));
  });
  return routes;
}

/** `month`, `by`, and `where` as everywhere. */
function readRequest(c: Context, now: EpochSeconds): ForecastRequest {
  const text = {
    month: c.req.query('month') || undefined,
    by: c.req.query('by') || undefined,
    where: c.req.queries('where')?.filter((one) => one !== ''),
  };
  return parseForecastRequest(text, now, queryName);
}
