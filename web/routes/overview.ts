/**
 * The overview.
 * @module
 */
import { Hono } from 'hono';
import { epochSeconds } from '../../src/domain/time.ts';
import type { KeptAnswers } from '../answers/kept.ts';
import type { WebDeps } from '../deps.ts';
import { darkUsage } from '../overview/dark.ts';
import type { Overview } from '../overview/model.ts';
import { peekNext } from '../overview/next-answers.ts';
import { type AskDark, readOverview } from '../overview/read.ts';
import { whyUnpriced } from '../overview/why-unpriced.ts';
import { overviewPage } from '../views/overview.tsx';

/** What comes next is about everything and about now. */
const isAboutNow = ({ request: { filters, range }, now }: Overview): boolean =>
  filters.length === 0 && range.from <= now && now <= range.to;

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
    const next = isAboutNow(overview) ? peekNext(answers, overview.now, overview.dark) : null;
    return c.html(overviewPage({ deps, age, overview, unpriced, next }));
  });
  return routes;
}
