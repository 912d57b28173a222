/**
 * What people do with the overview, in a real browser.
 * @module
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { formatUsd } from '../../src/domain/format.ts';
import { parseUsd } from '../../src/domain/money.ts';
import { launchBrowser } from './browser.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { NOW, smallWorld } from './small-world.ts';

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 720 };

let dashboard: Dashboard;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [dashboard, browser] = await Promise.all([startDashboard(smallWorld(), NOW), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await dashboard?.close();
});

/** Opens a page, and fails the test for anything said on the console or asked of another host. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && !request.url().startsWith(dashboard.url)) {
      trouble.push(`request to ${request.url()}`);
    }
  });
  onTestFinished(async () => {
    await context.close();
    expect(trouble).toEqual([]);
  });
  await page.goto(dashboard.url + path);
  if (options.javaScriptEnabled !== false) await page.locator('[data-drawn]').waitFor();
  return page;
}

interface Answer {
  readonly total: { readonly cost: string; readonly invocations: number };
}

/** The total as the API gives it, written as people see it. */
async function apiCost(query: string): Promise<string> {
  const response = await fetch(`${dashboard.url}/api/spend?${query}`);
  const { total } = (await response.json()) as Answer;
  return formatUsd(parseUsd(total.cost));
}

const textOf = async (page: Page, selector: string) =>
  ((await page.locator(selector).first().textContent()) ?? '').trim();
const shownCost = (page: Page) => textOf(page, '#figure-cost .value');
const shoot = (page: Page, name: string) =>
  page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
/** Whether the page itself scrolls sideways; tables scroll in their own frame. */
const overflows = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

describe('the overview', () => {
  it('opens on the month so far, with the total that the API gives', async () => {
    const page = await open('/');
    const cost = await apiCost('');
    expect(await shownCost(page)).toBe(cost);
    expect(await textOf(page, 'h1')).toMatch(
      new RegExp(`^\\${cost} so far in November, .* October at this point; .* is principal claims-triage`),
    );
    expect(await textOf(page, '#models tfoot td')).toBe(cost);
    expect(await page.locator('.chart svg').count()).toBe(1);
    expect(await overflows(page)).toBe(false);
    await shoot(page, 'overview-light-wide');
  });

  it('changes its numbers with the range picker, and keeps the range in the address', async () => {
    const page = await open('/');
    const month = await shownCost(page);
    await page.getByRole('link', { name: '7 d', exact: true }).click();
    await page.waitForURL('**/?since=7d');
    expect(await shownCost(page)).toBe(await apiCost('since=7d'));
    expect(await shownCost(page)).not.toBe(month);
    await page.locator('details.menu summary').click();
    await page.getByLabel('From').fill('2026-11-10T00:00');
    await page.getByLabel('Up to').fill('2026-11-12T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/from=2026-11-10T00%3A00&to=2026-11-12T00%3A00/);
    expect(await shownCost(page)).toBe(await apiCost('from=2026-11-10&to=2026-11-12'));
    await page.goBack();
    expect(await shownCost(page)).toBe(await apiCost('since=7d'));
  });

  it('leads from a model to its callers to their hours', async () => {
    const page = await open('/?from=2026-11-01&to=2026-12-01');
    await page.locator('#models').getByRole('link', { name: 'Claude Haiku 4.5' }).click();
    const model = 'where=model=anthropic.claude-haiku-4-5-20251001-v1:0';
    await page.locator('.chip').first().waitFor();
    expect(await shownCost(page)).toBe(await apiCost(model));
    await page.locator('#principals').getByRole('link', { name: 'ticket-router' }).click();
    await page.locator('.chip').nth(1).waitFor();
    const both = `${model}&where=principal=arn:aws:sts::111122223333:assumed-role/ticket-router`;
    expect(await shownCost(page)).toBe(await apiCost(both));
    await page.getByText('The numbers behind the chart').click();
    await page.getByRole('link', { name: '18 Nov', exact: true }).click();
    await page.getByText('Cost per hour by model').waitFor();
    expect(await shownCost(page)).toBe(await apiCost(`${both}&from=2026-11-18&to=2026-11-19`));
    await page.getByRole('link', { name: 'Remove the filter Model Claude Haiku 4.5' }).click();
    await page.locator('.chip').nth(1).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('model')).toBeNull();
  });

  it('opens a day from its bar, and tells its parts at the pointer', async () => {
    const page = await open('/');
    const box = await page.locator('#spend-chart').boundingBox();
    if (!box) throw new Error('the chart has no size');
    await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.6);
    await page.locator('.tip-title').waitFor();
    const [, day] = /^(\d+) Nov/.exec(await textOf(page, '.tip-title')) ?? [];
    await page.mouse.click(box.x + box.width * 0.62, box.y + box.height * 0.6);
    await page.waitForURL(new RegExp(`from=2026-11-${day?.padStart(2, '0')}T`));
  });

  it('narrows to an account as soon as it is chosen', async () => {
    const page = await open('/');
    await page.locator('select[name=account]').selectOption('111122223333');
    await page.waitForURL(/account=111122223333/);
    expect(await textOf(page, '.chip')).toContain('prod');
  });
});

