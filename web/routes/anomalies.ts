/**
 * Unusual spend.
 * @module
 */
import { Hono } from 'hono';
import { type Anomalies, type AnomalyRequest, anomalies, anomalyBand } from '../../src/answers/anomalies.ts';
import { anomaliesJson, bandJson } from '../../src/answers/anomalies-json.ts';
import { parseAnomalyRequest, parseScope } from '../../src/answers/anomalies-request.ts';
import { type EpochSeconds, hourOf } from '../../src/domain/time.ts';
import { bandOption } from '../charts/band-option.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName, spendText } from '../http/parameters.ts';
import { Recent } from '../http/recent.ts';
import { type OverviewRequest, parseOverviewRequest } from '../overview/request.ts';
import { anomaliesPage } from '../views/anomalies.tsx';
import { bandPoints } from '../views/anomalies-band.tsx';

const SIZE = { width: 1200, height: 320 };
/** Shown without a range. */
const DEFAULT_SPAN = '7d';
const KEPT_SECONDS = 60;

/** `/anomalies`, its chart, and the same as JSON under `/api`. */
export function anomalyRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  const recent = new Recent<Anomalies>(KEPT_SECONDS);
  const answerOf = (context: ReturnType<typeof answersOf>, request: AnomalyRequest) => {
    // A span up to now moves with every second, the hours that are judged do not.
    const { where } = request;
    const key = JSON.stringify([hourOf(request.range.from), hourOf(request.range.to), where]);
    return recent.get(key, context.now, () => anomalies(context, request));
  };
  routes.get('/api/anomalies', async (c) => {
    const context = answersOf(deps);
    const band = c.req.query('band') || undefined;
    const request = parseAnomalyRequest({ ...spendText(c), band }, context.now, queryName);
    const [answer, hours] = await Promise.all([
      answerOf(context, request),
      band === undefined ? null : anomalyBand(context, request),
    ]);
    return c.json({ ...anomaliesJson(answer), ...(hours && { band: bandJson(hours) }) });
  });
  routes.get('/anomalies', async (c) => {
    const context = answersOf(deps);
    const { request, question } = readPage(c.req.url, context.now);
    const [answer, band, scopes] = await Promise.all([
      answerOf(context, question),
      anomalyBand(context, question),
      deps.store.usage({ range: request.range, by: ['account', 'region'], where: [] }),
    ]);
    return c.html(anomaliesPage({ deps, request, answer, band, scopes, now: context.now }));
  });
  routes.get('/charts/anomalies.svg', async (c) => {
    const context = answersOf(deps);
    const band = await anomalyBand(context, readPage(c.req.url, context.now).question);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(bandOption(band === null ? [] : bandPoints(band, context.now), theme), SIZE));
  });
  return routes;
}

function readPage(url: string, now: EpochSeconds): { request: OverviewRequest; question: AnomalyRequest } {
  const params = new URL(url).searchParams;
  if (!['from', 'to', 'since'].some((key) => params.get(key))) params.set('since', DEFAULT_SPAN);
  const request = parseOverviewRequest(params, now);
  const scope = params.get('band') || undefined;
  const band = scope === undefined ? null : parseScope(scope, 'band');
  return { request, question: { range: request.range, where: request.filters, band } };
}
