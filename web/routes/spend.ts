/**
 * Spend for programs and spreadsheets: the same question and answer as the command `spend`.
 * @module
 */
import { type Context, Hono } from 'hono';
import { type Spend, type SpendRequest, spendJson } from '../../src/analysis/spend.ts';
import { parseSpendRequest } from '../../src/analysis/spend-request.ts';
import { spendCoverageJson } from '../../src/answers/coverage-json.ts';
import { spendAnswer } from '../../src/answers/spend.ts';
import { unpricedJson, unpricedUsage } from '../../src/answers/unpriced.ts';
import { parseRange } from '../../src/domain/range.ts';
import { isoInstant, toWholeHours } from '../../src/domain/time.ts';
import type { KeptAnswers } from '../answers/kept.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { spendCsv } from '../format/spend-csv.ts';
import { queryName, spendText } from '../http/parameters.ts';

/** `/api/spend` answers JSON, `/spend.csv` the same rows as a file; `/api/unpriced` what has no price, and why. */
export function spendRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const asked = (c: Context): SpendRequest => parseSpendRequest(spendText(c, deps), deps.now(), queryName);
  const answer = (request: SpendRequest): Promise<Spend> => spendAnswer(answersOf(deps), request);
  const routes = new Hono();
  routes.get('/api/spend', async (c) => {
    const request = asked(c);
    const { range, where } = request;
    const coverage = spendCoverageJson(await answers.fresh('spendCoverage', { range, where }));
    return c.json(spendJson(await answer(request), coverage));
  });
  routes.get('/api/unpriced', async (c) => {
    const range = toWholeHours(parseRange(spendText(c, deps), deps.now(), queryName));
    return c.json(unpricedJson(await unpricedUsage(answersOf(deps), range)));
  });
  routes.get('/spend.csv', async (c) => {
    const table = await answer(asked(c));
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
