/**
 * Quotas: pages, pictures, and the same answer as the command for programs.
 * @module
 */
import { type Context, Hono } from 'hono';
import type { RequestOf } from '../../src/answers/questions.ts';
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import {
  parseQuotaRequest,
  type QuotaAnswer,
  type QuotaRequest,
  type QuotaRow,
  quotaJson,
} from '../../src/answers/quota.ts';
import { UsageError } from '../../src/domain/errors.ts';
import type { KeptAnswers, PageAnswers } from '../answers/kept.ts';
import { quotaMinutesOption } from '../charts/quota-minutes.ts';
import { renderSvg } from '../charts/render-svg.ts';
import type { WebDeps } from '../deps.ts';
import { queryName, withIds } from '../http/parameters.ts';
import { quotaDetailJson } from '../quotas/detail-json.ts';
import { nextToThrottle } from '../quotas/figures.ts';
import { quotaDetailPage } from '../views/quota-detail.tsx';
import { quotasPage } from '../views/quotas.tsx';

const SIZE = { width: 1200, height: 320 };
const KNOWN = ['account', 'region', 'window', 'quota', 'all'] as const;

/** `/quotas`, `/quotas/CODE`, their picture, `/api/quota` with the command's parameters and answer, and `/api/quota/CODE`. */
export function quotaRoutes(deps: WebDeps, answers: KeptAnswers): Hono {
  const request = (c: Context) => {
    const single = (key: string) => c.req.query(key) || undefined;
    const text = { account: single('account'), region: single('region'), window: single('window') };
    return parseQuotaRequest(withIds(text, deps), queryName);
  };
  const keyOf = (c: Context, code: string) => {
    const { account, region, window } = request(c);
    if (account === undefined)
      throw new UsageError('account: is missing; a quota is of one account and Region');
    if (region === undefined)
      throw new UsageError('region: is missing; a quota is of one account and Region');
    return { account, region, code, window };
  };
  const detail = async (c: Context, page: PageAnswers, code: string): Promise<QuotaDetail | null> => {
    const { window, ...quota } = keyOf(c, code);
    return page.ask('quotaDetail', { quota, window, growth: true });
  };
  const routes = new Hono();

  routes.get('/api/quota', async (c) => {
    const asked = request(c);
    return c.json(quotaJson(await answers.fresh('quota', { request: asked, parts: {} })));
  });

  routes.get('/api/quota/:code', async (c) => {
    const { window, ...quota } = keyOf(c, c.req.param('code'));
    const found = await answers.fresh('quotaDetail', { quota, window, growth: true });
    return found === null ? c.notFound() : c.json(quotaDetailJson(found));
  });

  routes.get('/quotas', async (c) => {
    const asked = request(c);
    const page = answers.forPage();
    const shown = await askQuotas(page, asked, c.req.query('quota'));
    return c.html(quotasPage({ deps, age: page.age, request: asked, state: stateOf(c), ...shown }));
  });

  routes.get('/quotas/:code', async (c) => {
    const page = answers.forPage();
    const found = await detail(c, page, c.req.param('code'));
    if (found === null) return c.notFound();
    return c.html(quotaDetailPage({ deps, age: page.age, detail: found, state: stateOf(c) }));
  });

  routes.get('/charts/quota-minutes.svg', async (c) => {
    const found = await detail(c, answers.forPage(), c.req.query('code') ?? '');
    if (found?.minutes == null) return c.notFound();
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(quotaMinutesOption(found.minutes, theme), SIZE));
  });
  return routes;
}

/** What the page of all quotas shows. Estimates of growth are on the page of each: they read twelve weeks. */
export async function askQuotas(page: PageAnswers, request: QuotaRequest, asked: string | undefined) {
  const answer = await page.ask('quota', { request, parts: { growth: false } });
  const row = chosenRow(answer, asked);
  if (row === undefined) return { answer, chosen: null };
  const quota = { account: row.account, region: row.region, code: row.quota.code };
  const chosen = await page.ask('quotaDetail', { quota, window: request.window, growth: false });
  return { answer, chosen };
}

/** What the page of one quota asks, growth included. */
export const growthQuestion = (
  { account, region, quota: { code } }: QuotaRow,
  window: QuotaAnswer['window'],
): RequestOf<'quotaDetail'> => ({ quota: { account, region, code }, window, growth: true });

/** When the quota that is next to throttle will: the line of the overview, and the page of that quota. */
export async function askNextToThrottle(page: PageAnswers): Promise<void> {
  const { answer } = await askQuotas(page, parseQuotaRequest({}, queryName), undefined);
  const row = nextToThrottle(answer);
  if (row !== null) await page.ask('quotaDetail', growthQuestion(row, answer.window));
}

/** The state in the address, without what the pages do not know. */
function stateOf(c: Context): URLSearchParams {
  const known = KNOWN.flatMap((key) => {
    const value = c.req.query(key);
    return value ? [[key, value] as [string, string]] : [];
  });
  return new URLSearchParams(known);
}

/** The quota of the heat map: the one asked for (`CODE account region`), else the most urgent in use. */
function chosenRow({ rows }: QuotaAnswer, asked: string | undefined): QuotaRow | undefined {
  const used = rows.filter(({ used }) => used);
  const key = ({ quota, account, region }: QuotaRow) => [quota.code, account, region].join(' ');
  return used.find((row) => key(row) === asked) ?? used[0];
}