describe('without JavaScript', () => {
  it('has its tables, its numbers, and its chart as a picture', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    expect(await shownCost(page)).toBe(await apiCost(''));
    expect(await page.evaluate("document.querySelector('.chart-picture').naturalWidth")).toBe(1200);
    await page.locator('select[name=region]').selectOption('us-east-1');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/region=us-east-1/);
    await page.locator('#principals').getByRole('link', { name: 'claims-triage' }).click();
    await page.waitForURL(/principal=/);
    expect(await page.locator('.chip').count()).toBe(2);
    await shoot(page, 'overview-no-javascript');
  });
});

describe('the keyboard', () => {
  it('filters, goes places and lists itself, but not while somebody types', async () => {
    const page = await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('claims');
    expect(await page.locator('#principals tbody tr:visible').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/status');
    expect(await textOf(page, 'h1')).toBe('The one source is in order.');
  });

  it('reaches the content first, and copies an id', async () => {
    const page = await open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to content');
    await page.getByRole('button', { name: /^Copy arn:.*claims-triage/ }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      'arn:aws:sts::111122223333:assumed-role/claims-triage',
    );
  });
});

describe('how it looks', () => {
  it('fits 320 pixels without scrolling sideways', async () => {
    const page = await open('/', { viewport: NARROW });
    expect(await overflows(page)).toBe(false);
    await shoot(page, 'overview-light-narrow');
    const long = await open('/?from=2026-10-01&to=2026-11-15&by=session', { viewport: NARROW });
    expect(await overflows(long)).toBe(false);
  });

  it.each([
    ['wide', WIDE],
    ['narrow', NARROW],
  ])('is dark in the dark, %s', async (name, viewport) => {
    const page = await open('/?since=24h', { viewport, colorScheme: 'dark' });
    const ground = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    expect(ground).toBe('rgb(15, 17, 21)');
    await shoot(page, `overview-dark-${name}`);
  });

  it('redraws its chart when the theme changes', async () => {
    const page = await open('/');
    const ink = () => page.locator('.chart svg text').first().getAttribute('fill');
    expect(await ink()).toBe('#5b6270');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('.chart svg text[fill="#a2a9b8"]').first().waitFor();
  });

  it('shows a hostile name as text', async () => {
    const page = await open('/');
    await page.locator('#principals').getByRole('link', { name: '<img src=x onerror=alert(1)>' }).click();
    await page.locator('.chip').waitFor();
    expect(await textOf(page, '.chip')).toContain('<img src=x onerror=alert(1)>');
  });

  it('prints without its controls', async () => {
    const page = await open('/');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.nav').isVisible()).toBe(false);
    expect(await page.locator('#models table').isVisible()).toBe(true);
    await shoot(page, 'overview-print');
  });
});
