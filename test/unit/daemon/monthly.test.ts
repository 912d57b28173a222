/**
 * The scheduled report over a real store: written and told once, whatever dies in between.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { slackPayload } from '../../../src/alarms/notify/slack/message.ts';
import { webhookPayload } from '../../../src/alarms/notify/webhook/payload.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { lookForMonth } from '../../../src/daemon/watch/monthly.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { dueMonth } from '../../../src/reports/month/due.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { refusalOf } from '../../slack-receiver.ts';
import { at, fact } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const NOTIFIERS = [
  { name: 'platform', type: 'slack', webhookUrl: 'https://hooks.slack.example/x' },
  { name: 'finance', type: 'webhook', webhookUrl: 'https://finance.example/x' },
];

async function daemon(facts: readonly InvocationFact[], monthly: object = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const source = { collector: 'file', account: null, region: null };
  await store.ingest({ source, facts, now: at('2026-10-31T00:00:00Z') }, rater);
  const config = configSchema.parse({ notifiers: NOTIFIERS, reports: { monthly } });
  const files = new Map<string, string>();
  let broken = false;
  const look = (now: string) =>
    lookForMonth({
      context: () => ({ store, book, rater, config, now: at(now) }),
      dir: '/var/reports',
      write: (path, content) => {
        if (broken) throw new Error('no space left');
        files.set(path, content);
      },
    });
  const told = async () =>
    (await store.messages({ limit: 99 })).map(({ notifier, notice }) => `${notifier} ${notice?.key}`);
  return { store, files, look, told, breaks: (now: boolean) => (broken = now) };
}

const OCTOBER = [fact({ at: '2026-10-15T10:15:00Z', tokens: { input: 20_000_000 } })];

describe('the scheduled report', () => {
  it('is written and told once, from the configured hour on', async () => {
    const { look, files, told } = await daemon(OCTOBER);
    await look('2026-10-20T00:00:00Z');
    expect(await look('2026-11-02T05:59:59Z')).toEqual({ kind: 'nothing' });
    expect(await look('2026-11-02T06:00:00Z')).toMatchObject({ kind: 'written', month: '2026-10' });
    expect([...files.keys()].map((path) => path.split('.').at(-1))).toEqual(['html', 'md', 'csv', 'json']);
    expect(files.get('/var/reports/bedrock-2026-10.md')).toContain('$22.00 in October 2026');
    for (const later of ['2026-11-02T06:01:00Z', '2026-11-20T00:00:00Z', '2026-12-02T05:00:00Z']) {
      expect(await look(later)).toEqual({ kind: 'nothing' });
    }
    expect((await told()).toSorted()).toEqual([
      'finance monthly-report 2026-10',
      'platform monthly-report 2026-10',
    ]);
  });

  it('comes late where the daemon was down, and never for months before it began', async () => {
    const { look, told } = await daemon(OCTOBER);
    await look('2026-11-05T00:00:00Z');
    expect(await look('2026-11-06T00:00:00Z')).toEqual({ kind: 'nothing' });
    const other = await daemon(OCTOBER);
    await other.look('2026-10-20T00:00:00Z');
    expect(await other.look('2026-11-25T00:00:00Z')).toMatchObject({ month: '2026-10' });
    expect([await told(), (await other.told()).length]).toEqual([[], 2]);
  });

  it('is told only once its files are written, and is tried again until they are', async () => {
    const { look, told, files, breaks } = await daemon(OCTOBER);
    await look('2026-10-20T00:00:00Z');
    breaks(true);
    await expect(look('2026-11-02T06:00:00Z')).rejects.toThrow('no space left');
    expect(await told()).toEqual([]);
    breaks(false);
    await look('2026-11-02T06:01:00Z');
    expect([files.size, (await told()).length]).toEqual([4, 2]);
  });

  it('is not written for a month without calls, nor where it is switched off', async () => {
    const { look, files } = await daemon([fact({ at: '2026-08-15T10:15:00Z' })]);
    await look('2026-08-20T00:00:00Z');
    expect(await look('2026-10-02T06:00:00Z')).toEqual({ kind: 'nothing' });
    const off = await daemon(OCTOBER, { enabled: false });
    await off.look('2026-10-20T00:00:00Z');
    expect(await off.look('2026-11-02T06:00:00Z')).toEqual({ kind: 'nothing' });
    expect([files.size, off.files.size]).toEqual([0, 0]);
  });

  it('has a summary that Slack takes, with hostile names in it', async () => {
    const role = '<!channel>`*'.repeat(40);
    const hostile = Array.from({ length: 5 }, (_, i) =>
      fact({
        at: '2026-10-15T10:15:00Z',
        arn: `arn:aws:sts::111122223333:assumed-role/${role}${i}/s`,
        tokens: { input: 1_000_000 + i },
      }),
    );
    const { look, store } = await daemon(hostile);
    await look('2026-10-20T00:00:00Z');
    await look('2026-11-02T06:00:00Z');
    const [message] = await store.messages({ notifier: 'platform', limit: 1 });
    if (message === undefined) throw new Error('nothing was told');
    const options = {
      now: at('2026-11-02T06:00:00Z') as EpochSeconds,
      publicUrl: 'https://meter.example.com',
    };
    const payload = JSON.stringify(slackPayload(message, options));
    expect(refusalOf(payload)).toBeNull();
    expect(payload).not.toContain('<!channel>');
    expect(payload).toContain('Amazon Bedrock in 2026-10: $5.50');
    expect(payload).toContain('<https://meter.example.com/reports/2026-10|Read it all>');
    expect(webhookPayload(message, options)).toMatchObject({
      ...{ reason: 'notice', alarms: [] },
      notice: { key: 'monthly-report 2026-10', url: 'https://meter.example.com/reports/2026-10' },
    });
  });
});

describe('when it is due', () => {
  it.each([
    ['2026-11-02T06:00:00Z', '2026-10-01T00:00:00Z'],
    ['2026-11-30T23:59:59Z', '2026-10-01T00:00:00Z'],
    ['2026-01-02T06:00:00Z', '2025-12-01T00:00:00Z'],
    ['2026-11-01T23:00:00Z', null],
  ])('%s: %s', (now, month) => {
    expect(dueMonth({ day: 2, hour: 6 }, at(now))?.from ?? null).toBe(month === null ? null : at(month));
  });
});
