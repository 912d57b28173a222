/**
 * Provisioned throughput against on demand.
 * @module
 */
import { type Context, Hono } from 'hono';
import {
  CAPACITY_PARAMETERS,
  type CapacityText,
  parseCapacityRequest,
} from '../../src/analysis/capacity/request.ts';
import { capacityJson } from '../../src/answers/capacity-json.ts';
import { canonical } from '../answers/canonical.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { durationOption } from '../charts/duration-curve.ts';
import { renderSvg } from '../charts/render-svg.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, withIds } from '../http/parameters.ts';
import { capacityPage } from '../views/capacity.tsx';

const SIZE = { width: 1200, height: 320 };

/** `/capacity`, its picture, and `/api/capacity` with the command's parameters and answer. */
export function capacityRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const asked = (c: Context) => parseCapacityRequest(withIds(textOf(c), deps), deps.now(), queryName);
  // The range moves with every second, what was asked does not.
  const shown = (c: Context, page: PageAnswers) => page.ask('capacity', asked(c), canonical(textOf(c)));
  const routes = new Hono();
  routes.get('/api/capacity', async (c) =>
    c.json(capacityJson(await answers.fresh('capacity', asked(c), { key: canonical(textOf(c)) }))),
  );
  routes.get('/charts/capacity.svg', async (c) => {
    const { plan } = await shown(c, answers.forPage());
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    const option = durationOption({ points: plan?.curve ?? [] }, plan?.chosen?.units ?? 0, theme);
    return c.body(renderSvg(option, SIZE));
  });
  routes.get('/capacity', async (c) => {
    const page = answers.forPage();
    const answer = await shown(c, page);
    return c.html(capacityPage({ deps, age: page.age, state: stateOf(c), answer, now: deps.now() }));
  });
  return routes;
}

const KEYS = Object.entries(CAPACITY_PARAMETERS) as [keyof CapacityText, string][];

function textOf(c: Context): CapacityText {
  return Object.fromEntries(KEYS.map(([key, name]) => [key, c.req.query(name)?.trim() || undefined]));
}

/** The address without what the page does not know. */
function stateOf(c: Context): URLSearchParams {
  const known = KEYS.flatMap(([, name]) => {
    const value = c.req.query(name)?.trim();
    return value ? [[name, value]] : [];
  });
  return new URLSearchParams(known as [string, string][]);
}
