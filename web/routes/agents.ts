/**
 * Agents, their sessions, and one session call by call.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { type Context, Hono } from 'hono';
import { agentNames, agentsAnswer, agentsJson } from '../../src/answers/agents.ts';
import { parseAgentsRequest } from '../../src/answers/agents-request.ts';
import { sessionAnswer, sessionJson } from '../../src/answers/session.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { sessionsOption, stepsOption } from '../charts/agents-option.ts';
import type { Theme } from '../charts/palette.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName, spendText } from '../http/parameters.ts';
import { parseOverviewRequest } from '../overview/request.ts';
import { agentsPage } from '../views/agents.tsx';
import { sessionPage } from '../views/session.tsx';

/** Sessions on the page. */
const SHOWN_SESSIONS = 40;

const SIZE = { width: 1200, height: 280 };
const themeOf = (c: Context): Theme => (c.req.query('theme') === 'dark' ? 'dark' : 'light');

/** `/agents`, `/agents/session`, and the same as JSON under `/api`. */
export function agentRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/agents', async (c) => {
    const context = answersOf(deps);
    const text = { ...spendText(c), limit: c.req.query('limit') || undefined };
    return c.json(agentsJson(await agentsAnswer(context, parseAgentsRequest(text, context.now, queryName))));
  });
  const listed = async (params: URLSearchParams) => {
    const context = answersOf(deps);
    const request = parseOverviewRequest(params, context.now);
    const where = request.filters.flatMap(({ dimension, values }) =>
      dimension === 'hour' || dimension === 'day' || dimension === 'month' ? [] : { dimension, values },
    );
    const answer = await agentsAnswer(context, { range: request.range, where, limit: SHOWN_SESSIONS });
    return { request, answer, now: context.now };
  };
  routes.get('/agents', async (c) => {
    const shown = await listed(new URL(c.req.url).searchParams);
    const [scopes, sources] = await Promise.all([
      deps.store.usage({ range: shown.request.range, by: ['account', 'region'], where: [] }),
      deps.store.sources(),
    ]);
    return c.html(agentsPage({ deps, scopes, sources, ...shown }));
  });
  const session = async (c: Context) => {
    const context = answersOf(deps);
    const name = c.req.query('session');
    if (!name) throw new UsageError('session: missing; /agents links to every session');
    const { range, where } = parseAgentsRequest(spendText(c), context.now, queryName);
    return sessionAnswer(context, { range, where, session: name });
  };
  routes.get('/api/agents/session', async (c) => c.json(sessionJson(await session(c))));
  routes.get('/agents/session', async (c) => {
    const answer = await session(c);
    const names = await agentNames(answersOf(deps));
    return c.html(sessionPage({ deps, answer, names, now: deps.now() }));
  });
  const svg = (c: Context, option: EChartsOption) => {
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(option, SIZE));
  };
  routes.get('/charts/agents.svg', async (c) =>
    svg(c, sessionsOption((await listed(new URL(c.req.url).searchParams)).answer.sessions, themeOf(c))),
  );
  routes.get('/charts/session.svg', async (c) => svg(c, stepsOption((await session(c)).steps, themeOf(c))));
  return routes;
}
