/**
 * Spend for programs and spreadsheets: the same question and answer as the command `spend`.
 * @module
 */
import { type Context, Hono } from 'hono';
import { type Spend, spend, spendJson, storeQuery } from '../../src/analysis/spend.ts';
import { parseSpendRequest } from '../../src/analysis/spend-request.ts';
import { isoInstant } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { spendCsv } from '../format/spend-csv.ts';
import { queryName, spendText } from '../http/parameters.ts';

/** `/api/spend` answers JSON, `/spend.csv` the same rows as a file. */
export function spendRoutes({ store, now }: WebDeps): Hono {
  const answer = async (c: Context): Promise<Spend> => {
    const request = parseSpendRequest(spendText(c), now(), queryName);
    return spend(request, await store.usage(storeQuery(request)));
  };
  const routes = new Hono();
  routes.get('/api/spend', async (c) => c.json(spendJson(await answer(c))));
  routes.get('/spend.csv', async (c) => {
    const table = await answer(c);
    const day = (at: Spend['range']['from']) => isoInstant(at).slice(0, 10);
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header(
      'Content-Disposition',
      `attachment; filename="bedrock-spend-${day(table.range.from)}-${day(table.range.to)}.csv"`,
    );
    return c.body(spendCsv(table));
  });
  return routes;
}
