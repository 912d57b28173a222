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
import { type Capacity, capacity } from '../../src/answers/capacity.ts';
import { capacityJson } from '../../src/answers/capacity-json.ts';
import { durationOption } from '../charts/duration-curve.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName } from '../http/parameters.ts';
import { capacityPage } from '../views/capacity.tsx';

const SIZE = { width: 1200, height: 320 };

/** `/capacity`, its picture, and `/api/capacity` with the command's parameters and answer. */
export function capacityRoutes(deps: WebDeps): Hono {
  const answer = (c: Context): Promise<Capacity> => {
    const context = answersOf(deps);
    return capacity(context, parseCapacityRequest(textOf(c), context.now, queryName));
  };
  const routes = new Hono();
  routes.get('/api/capacity', async (c) => c.json(capacityJson(await answer(c))));
  routes.get('/charts/capacity.svg', async (c) => {
    const { plan } = await answer(c);
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    const option = durationOption({ points: plan?.curve ?? [] }, plan?.chosen?.units ?? 0, theme);
    return c.body(renderSvg(option, SIZE));
  });
  routes.get('/capacity', async (c) =>
    c.html(capacityPage({ deps, state: stateOf(c), answer: await answer(c), now: deps.now() })),
  );
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
