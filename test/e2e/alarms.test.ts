/**
 * The night shift: a message in Slack, its link, the cause, and silence.
 * @module
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRater, loadPriceBook } from '../../pricing/index.ts';
import { RULE_TASKS } from '../../src/alarms/ask/tasks.ts';
import { Evaluator } from '../../src/alarms/evaluate.ts';
import { lifecycleSettings } from '../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../src/alarms/lifecycle/transition.ts';
import { send } from '../../src/alarms/notify/send.ts';
import { deliverNext } from '../../src/alarms/outbox/deliver.ts';
import { configSchema } from '../../src/config/schema.ts';
import { epochSeconds } from '../../src/domain/time.ts';
import { type Receiver, refusalOf, startReceiver } from '../slack-receiver.ts';
import { at, fact } from '../support.ts';
import { launchBrowser } from './browser.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { fitsWhenNarrow, visit } from './visitor.ts';

const NOW = at('2026-11-21T14:40:00Z');
const LOOP = 'arn:aws:sts::111122223333:assumed-role/claims-triage/i-0abc';
/** Haiku 4.5 bills $5 per million output tokens in Region, 10 % more than global: 11 M are some sixty dollars. */
const FACTS = [
  fact({ at: '2026-11-21T14:10:00Z', arn: LOOP, tokens: { output: 11_000_000 } }),
  fact({ at: '2026-11-21T14:12:00Z', tokens: { output: 100_000 } }),
];

let dashboard: Dashboard;
let receiver: Receiver;
let browser: Browser;

beforeAll(async () => {
  [dashboard, receiver, browser] = await Promise.all([
    startDashboard(FACTS, NOW),
    startReceiver(),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await receiver?.close();
  await dashboard?.close();
});

/** What the watching thread does: one look of one rule, and the message that follows. */
async function watchOnce(): Promise<void> {
  const { store, url } = dashboard;
  const config = configSchema.parse({
    notifiers: [{ name: 'platform', type: 'slack', webhookUrl: receiver.url }],
    alarms: { rules: { spendPerHour: { usd: 25 } } },
  });
  const book = loadPriceBook();
  const evaluator = new Evaluator(RULE_TASKS.filter(({ rule }) => rule === 'spendPerHour'));
  const seen = await evaluator.evaluate({ store, book, rater: createRater(book), config, now: NOW });
  await store.changeAlarms(
    (state) => transition(state, seen, NOW, lifecycleSettings(config)).change,
    epochSeconds(0),
  );
  const [notifier] = config.notifiers;
  if (notifier === undefined) throw new Error('no notifier');
  const deps = {
    ...{ store, now: () => NOW, random: () => 0 },
    send: (message: Parameters<typeof send>[1]) =>
      send(notifier, message, { now: NOW, publicUrl: url, timeoutMilliseconds: 5_000 }),
  };
  await deliverNext('platform', deps, new AbortController().signal);
}

describe('an alarm at night', () => {
  it('leads from Slack to the cause, and to silence', async () => {
    await watchOnce();
    const message = receiver.requests[0]?.body ?? '';
    expect([receiver.requests.length, refusalOf(message)]).toEqual([1, null]);
    expect(message).toContain('assumed-role/claims-triage');
    const link = /<(http[^|>]*\/alarms\/1)\|Open alarm 1>/.exec(message)?.[1] ?? '';
    const page = await visit(browser, link);
    await page.getByRole('heading', { level: 1, name: /Spend of an hour is \$/ }).waitFor();
    expect(await page.getByRole('list').filter({ hasText: 'claims-triage' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: '1 alarm fires' }).count()).toBe(1);

    await fitsWhenNarrow(page);

    // 11 M tokens of output at $5.50 a million.
    await page.getByRole('link', { name: 'Show the evidence' }).focus();
    await page.keyboard.press('Enter');
    const row = page.locator('#principals').getByRole('row').filter({ hasText: 'claims-triage' });
    expect(await row.textContent()).toContain('$60.50');
    await fitsWhenNarrow(page);
    await page.goBack();

    await page.getByLabel('How long').selectOption('24h');
    await page.getByLabel('Reason').fill('load test until tomorrow');
    await page.getByRole('button', { name: 'Silence' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/Silenced by dashboard until 22 Nov 14:40 UTC: load test until tomorrow/).waitFor();
    expect(await page.getByRole('link', { name: 'No alarm fires' }).count()).toBe(1);
    expect(await dashboard.store.silences(NOW)).toMatchObject([{ rule: 'spendPerHour', to: NOW + 86_400 }]);
  });
});
