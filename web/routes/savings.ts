/**
 * The advisor.
 * @module
 */
import { Hono } from 'hono';
import { callFilters } from '../../src/answers/agents-request.ts';
import type { RequestOf } from '../../src/answers/questions.ts';
import { savingsJson } from '../../src/answers/savings.ts';
import { parseRange } from '../../src/domain/range.ts';
import { toWholeHours } from '../../src/domain/time.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, spendText } from '../http/parameters.ts';
import { type OverviewRequest, parseOverviewRequest } from '../overview/request.ts';
import { savingsPage } from '../views/savings.tsx';

/** `/savings`, and the same as JSON under `/api`. */
export function savingsRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  routes.get('/api/savings', async (c) => {
    const text = spendText(c, deps);
    const range = toWholeHours(parseRange(text, deps.now(), queryName));
    const where = callFilters(text.where ?? [], 'where');
    return c.json(savingsJson(await answers.fresh('savings', { range, where })));
  });
  routes.get('/savings', async (c) => {
    const now = deps.now();
    const request = parseOverviewRequest(new URL(c.req.url).searchParams, now, deps.config.accounts);
    const page = answers.forPage();
    const [answer, scopes] = await Promise.all([
      askSavings(page, request),
      deps.store.usage({ range: request.range, by: ['account', 'region'], where: [] }),
    ]);
    return c.html(savingsPage({ deps, age: page.age, request, answer, scopes, now }));
  });
  return routes;
}

/** What the page shows. */
export const askSavings = (page: PageAnswers, request: OverviewRequest) =>
  page.ask('savings', savingsQuestion(request));

export function savingsQuestion({ range, filters }: OverviewRequest): RequestOf<'savings'> {
  const where = filters.flatMap(({ dimension, values }) =>
    dimension === 'hour' || dimension === 'day' || dimension === 'month' ? [] : { dimension, values },
  );
  return { range, where };
}
