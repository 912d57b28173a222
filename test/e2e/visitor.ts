/**
 * A person at the dashboard: opens pages, and fails the test for anything that the console says or that is asked of
 * another host.
 * @module
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 720 };

/** Opens an address, to be closed with the test. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: WIDE, colorScheme: 'light', ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const trouble: string[] = [];
  const { origin } = new URL(url);
  page.on('console', (message) => trouble.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(?:data|file):/.test(request.url()) && !request.url().startsWith(origin))
      trouble.push(`request to ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(trouble).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** The page, or its navigation, whose last links would be out of sight. */
const OVERFLOWS = `[document.documentElement, document.querySelector('.nav')]
  .some((place) => place && place.scrollWidth > place.clientWidth)`;

/** Fails where the page scrolls sideways on a telephone, once its charts have their new size; tables scroll in their frame. */
export async function fitsWhenNarrow(page: Page): Promise<void> {
  await page.setViewportSize(NARROW);
  await expect.poll(() => page.evaluate(OVERFLOWS), { timeout: 5_000 }).toBe(false);
  await page.setViewportSize(WIDE);
}
