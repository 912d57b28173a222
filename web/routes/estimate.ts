/**
 * What a request would cost, for programs.
 * @module
 */
import { Hono } from 'hono';
import { estimateAnswer, estimateJson, parseEstimateRequests } from '../../src/answers/estimate.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryFlag, queryName } from '../http/parameters.ts';

/** `/api/estimate`: the command's parameters, `batch=true` for its flag; counting tokens is the command's alone. */
export function estimateRoutes(deps: WebDeps): Hono {
  const routes = new Hono();
  routes.get('/api/estimate', (c) => {
    const { book, now } = answersOf(deps);
    const single = (key: string) => c.req.query(key) || undefined;
    if (c.req.query('messages') !== undefined) {
      throw new UsageError('messages: only the command bedrock-meter estimate has tokens counted by Bedrock');
    }
    const text = {
      ...{ model: single('model'), region: single('region'), at: single('at'), tier: single('tier') },
      ...{ input: single('input'), output: single('output'), images: single('images') },
      ...{ 'cache-read': single('cache-read'), 'cache-write': single('cache-write') },
      ...{ 'cache-write-1h': single('cache-write-1h'), compare: single('compare') },
      batch: queryFlag('batch', c.req.query('batch')),
    };
    return c.json(estimateJson(estimateAnswer(book, parseEstimateRequests(text, now, queryName))));
  });
  return routes;
}
