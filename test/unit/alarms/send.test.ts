import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { retryAfterSeconds } from '../../../src/alarms/notify/answer.ts';
import { send } from '../../../src/alarms/notify/send.ts';
import { testMessage } from '../../../src/alarms/notify/test-message.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { type Behaviour, type Receiver, startReceiver } from '../../slack-receiver.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-21T03:12:00Z');
let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

async function sent(
  type: 'slack' | 'webhook',
  behaviour?: Behaviour,
  more: object = {},
  message = testMessage('n', NOW),
) {
  receiver = await startReceiver(behaviour);
  const config = configSchema.parse({ notifiers: [{ name: 'n', type, webhookUrl: receiver.url, ...more }] });
  const [notifier] = config.notifiers;
  if (notifier === undefined) throw new Error('no notifier');
  const options = { now: NOW, publicUrl: 'https://meter.example.com', timeoutMilliseconds: 300 };
  return { outcome: await send(notifier, message, options), requests: receiver.requests };
}

const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Behaviour =>
  () => ({ status, body, headers });

const PAGE = '<!DOCTYPE html><html><title>Sign in</title></html>';

describe('a message to Slack', () => {
  it('is delivered when Slack says ok, and not when somebody else says 200', async () => {
    expect((await sent('slack')).outcome).toEqual({ kind: 'delivered' });
    expect((await sent('slack', answer(200, PAGE))).outcome).toMatchObject({
      why: 'not-understood',
      detail: expect.stringMatching(/web page/),
    });
    expect((await sent('slack', answer(200, ''))).outcome).toMatchObject({ why: 'not-understood' });
  });

  it.each([
    [429, '', { 'retry-after': '17' }, 'rate-limited', 17],
    [429, '', {}, 'rate-limited', 30],
    [429, '', { 'retry-after': 'Sat, 21 Nov 2026 03:13:30 GMT' }, 'rate-limited', 90],
    [429, '', { 'retry-after': 'soon' }, 'rate-limited', 30],
    [500, PAGE, {}, 'server', null],
    [503, '', { 'retry-after': '5' }, 'server', 5],
    [400, 'invalid_blocks', {}, 'rejected', null],
    [404, 'no_service', {}, 'refused', null],
    [302, '', { location: 'https://elsewhere.example' }, 'refused', null],
  ] as const)('is tried again after %i %s', async (status, body, headers, why, retryAfter) => {
    const { outcome } = await sent('slack', answer(status, body, headers));
    expect(outcome).toMatchObject({ kind: 'failed', why, retryAfter });
  });

  it('that hangs is given up, and one that nobody listens for', async () => {
    expect((await sent('slack', () => ({ status: 200, hang: true }))).outcome).toMatchObject({
      why: 'timeout',
    });
    const { url } = await startReceiver().then(async (gone) => {
      await gone.close();
      return gone;
    });
    expect((await sent('slack', undefined, { webhookUrl: url })).outcome).toMatchObject({
      why: 'network',
      detail: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  it('never tells the address in an error, not even where the receiver repeats it', async () => {
    const echo: Behaviour = () => ({ status: 500, body: receiver?.url ?? '' });
    for (const behaviour of [echo, answer(404, PAGE), answer(429)]) {
      const { outcome } = await sent('slack', behaviour);
      expect(JSON.stringify(outcome)).not.toContain('secret-part');
      await receiver?.close();
    }
  });
});

describe('a message that cannot be written', () => {
  it.each(['slack', 'webhook'] as const)(
    'to %s is rejected for itself, and nothing is sent',
    async (type) => {
      const [item] = testMessage('n', NOW).items;
      if (item === undefined) throw new Error('no alarm');
      const since = epochSeconds(Number.NaN);
      const broken = { ...item.alarm, observation: { ...item.alarm.observation, since } };
      const message = { ...testMessage('n', NOW), items: [{ ...item, alarm: broken }] };
      const { outcome, requests } = await sent(type, undefined, {}, message);
      expect(outcome).toMatchObject({
        ...{ kind: 'failed', why: 'rejected', retryAfter: null },
        detail: expect.stringMatching(/^the message could not be written: /),
      });
      expect(requests).toEqual([]);
    },
  );
});

describe('a message to a webhook', () => {
  const SECRET = 'a secret of sixteen or more';

  it('is signed over time and body, as the documentation verifies it', async () => {
    const { outcome, requests } = await sent('webhook', answer(204), { secret: SECRET });
    expect(outcome).toEqual({ kind: 'delivered' });
    const [{ body, headers } = { body: '', headers: {} }] = requests;
    const stamp = headers['x-bedrock-meter-timestamp'];
    const mac = createHmac('sha256', SECRET).update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-bedrock-meter-signature']).toBe(`sha256=${mac}`);
    expect(stamp).toBe(String(NOW));
    expect(headers['x-bedrock-meter-delivery']).toBe('0');
    expect(JSON.parse(body)).toMatchObject({
      version: 1,
      reason: 'first',
      alarms: [{ news: 'firing', rule: 'test', state: 'firing', url: 'https://meter.example.com/alarms' }],
    });
  });

  it('is not signed without a secret, and is delivered by any success that is no web page', async () => {
    const { outcome, requests } = await sent('webhook', answer(202, 'queued'));
    expect(outcome).toEqual({ kind: 'delivered' });
    expect(requests[0]?.headers['x-bedrock-meter-signature']).toBeUndefined();
    expect((await sent('webhook', answer(200, PAGE))).outcome).toMatchObject({ why: 'not-understood' });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date; nonsense is none', () => {
    expect(
      [null, '0', '120', '-1', '1e9', 'Fri, 20 Nov 2026 00:00:00 GMT', 'Xyz'].map((text) =>
        retryAfterSeconds(text, NOW),
      ),
    ).toEqual([null, 0, 120, null, null, 0, null]);
  });
});
