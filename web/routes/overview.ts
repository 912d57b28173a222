/**
 * The overview.
 * @module
 */
import { Hono } from 'hono';
import { epochSeconds } from '../../src/domain/time.ts';
import type { KeptAnswers } from '../answers/kept.ts';
import type { WebDeps } from '../deps.ts';
import { darkUsage } from '../overview/dark.ts';
import { type AskDark, readOverview } from '../overview/read.ts';
import { whyUnpriced } from '../overview/why-unpriced.ts';
import { overviewPage } from '../views/overview.tsx';

/** `/`. */
export function overviewRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const page = answers.forPage();
    const askDark: AskDark = ({ range, filters }) => darkUsage(page, range, filters);
    const overview = await readOverview(deps, new URL(c.req.url).searchParams, askDark);
    const at = epochSeconds(Math.min(overview.periods.range.to - 1, deps.now()));
    const unpriced = overview.unpriced.map((usage) => ({ ...usage, why: whyUnpriced(deps.book, usage, at) }));
    // Only what metrics saw is kept; where it is not shown, nothing is old.
    const age = overview.dark === null ? null : page.age;
    return c.html(overviewPage({ deps, age, overview, unpriced }));
  });
  return routes;
}
