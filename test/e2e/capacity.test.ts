/**
 * From the slider of units to what they would save, in a real browser.
 * @module
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, fact } from '../support.ts';
import { launchBrowser } from './browser.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { fitsWhenNarrow, visit } from './visitor.ts';

const NOW = at('2026-11-20T12:00:00Z');
const SONNET37 = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const QUERY = `model=${SONNET37}&region=us-east-1&unit-price=15&unit-input-tpm=180000&unit-output-tpm=36000`;
/** An hour, from 10:00: 20 minutes fill one unit and ten fill two; $1.08 for each unit and minute. Then an idle hour. */
const facts = Array.from({ length: 30 }, (_, i) =>
  fact({
    at: `2026-11-20T10:${String(i).padStart(2, '0')}:00Z`,
    modelId: SONNET37,
    tokens: i < 20 ? { input: 180_000, output: 36_000 } : { input: 360_000, output: 72_000 },
  }),
);

let dashboard: Dashboard;
let browser: Browser;
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(facts, NOW), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.close();
});

const open = (path: string, options = {}) => visit(browser, dashboard.url + path, options);

it('the slider leads from units to their saving, and the address keeps them', async () => {
  const page = await open(`/capacity?${QUERY}`);
  await page.locator('#duration-chart[data-drawn]').waitFor();
  const shown = (what: string) => page.locator(`[data-slider] [data-step="${what}"]`).textContent();
  // Two hours at $15: one unit costs $30 and leaves 10 x $1.08 of $43.20; two cost $60.
  expect(await shown('label')).toBe('1 unit, the cheapest');
  expect([await shown('unitCost'), await shown('spillCost'), await shown('saving')]).toEqual([
    '$30.00',
    '$10.80',
    '$2.40',
  ]);
  await page.getByRole('slider').focus();
  await page.keyboard.press('ArrowRight');
  expect([await shown('label'), await shown('spillCost'), await shown('saving')]).toEqual([
    '2 units',
    '$0.00',
    '-$16.80',
  ]);
  expect(new URL(page.url()).searchParams.get('units')).toBe('2');
  await page.reload();
  expect(await shown('label')).toBe('2 units');
  await fitsWhenNarrow(page);
});

it('works as a form without JavaScript, with the curve as a picture', async () => {
  const page = await open(`/capacity?${QUERY}`, { javaScriptEnabled: false });
  expect(await page.locator('[data-slider] input[type="range"]').isVisible()).toBe(false);
  expect(await page.locator('.chart-picture').isVisible()).toBe(true);
  await page.getByRole('spinbutton', { name: 'Units', exact: true }).fill('2');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  expect(new URL(page.url()).searchParams.get('units')).toBe('2');
  expect(await page.locator('[data-slider] [data-step="label"]').textContent()).toBe('2 units');
});
