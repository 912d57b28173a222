/**
 * Agents, their sessions, and one session call by call.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { type Context, Hono } from 'hono';
import { agentNames, agentsJson } from '../../src/answers/agents.ts';
import { parseAgentsRequest } from '../../src/answers/agents-request.ts';
import type { RequestOf } from '../../src/answers/questions.ts';
import { sessionJson } from '../../src/answers/session.ts';
import { UsageError } from '../../src/domain/errors.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { sessionsOption, stepsOption } from '../charts/agents-option.ts';
import type { Theme } from '../charts/palette.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { momentText } from '../format/moment.ts';
import { queryName, spendText } from '../http/parameters.ts';
import { type OverviewRequest, parseOverviewRequest } from '../overview/request.ts';
import { agentsPage } from '../views/agents.tsx';
import { sessionPage } from '../views/session.tsx';

/** Sessions on the page. */
const SHOWN_SESSIONS = 40;

const SIZE = { width: 1200, height: 280 };
const themeOf = (c: Context): Theme => (c.req.query('theme') === 'dark' ? 'dark' : 'light');

/** `/agents`, `/agents/session`, and the same as JSON under `/api`. */
export function agentRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  routes.get('/api/agents', async (c) => {
    const text = { ...spendText(c, deps), limit: c.req.query('limit') || undefined };
    const request = parseAgentsRequest(text, deps.now(), queryName);
    return c.json(agentsJson(await answers.fresh('agents', request)));
  });
  const listed = async (c: Context, page: PageAnswers) => {
    const now = deps.now();
    const request = parseOverviewRequest(new URL(c.req.url).searchParams, now, deps.config.accounts);
    return { request, answer: await askAgents(page, request), now };
  };
  routes.get('/agents', async (c) => {
    const page = answers.forPage();
    const shown = await listed(c, page);
    const { range } = shown.request;
    const scopes = await deps.store.usage({ range, by: ['account', 'region'], where: [] });
    return c.html(agentsPage({ deps, age: page.age, scopes, ...shown }));
  });
  const session = (c: Context): RequestOf<'session'> => {
    const name = c.req.query('session');
    if (!name) throw new UsageError('session: missing; /agents links to every session');
    const { range, where } = parseAgentsRequest(spendText(c, deps), deps.now(), queryName);
    return { range, where, session: name };
  };
  routes.get('/api/agents/session', async (c) =>
    c.json(sessionJson(await answers.fresh('session', session(c)))),
  );
  routes.get('/agents/session', async (c) => {
    const page = answers.forPage();
    const answer = await page.ask('session', session(c));
    const names = await agentNames(answersOf(deps));
    return c.html(sessionPage({ deps, age: page.age, answer, names, now: deps.now() }));
  });
  const svg = (c: Context, option: EChartsOption) => {
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(option, SIZE));
  };
  routes.get('/charts/agents.svg', async (c) => {
    const { answer, now } = await listed(c, answers.forPage());
    return svg(
      c,
      sessionsOption(answer.sessions, themeOf(c), (at) => momentText(at, now)),
    );
  });
  routes.get('/charts/session.svg', async (c) =>
    svg(c, stepsOption((await answers.forPage().ask('session', session(c))).steps, themeOf(c))),
  );
  return routes;
}

/** What the page of all agents shows. */
export function askAgents(page: PageAnswers, { range, filters }: OverviewRequest) {
  const where = filters.flatMap(({ dimension, values }) =>
    dimension === 'hour' || dimension === 'day' || dimension === 'month' ? [] : { dimension, values },
  );
  return page.ask('agents', { range, where, limit: SHOWN_SESSIONS });
}
