/**
 * A real browser for the tests: an installed Chromium, else the one in the package `@sparticuz/chromium`.
 * @module
 */
import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Nothing but the page under test: no update, no telemetry, no sandbox that needs a user who is not root. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-first-run',
];

/** Launches a browser without a window. `CHROMIUM_PATH` names another one. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  const installed = named ?? INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: QUIET });
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    // In one process the browser would end with its first page.
    args: [...packaged.args.filter((arg) => arg !== '--single-process'), ...QUIET],
    headless: true,
  });
}
