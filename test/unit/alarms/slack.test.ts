import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackPayload } from '../../../src/alarms/notify/slack/message.ts';
import { code, escaped, linkTo, plain, prose } from '../../../src/alarms/notify/slack/text.ts';
import { testMessage } from '../../../src/alarms/notify/test-message.ts';
import type { Alarm, Message, News, Observation } from '../../../src/domain/alarm.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { refusalOf } from '../../slack-receiver.ts';
import { at } from '../../support.ts';
import { observation } from './maker.ts';

const NOW = at('2026-11-21T03:12:00Z');
const OPTIONS = { now: NOW, publicUrl: 'https://meter.example.com' };

function alarm(id: number, part: Partial<Observation> = {}, more: Partial<Alarm> = {}): Alarm {
  const seen = observation(NOW, { since: at('2026-11-21T02:30:00Z'), ...part });
  return {
    ...{ id, key: `k${id}`, rule: seen.rule, labels: seen.labels, phase: 'firing', severity: seen.severity },
    ...{ seenAt: NOW, lastSeenAt: NOW, firedAt: NOW, clearSince: null, resolvedAt: null },
    ...{ acknowledged: null, pages: true, told: {}, observation: seen },
    ...more,
  };
}

function message(items: readonly [News, Alarm][], part: Partial<Message> = {}): Message {
  return {
    ...{ id: 7, notifier: 'platform', createdAt: NOW, reason: 'first', state: 'queued', attempts: 1 },
    ...{ nextAttemptAt: NOW, endedAt: null, error: null, plain: false },
    items: items.map(([news, one]) => ({ news, alarm: one })),
    ...part,
  };
}

const payload = (items: readonly [News, Alarm][], part: Partial<Message> = {}) =>
  slackPayload(message(items, part), OPTIONS);
const golden = (name: string, value: unknown) =>
  expect(`${JSON.stringify(value, null, 2)}\n`).toMatchFileSnapshot(`../../golden/slack/${name}.json`);

const loop = alarm(42, {
  rule: 'anomaly',
  severity: 'critical',
  title: 'Spend is unusually high: agent CHECKOUT01',
  summary:
    '$412.50 since 2026-11-21T02:00:00Z, where $18.20 were to be expected: $394.30 more. Mostly more calls ($371.00).',
  observed: '$412.50',
  expected: '$18.20, up to $41.00',
  atRisk: { usd: nanoUsd(9_463_200_000_000n), per: 'day' },
  causes: [
    { name: 'agent CHECKOUT01', detail: '$371.20 more than before' },
    { name: 'model anthropic.claude-sonnet-4-5-20250929-v1:0', detail: '$23.10 more than before' },
    { name: 'principal role/checkout', detail: '$0.10 more than before' },
    { name: 'principal role/search', detail: '$0.02 more than before' },
  ],
  fix: 'Open the evidence and follow the largest contributor.',
  link: '/anomalies?from=2026-11-21T02%3A00%3A00Z&band=agent%3DCHECKOUT01',
});

const HOSTILE =
  '<!channel> *b* _i_ ~s~ `c` & <https://evil.example|click> @here #general \u202egnp.exe\u0007';
const hostile = alarm(43, {
  labels: { modelId: HOSTILE },
  title: `Throttling of ${HOSTILE}`,
  summary: HOSTILE,
  observed: HOSTILE,
  expected: HOSTILE,
  causes: [
    { name: HOSTILE, detail: HOSTILE },
    { name: '', detail: '' },
    { name: 'a`b```c', detail: '\n\n> quoted\n• item' },
  ],
  fix: HOSTILE,
  link: 'https://evil.example/',
});
const HUGE = '𝒳&'.repeat(5_000);
const huge = (id: number) =>
  alarm(id, {
    title: HUGE,
    summary: HUGE,
    observed: HUGE,
    expected: HUGE,
    causes: Array.from({ length: 500 }, () => ({ name: HUGE, detail: HUGE })),
    fix: HUGE,
    link: `/${'x'.repeat(500)}`,
  });

