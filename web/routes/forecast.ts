/**
 * Forecast and budgets.
 * @module
 */
import { type Context, Hono } from 'hono';
import { budgetJson } from '../../src/answers/budgets.ts';
import { type ForecastRequest, forecastJson } from '../../src/answers/forecast.ts';
import { parseForecastRequest } from '../../src/answers/forecast-request.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { forecastOption } from '../charts/forecast-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, withIds } from '../http/parameters.ts';
import { modelColours } from '../overview/model-colours.ts';
import { forecastPage } from '../views/forecast.tsx';
import { burnUpOf } from '../views/forecast-burn-up.tsx';

const SIZE = { width: 1200, height: 320 };

/** `/forecast`, its chart, and the same as JSON under `/api`. */
export function forecastRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  routes.get('/api/forecast', async (c) => {
    const request = readRequest(c, deps);
    const [answer, watched] = await Promise.all([
      answers.fresh('forecast', request),
      answers.fresh('budgets', null),
    ]);
    return c.json({ ...forecastJson(answer), budgets: watched.map(budgetJson) });
  });
  routes.get('/forecast', async (c) => {
    const now = deps.now();
    const asked = readRequest(c, deps);
    const page = answers.forPage();
    const shown = await askForecast(page, { ...asked, by: asked.by ?? 'model' });
    const state = new URL(c.req.url).searchParams;
    const [scopes, extent] = await Promise.all([
      deps.store.usage({ range: asked.period, by: ['account', 'region'], where: [] }),
      deps.store.extent(),
    ]);
    const colours = await modelColours(deps.store, extent, now);
    return c.html(forecastPage({ deps, age: page.age, state, ...shown, scopes, colours, now }));
  });
  routes.get('/charts/forecast.svg', async (c) => {
    const now = deps.now();
    const request = { ...readRequest(c, deps), by: null };
    const { answer, budgets } = await askForecast(answers.forPage(), request);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(forecastOption(burnUpOf(answer, budgets, now), theme), SIZE));
  });
  return routes;
}

/** What the page and its chart show. */
export async function askForecast(page: PageAnswers, request: ForecastRequest) {
  const [answer, budgets] = await Promise.all([page.ask('forecast', request), page.ask('budgets', null)]);
  return { answer, budgets };
}

/** `month`, `by`, and `where` as everywhere; `account` and `region` as pages have them. */
function readRequest(c: Context, deps: WebDeps): ForecastRequest {
  const scope = ['account', 'region'].flatMap((key) => {
    const value = c.req.query(key);
    return value ? [`${key}=${value}`] : [];
  });
  const where = c.req.queries('where')?.filter((one) => one !== '') ?? [];
  const text = {
    month: c.req.query('month') || undefined,
    by: c.req.query('by') || undefined,
    where: [...where, ...scope],
  };
  return parseForecastRequest(withIds(text, deps), deps.now(), queryName);
}
