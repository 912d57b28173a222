/**
 * The whole story of one alarm as text, and where it comes from.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { deliverNext } from '../../../src/alarms/outbox/deliver.ts';
import { acknowledge } from '../../../src/analysis/alarms/acts.ts';
import { alarmAnswer, alarmWithHistoryJson } from '../../../src/answers/alarms.ts';
import { storyText } from '../../../src/cli/alarms-show.ts';
import { parseUsd } from '../../../src/domain/money.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { evaluation, observation, settingsOf } from '../alarms/maker.ts';

const START = at('2026-11-20T10:00:00Z');
const EVER = epochSeconds(0);
const SETTINGS = settingsOf({
  notifiers: [{ name: 'platform', type: 'slack', webhookUrl: 'https://hooks.example/x' }],
  alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '0m' } } },
});

async function story() {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const step = (now: typeof START, seen: Parameters<typeof transition>[1]) =>
    store.changeAlarms((state) => transition(state, seen, now, SETTINGS).change, EVER);
  const deliver = (now: typeof START, ok: boolean) =>
    deliverNext(
      'platform',
      {
        ...{ store, now: () => now, random: () => 0 },
        send: async () =>
          ok ? { kind: 'delivered' } : { kind: 'failed', why: 'server', detail: '503', retryAfter: null },
      },
      new AbortController().signal,
    );
  const part = { cost: parseUsd('1.5'), causes: [{ name: 'role/app', detail: '90 calls' }] };
  await step(START, [evaluation([observation(START, part)])]);
  await deliver(START, true);
  const later = epochSeconds(START + 120);
  const who = { by: 'ana', note: 'on it', now: later };
  await store.changeAlarms((state) => acknowledge(state, 1, who), EVER);
  const end = epochSeconds(START + 1800);
  await step(end, [evaluation([])]);
  await deliver(end, false);
  return { store, now: end };
}

describe('alarms show', () => {
  it('tells evidence, history and messages of one alarm', async () => {
    const { store, now } = await story();
    const found = await alarmAnswer({ store, now }, 1);
    if (found === null) throw new Error('no alarm 1');
    const text = storyText(found, 'https://meter.example.com', now);
    for (const part of [
      'Alarm 1 (throttleShare), resolved, warning: Throttling of us.test-model-v1:0 in us-east-1',
      'Observed  12.0 % of calls throttled in 5 min',
      'Cost      $1.50 more than expected',
      'Acknowledged by ana at 2026-11-20 10:02 UTC: on it',
      '1. role/app: 90 calls',
      'Evidence: https://meter.example.com/quota',
      '2026-11-20 10:00 UTC  fired: 12.0 % of calls throttled in 5 min',
      '2026-11-20 10:02 UTC  acknowledged by ana: on it',
      '2026-11-20 10:30 UTC  resolved: Throttling',
      '2026-11-20 10:00 UTC  platform: FIRING, taken at once',
      '2026-11-20 10:30 UTC  platform: RESOLVED, waits after one attempt, tried again in 5 s (503)',
    ])
      expect(text).toContain(part);
    expect(alarmWithHistoryJson(found, now)).toMatchObject({
      ...{ id: 1, state: 'resolved', cost: '1.500000000' },
      messages: [
        { notifier: 'platform', news: 'firing', state: 'delivered' },
        { notifier: 'platform', news: 'resolved', state: 'queued', attempts: 1, error: '503' },
      ],
    });
  });

  it('has no answer for a number that nobody has', async () => {
    const { store, now } = await story();
    expect(await alarmAnswer({ store, now }, 2)).toBeNull();
  });
});