describe('a Slack message', () => {
  it('says what, how much, since when, who and what to do', async () => {
    await golden('firing', payload([['firing', loop]]));
  });

  it('says that it is over', async () => {
    const over = {
      ...loop,
      phase: 'resolved' as const,
      clearSince: epochSeconds(NOW - 600),
      resolvedAt: NOW,
    };
    await golden('resolved', payload([['resolved', over]], { reason: 'all-resolved' }));
  });

  it('cannot be misused by names', async () => {
    const made = payload([['firing', hostile]]);
    await golden('hostile', made);
    const texts = JSON.stringify(made);
    expect(texts).not.toMatch(/<!|<@|<#|<https:\/\/evil/);
    expect(texts).not.toContain('\u202e');
  });

  it('groups several alarms, worst first and those that ended last', async () => {
    const items: [News, Alarm][] = [
      ['escalated', loop],
      ['firing', alarm(44)],
      ['brief', { ...alarm(45), phase: 'resolved', resolvedAt: NOW, clearSince: NOW }],
    ];
    await golden('group', payload(items, { reason: 'new-alarms' }));
  });

  it('says that it is late', async () => {
    await golden(
      'late',
      payload([['repeat', loop]], { createdAt: epochSeconds(NOW - 11_400), reason: 'repeat' }),
    );
  });

  it('is plain text where blocks were refused', async () => {
    await golden('plain', payload([['firing', loop]], { plain: true }));
  });

  it('of `alarms test` says that nothing is wrong', async () => {
    await golden('test', slackPayload(testMessage('platform', NOW), OPTIONS));
  });

  it('stays within the limits, however long the names and however many the alarms', () => {
    for (const count of [1, 2, 5, 20, 500]) {
      const items = Array.from({ length: count }, (_, i): [News, Alarm] => ['firing', huge(i + 1)]);
      const made = payload(items);
      expect([count, refusalOf(JSON.stringify(made))]).toEqual([count, null]);
    }
    expect(JSON.stringify(payload(Array.from({ length: 60 }, (_, i) => ['firing', alarm(i + 1)])))).toMatch(
      /and \d+ more/,
    );
  });

  it('is never refused, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(HOSTILE, '', ' ', HUGE),
    );
    const news = fc.constantFrom<News>('firing', 'escalated', 'repeat', 'resolved', 'brief');
    const one = fc.record({ news, a: text, b: text, c: text });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (rows) => {
        const items = rows.map(({ news, a, b, c }, i): [News, Alarm] => {
          const seen = {
            title: a,
            summary: b,
            observed: c,
            expected: a,
            fix: b,
            causes: [{ name: c, detail: a }],
          };
          return [news, alarm(i + 1, seen)];
        });
        const body = JSON.stringify(payload(items));
        expect(refusalOf(body)).toBeNull();
        // Every < that Slack would read as a control is one of our own links.
        const controls = [...body.matchAll(/<([^>]*)>?/g)].map(([, inside]) => inside ?? '');
        expect(controls.filter((inside) => !inside.startsWith('https://meter.example.com/'))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves out a link to evidence that is too long, and keeps one that fits', () => {
    // 2,048 characters of a principal, nine characters each once they are percent-encoded.
    const link = `/?principal=${encodeURIComponent('\u540d'.repeat(2048))}`;
    expect(link).toHaveLength(12 + 9 * 2048);
    const body = JSON.stringify(payload([['firing', alarm(9, { link })]]));
    expect(refusalOf(body)).toBeNull();
    expect(body).toContain('<https://meter.example.com/alarms/9|Open alarm 9>');
    expect(body).not.toContain('Evidence');
    expect(JSON.stringify(payload([['firing', alarm(9)]]))).toContain('|Evidence>');
  });

  it('is within the limits and never fails, whatever 20,000 characters an observation has anywhere', () => {
    const unit = fc.constantFrom(
      '\u540d',
      '\u{1f469}\u200d\u{1f467}',
      '&',
      '"',
      '\\',
      '*',
      '|',
      '\ud800',
      'x',
      ' ',
    );
    const long = fc
      .tuple(fc.array(unit, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 20_000 }))
      .map(([units, length]) => units.join('').repeat(length).slice(0, length));
    const text = fc.oneof(long, fc.string({ unit: 'binary', maxLength: 60 }));
    const link = fc.oneof(
      text.map((name) => `/?principal=${encodeURIComponent(name.toWellFormed())}`),
      text.map((name) => `/${name}`),
      text,
    );
    const causes = fc.array(fc.record({ name: text, detail: text }), { maxLength: 4 });
    const one = fc.record({
      ...{ rule: text, title: text, summary: text, observed: text, expected: text, fix: text },
      ...{ link, causes },
    });
    const news = fc.constantFrom<News>('firing', 'escalated', 'repeat', 'resolved', 'brief');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(news, one), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (rows, plain) => {
          const items = rows.map(([what, seen], i): [News, Alarm] => [what, alarm(i + 1, seen)]);
          expect(refusalOf(JSON.stringify(payload(items, { plain })))).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('text for Slack', () => {
  it('is cut between characters and within its limit, entities counted', () => {
    expect(escaped('&&&', 12)).toBe('&amp;&amp;…');
    expect(plain('<!channel>', 50)).toBe('‹!channel›');
    expect(plain('a👨‍👩‍👧b', 5)).toBe('a…');
    expect(prose('*x*', 100)).toBe('\u200b*x\u200b*');
    expect(code('a`b', 100)).toBe('`aˋb`');
    expect(code('', 100)).toBe('`(none)`');
    expect(plain('\ud800', 10)).toBe('\ufffd');
    const long = fc.tuple(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 3, max: 100 }));
    fc.assert(
      fc.property(long, ([text, limit]) => {
        for (const write of [escaped, plain, prose]) {
          const out = write(text, limit);
          expect(out.length).toBeLessThanOrEqual(limit);
          expect(out.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('keeps links whole', () => {
    expect(linkTo('https://meter.example.com/a?b=c&d=|>', 'a > b')).toBe(
      '<https://meter.example.com/a?b=c&amp;d=%7C&gt;|a &gt; b>',
    );
  });
});

describe('the receiver of these tests', () => {
  it('refuses what Slack refuses', () => {
    const with_ = (blocks: unknown[]) => refusalOf(JSON.stringify({ text: 'x', blocks }));
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
    expect(refusalOf('{')).toBe('invalid_payload');
    expect(refusalOf('{"blocks":[]}')).toBe('no_text');
    expect(with_([{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }])).toBe(
      'invalid_blocks',
    );
    expect(with_([section('x'.repeat(3001))])).toBe('invalid_blocks');
    expect(with_(Array.from({ length: 51 }, () => section('x')))).toBe('invalid_blocks');
    expect(with_(Array.from({ length: 5 }, () => section('x'.repeat(2900))))).toBe('msg_blocks_too_long');
  });
});
