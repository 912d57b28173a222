/**
 * What the same usage would have cost otherwise, for programs.
 * @module
 */
import { Hono } from 'hono';
import { parseWhatIfRequest, whatIfAnswer, whatIfJson } from '../../src/answers/whatif.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryFlag, queryName, spendText } from '../http/parameters.ts';

/** `/api/whatif`: the command's parameters, `batch=true` for its flag; list prices are the command's alone. */
export function whatIfRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/whatif', async (c) => {
    const { store, book, now, frozen } = answersOf(deps);
    if (c.req.query('list-prices') !== undefined) {
      throw new UsageError('list-prices: only the command bedrock-meter whatif knows them');
    }
    const text = {
      ...spendText(c, deps),
      as: c.req.query('as') || undefined,
      tier: c.req.query('tier') || undefined,
      batch: queryFlag('batch', c.req.query('batch')),
    };
    const request = parseWhatIfRequest(text, false, book, now, queryName);
    return c.json({
      ...whatIfJson(await whatIfAnswer({ store, book, now, frozen }, request)),
      listPrices: false,
    });
  });
  return routes;
}
