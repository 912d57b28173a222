/**
 * The advisor.
 * @module
 */
import { Hono } from 'hono';
import { callFilters } from '../../src/answers/agents-request.ts';
import { savingsAnswer, savingsJson } from '../../src/answers/savings.ts';
import { parseRange } from '../../src/domain/range.ts';
import { toWholeHours } from '../../src/domain/time.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName, spendText } from '../http/parameters.ts';
import { parseOverviewRequest } from '../overview/request.ts';
import { savingsPage } from '../views/savings.tsx';

/** `/savings`, and the same as JSON under `/api`. */
export function savingsRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/savings', async (c) => {
    const context = answersOf(deps);
    const text = spendText(c);
    const range = toWholeHours(parseRange(text, context.now, queryName));
    return c.json(
      savingsJson(await savingsAnswer(context, { range, where: callFilters(text.where ?? [], 'where') })),
    );
  });
  routes.get('/savings', async (c) => {
    const context = answersOf(deps);
    const request = parseOverviewRequest(new URL(c.req.url).searchParams, context.now);
    const where = request.filters.flatMap(({ dimension, values }) =>
      dimension === 'hour' || dimension === 'day' || dimension === 'month' ? [] : { dimension, values },
    );
    const [answer, scopes] = await Promise.all([
      savingsAnswer(context, { range: request.range, where }),
      deps.store.usage({ range: request.range, by: ['account', 'region'], where: [] }),
    ]);
    return c.html(savingsPage({ deps, request, answer, scopes, now: context.now }));
  });
  return routes;
}
