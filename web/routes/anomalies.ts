/**
 * Unusual spend.
 * @module
 */
import { Hono } from 'hono';
import { agentNames } from '../../src/answers/agents.ts';
import type { AnomalyRequest } from '../../src/answers/anomalies.ts';
import { anomaliesJson, bandJson } from '../../src/answers/anomalies-json.ts';
import { parseAnomalyRequest, parseScope } from '../../src/answers/anomalies-request.ts';
import { withAccountIds } from '../../src/config/account-names.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { bandOption } from '../charts/band-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName, spendText, withIds } from '../http/parameters.ts';
import { type OverviewRequest, parseOverviewRequest } from '../overview/request.ts';
import { anomaliesPage } from '../views/anomalies.tsx';
import { bandPoints } from '../views/anomalies-band.tsx';

const SIZE = { width: 1200, height: 320 };
/** Shown without a range. */
const DEFAULT_SPAN = '7d';

/** `/anomalies`, its chart, and the same as JSON under `/api`. */
export function anomalyRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  routes.get('/api/anomalies', async (c) => {
    const band = c.req.query('band') || undefined;
    const request = parseAnomalyRequest(
      withIds({ ...spendText(c, deps), band }, deps),
      deps.now(),
      queryName,
    );
    const [answer, hours] = await Promise.all([
      answers.fresh('anomalies', { ...request, band: null }),
      band === undefined ? null : answers.fresh('anomalyBand', request),
    ]);
    return c.json({ ...anomaliesJson(answer), ...(hours && { band: bandJson(hours) }) });
  });
  routes.get('/anomalies', async (c) => {
    const now = deps.now();
    const { request, question } = readPage(c.req.url, now, deps.config.accounts);
    const page = answers.forPage();
    const [shown, scopes, agents] = await Promise.all([
      askAnomalies(page, question),
      deps.store.usage({ range: request.range, by: ['account', 'region'], where: [] }),
      agentNames(answersOf(deps)),
    ]);
    return c.html(anomaliesPage({ deps, age: page.age, request, ...shown, scopes, agents, now }));
  });
  routes.get('/charts/anomalies.svg', async (c) => {
    const now = deps.now();
    const band = await answers
      .forPage()
      .ask('anomalyBand', readPage(c.req.url, now, deps.config.accounts).question);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(bandOption(band === null ? [] : bandPoints(band, now), theme), SIZE));
  });
  return routes;
}

/** What the page shows: the incidents of all scopes, and the band of one. */
export async function askAnomalies(page: PageAnswers, question: AnomalyRequest) {
  const [answer, band] = await Promise.all([
    page.ask('anomalies', { ...question, band: null }),
    page.ask('anomalyBand', question),
  ]);
  return { answer, band };
}

export function readPage(
  url: string,
  now: EpochSeconds,
  accounts: WebDeps['config']['accounts'] = [],
): { request: OverviewRequest; question: AnomalyRequest } {
  const params = new URL(url).searchParams;
  if (!['from', 'to', 'since'].some((key) => params.get(key))) params.set('since', DEFAULT_SPAN);
  const request = parseOverviewRequest(params, now, accounts);
  const { band: scope } = withAccountIds({ band: params.get('band') || undefined }, accounts, queryName);
  const band = scope === undefined ? null : parseScope(scope, 'band');
  return { request, question: { range: request.range, where: request.filters, band } };
}
