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
import type { Capacity } from '../../src/answers/capacity.ts';
import { capacityJson } from '../../src/answers/capacity-json.ts';
import { epochSeconds, type TimeRange } from '../../src/domain/time.ts';
import { canonical } from '../answers/canonical.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { durationOption } from '../charts/duration-curve.ts';
import { renderSvg } from '../charts/render-svg.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, withIds } from '../http/parameters.ts';
import { modelColours } from '../overview/model-colours.ts';
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
    const now = deps.now();
    const text = textOf(c);
    // A Region alone narrows what there is to choose from.
    const region = text.model === undefined ? text.region : undefined;
    const narrowed = region === undefined ? text : { ...text, region: undefined };
    const request = parseCapacityRequest(withIds(narrowed, deps), now, queryName);
    const [answer, places, extent] = await Promise.all([
      page.ask('capacity', request, canonical(narrowed)),
      deps.store.usage({ range: request.range, by: ['account', 'region'], where: [] }),
      deps.store.extent(),
    ]);
    const seen = clip(request.range, extent);
    return c.html(
      capacityPage({
        ...{ deps, age: page.age, state: stateOf(c), now, minutes: Math.max(0, seen.to - seen.from) / 60 },
        answer: region === undefined ? answer : inRegion(answer, region),
        colours: await modelColours(deps.store, extent, now),
        places: places.map(({ key }) => ({ account: key[0] ?? null, region: key[1] ?? null })),
      }),
    );
  });
  return routes;
}

const inRegion = (answer: Capacity, region: string): Capacity => ({
  ...answer,
  candidates: answer.candidates.filter((one) => one.region === region),
  existing: answer.existing.filter(({ owned }) => owned.region === region),
});

/** The part of a range that has data. */
const clip = ({ from, to }: TimeRange, extent: TimeRange | null): TimeRange =>
  extent === null
    ? { from, to: from }
    : { from: epochSeconds(Math.max(from, extent.from)), to: epochSeconds(Math.min(to, extent.to)) };

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
