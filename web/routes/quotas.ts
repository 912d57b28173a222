/**
 * Quotas: pages, pictures, and the same answer as the command for programs.
 * @module
 */
import { type Context, Hono } from 'hono';
import { type QuotaDetail, quotaDetail } from '../../src/answers/quota/detail.ts';
import {
  parseQuotaRequest,
  type QuotaAnswer,
  type QuotaRow,
  quotaAnswer,
  quotaJson,
} from '../../src/answers/quota.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { quotaMinutesOption } from '../charts/quota-minutes.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { answersOf, type WebDeps } from '../deps.ts';
import { queryName } from '../http/parameters.ts';
import { rememberMinute } from '../quotas/remember.ts';
import { quotaDetailPage } from '../views/quota-detail.tsx';
import { quotasPage } from '../views/quotas.tsx';

const SIZE = { width: 1200, height: 320 };
const KNOWN = ['account', 'region', 'window', 'quota', 'all'] as const;

/** `/quotas`, `/quotas/CODE`, their picture, and `/api/quota` with the command's parameters and answer. */
export function quotaRoutes(deps: WebDeps): Hono {
  const remember = rememberMinute(deps.now);
  const request = (c: Context) => {
    const single = (key: string) => c.req.query(key) || undefined;
    const text = { account: single('account'), region: single('region'), window: single('window') };
    return parseQuotaRequest(text, queryName);
  };
  const detail = (c: Context, code: string): Promise<QuotaDetail | null> => {
    const { account, region, window } = request(c);
    if (account === undefined)
      throw new UsageError('account: is missing; a quota is of one account and Region');
    if (region === undefined)
      throw new UsageError('region: is missing; a quota is of one account and Region');
    return remember(JSON.stringify(['detail', account, region, code, window]), () =>
      quotaDetail(answersOf(deps), { account, region, code }, window),
    );
  };
  const routes = new Hono();

  routes.get('/api/quota', async (c) => {
    const asked = request(c);
    const answer = await remember(JSON.stringify(['api', asked]), () => quotaAnswer(answersOf(deps), asked));
    return c.json(quotaJson(answer));
  });

  routes.get('/quotas', async (c) => {
    const asked = request(c);
    // Estimates of growth are on the page of each quota: they read twelve weeks.
    const answer = await remember(JSON.stringify(['page', asked]), () =>
      quotaAnswer(answersOf(deps), asked, { growth: false }),
    );
    const row = chosenRow(answer, c.req.query('quota'));
    const chosen =
      row &&
      (await remember(JSON.stringify(['week', row.account, row.region, row.quota.code]), () =>
        quotaDetail(answersOf(deps), { ...row, code: row.quota.code }, asked.window, { growth: false }),
      ));
    const state = stateOf(c);
    return c.html(quotasPage({ deps, request: asked, state, answer, chosen: chosen ?? null }));
  });

  routes.get('/quotas/:code', async (c) => {
    const found = await detail(c, c.req.param('code'));
    if (found === null) return c.notFound();
    return c.html(quotaDetailPage({ deps, detail: found, state: stateOf(c) }));
  });

  routes.get('/charts/quota-minutes.svg', async (c) => {
    const found = await detail(c, c.req.query('code') ?? '');
    if (found?.minutes == null) return c.notFound();
    const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
    c.header('Content-Type', 'image/svg+xml; charset=utf-8');
    return c.body(renderSvg(quotaMinutesOption(found.minutes, theme), SIZE));
  });
  return routes;
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
