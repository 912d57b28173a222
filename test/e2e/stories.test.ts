/**
 * What brings people to the dashboard, clicked as they would: a month's total to its caller and the report, a hot quota
 * to who fills it, an agent to its runaway session.
 * @module
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthOf } from '../../src/domain/time.ts';
import { monthReport } from '../../src/reports/month/write.ts';
import { saveReport } from '../../src/reports/save.ts';
import { at, type FactText, fact } from '../support.ts';
import { launchBrowser } from './browser.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { fitsWhenNarrow, visit } from './visitor.ts';

const NOW = at('2026-11-20T12:00:00Z');
const ROLE = 'arn:aws:sts::111122223333:assumed-role';
const [CLAIMS, SUPPORT] = [`${ROLE}/claims-triage/agent-7`, `${ROLE}/support/web`];
const AGENT = `${ROLE}/AmazonBedrockExecutionRoleForAgents_K7Q2M/BedrockAgents-K7Q2M9X4BD`;
const SONNET45 = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const TPM = {
  code: 'L-F4DDD3EB',
  name: 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
};

const many = (count: number, of: (i: number) => FactText) =>
  Array.from({ length: count }, (_, i) => fact(of(i)));
const clock = (day: string, seconds: number): string =>
  new Date((at(`${day}T00:00:00Z`) + seconds) * 1000).toISOString();

const FACTS = [
  // Haiku 4.5 in its Region: $1.10 and $5.50 a million. 20 x ($1.10 + $0.55) = $33.00, and 10 x $1.10 = $11.00.
  ...many(20, (i) => ({
    ...{ at: clock('2026-10-05', i * 86_400), arn: CLAIMS },
    tokens: { input: 1_000_000, output: 100_000 },
  })),
  ...many(10, (i) => ({
    ...{ at: clock('2026-10-08', i * 86_400), arn: SUPPORT },
    tokens: { input: 1_000_000 },
  })),
  // One minute: 4 x (5,000 + 5 x 2,000) = 60,000 settled and 4 x 69,000 = 276,000 reserved, of 200,000.
  ...many(4, (i) => ({
    ...{ at: '2026-11-20T11:30:10Z', arn: i < 3 ? CLAIMS : SUPPORT, modelId: SONNET45 },
    ...{ tokens: { input: 5_000, output: 2_000 }, maxTokens: 64_000 },
  })),
  // A call each 20 seconds: 205 x (10,000 x $1.10 + 200 x $5.50) / 1,000,000 = $2.4805; 200 calls are the budget.
  ...many(205, (i) => ({
    ...{ at: clock('2026-11-19', 3600 + i * 20), arn: `${AGENT}-00000000-0000-4000-8000-00000000beef` },
    tokens: { input: 10_000, output: 200 },
  })),
  ...many(6, (i) => ({
    ...{ at: clock('2026-11-19', i * 60), arn: `${AGENT}-00000000-0000-4000-8000-00000000000${i % 2}` },
    tokens: { input: 10_000, output: 200 },
  })),
];

let dashboard: Dashboard;
let browser: Browser;
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(FACTS, NOW), launchBrowser()]);
  const { store, context, reportsDir } = dashboard;
  for (const kind of ['quota-applied', 'quota-default']) {
    const value = kind === 'quota-applied' ? 200_000 : 5_000_000;
    const items = [{ id: TPM.code, body: { ...TPM, value, adjustable: true } }];
    await store.putSnapshot({ account: '111122223333', region: 'us-east-1', kind, at: NOW, items });
  }
  const body = { id: 'K7Q2M9X4BD', name: 'order-agent' };
  const items = [{ id: body.id, body }];
  await store.putSnapshot({ account: '111122223333', region: 'us-east-1', kind: 'agent', at: NOW, items });
  const { files } = await monthReport(context, monthOf(at('2026-10-01T00:00:00Z')), ['html']);
  for (const { name, content } of files) saveReport(join(reportsDir, name), content);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.close();
});

const open = (path: string) => visit(browser, dashboard.url + path);
const menu = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
const cost = (page: Page) => page.locator('#figure-cost .value').first();
const title = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name });

describe('last month', () => {
  it('leads from its total to one caller, and to the same number in the report', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Last month' }).click();
    await title(page, /\$44\.00 in October/).waitFor();
    expect(await cost(page).textContent()).toBe('$44.00');
    await page.locator('#principals').getByRole('link', { name: 'claims-triage' }).click();
    await page.getByRole('link', { name: /Remove the filter Principal/ }).waitFor();
    expect(await cost(page).textContent()).toBe('$33.00');
    await fitsWhenNarrow(page);

    await menu(page, 'Reports');
    await title(page, /The newest report is that of October/).waitFor();
    await fitsWhenNarrow(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'HTML' }).click(),
    ]);
    // As a person opens what was downloaded: from the disk.
    const file = join(dashboard.reportsDir, 'downloaded.html');
    await download.saveAs(file);
    await page.goto(pathToFileURL(file).href);
    const row = page.getByRole('row').filter({ hasText: 'claims-triage' }).first();
    expect(await row.getByRole('cell').allTextContents()).toContain('$33.00');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Amazon Bedrock in October 2026',
    );
    expect(await page.locator('body').textContent()).toContain('$44.00');
    await fitsWhenNarrow(page);
  });
});

describe('a hot quota', () => {
  it('leads to the caller who reserves it', async () => {
    const page = await open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.waitForURL('**/quotas');
    const row = page.getByRole('row').filter({ hasText: 'Sonnet 4.5' });
    // 60,000 and 276,000 of 200,000.
    expect(await row.getByRole('cell').first().textContent()).toMatch(/^Critical/);
    expect(await row.textContent()).toMatch(/30(\.0)? %.*138(\.0)? %/);
    await fitsWhenNarrow(page);
    await row.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Who fills it/ }).waitFor();
    const callers = page.getByRole('region', { name: 'Callers', exact: true });
    const first = callers.getByRole('row').nth(1);
    // Three calls of four.
    expect(await first.textContent()).toMatch(/claims-triage.*75(\.0)? %/);
    expect(await callers.getByRole('row').nth(2).textContent()).toMatch(/support.*25(\.0)? %/);
    await fitsWhenNarrow(page);
    await first.getByRole('link', { name: 'claims-triage' }).click();
    await page.getByRole('link', { name: /Remove the filter Principal/ }).waitFor();
    // 3 x (5,000 x $3.30 + 2,000 x $16.50) / 1,000,000.
    expect(await cost(page).textContent()).toBe('$0.15');
  });
});

describe('an agent', () => {
  it('leads to its runaway session, and to the calls', async () => {
    const page = await open('/');
    await menu(page, 'Agents');
    await title(
      page,
      /One session passed the budget; the dearest made 205 model calls for \$2\.48/,
    ).waitFor();
    await fitsWhenNarrow(page);
    const sessions = page.getByRole('region', { name: 'Sessions', exact: true });
    const worst = sessions.getByRole('row').nth(1);
    expect(await worst.textContent()).toMatch(/order-agent.*\$2\.48.*205.*calls$/);
    // A table that scrolls is reached, and its links are, by the keyboard alone.
    await sessions.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await title(page, /order-agent made 205 model calls in .* for \$2\.48/).waitFor();
    const calls = page.getByRole('region', { name: 'Calls of the session' }).getByRole('row');
    expect(await calls.count()).toBe(206);
    // $0.011 and $0.0011.
    expect(await calls.nth(1).textContent()).toMatch(/^2026-11-19 01:00:00.*\$0\.01/);
    expect(await calls.nth(205).textContent()).toContain('2026-11-19 02:08:00');
    await fitsWhenNarrow(page);
  });
});
