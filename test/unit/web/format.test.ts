import { describe, expect, it } from 'vitest';
import { nanoUsd } from '../../../src/domain/money.ts';
import { deltaText, pointsText, ratioText } from '../../../web/format/change.ts';
import { labelOf, type Names } from '../../../web/format/label.ts';
import { agoText, rangeText, spanText } from '../../../web/format/moment.ts';
import { at } from '../../support.ts';

const NAMES: Names = {
  models: new Map([
    ['amazon.nova-lite-v1:0', { name: 'Nova Lite' }],
    ['x.twin-1', { name: 'Twin' }],
    ['x.twin-2', { name: 'Twin' }],
  ]),
  accounts: new Map([['111122223333', 'prod']]),
};

describe('changes', () => {
  it.each([
    [0.234, '+23.4 %'],
    [-0.08, '−8.0 %'],
    [0.0001, '0.0 %'],
    [-0.0001, '0.0 %'],
    [8.99, '+899.0 %'],
    [11.5, '×12.5'],
    [250, '×251'],
  ])('%d is %s', (ratio, text) => expect(ratioText(ratio)).toBe(text));

  it('have a sign and a real minus', () => {
    expect([812_100_000_000n, -4_200_000n, 0n].map((n) => deltaText(nanoUsd(n)))).toEqual([
      '+$812.10',
      '−$0.0042',
      '$0.00',
    ]);
    expect([0.031, -0.031, 0.0001].map(pointsText)).toEqual(['+3.1 pp', '−3.1 pp', '0.0 pp']);
  });
});

describe('times', () => {
  const now = at('2026-11-21T14:05:00Z');
  it.each([
    ['2026-11-01', '2026-12-01', '1 – 30 Nov'],
    ['2026-11-04', '2026-11-05', '4 Nov'],
    ['2026-10-30', '2026-11-02', '30 Oct – 1 Nov'],
    ['2025-12-30', '2026-01-02', '30 Dec 2025 – 1 Jan'],
    ['2026-11-20T14:00:00Z', '2026-11-20T15:00:00Z', '20 Nov 14:00 – 15:00'],
    ['2026-11-20T23:00:00Z', '2026-11-21', '20 Nov 23:00 – 21 Nov 00:00'],
  ])('%s to %s', (from, to, text) => expect(rangeText({ from: at(from), to: at(to) }, now)).toBe(text));

  it.each([
    ['2026-11-21T14:04:30Z', 'just now'],
    ['2026-11-21T14:02:00Z', '3 min ago'],
    ['2026-11-21T02:05:00Z', '12 h ago'],
    ['2026-11-18T09:12:00Z', '18 Nov 09:12'],
  ])('%s is %s', (when, text) => expect(agoText(at(when), now)).toBe(text));

  it('tells spans in one unit', () => {
    expect([45, 720, 18_000, 259_200].map(spanText)).toEqual(['45 s', '12 min', '5 h', '3 days']);
  });
});

describe('labels', () => {
  it.each([
    ['arn:aws:sts::111122223333:assumed-role/support-assistant', 'support-assistant', 'role · prod'],
    ['arn:aws:iam::444455556666:user/team/dana', 'dana', 'user · 444455556666'],
    ['arn:aws:iam::444455556666:root', 'root', 'root · 444455556666'],
    ['arn:aws-cn:sts::444455556666:federated-user/bob', 'bob', 'federated user · 444455556666'],
    ['not an arn', 'not an arn', null],
  ])('put the telling part of %s first', (arn, text, detail) => {
    expect(labelOf('principal', arn, NAMES)).toEqual({ text, detail, full: arn });
  });

  it('name models, unless the name is not theirs alone', () => {
    expect(labelOf('model', 'amazon.nova-lite-v1:0', NAMES).text).toBe('Nova Lite');
    expect(labelOf('model', 'x.twin-2', NAMES).text).toBe('x.twin-2');
    expect(labelOf('model', 'a.new-one', NAMES).text).toBe('a.new-one');
  });

  it('say what no value and too many values mean', () => {
    expect(labelOf('model', null, NAMES)).toMatchObject({
      text: '(none)',
      detail: 'the id does not say which model',
    });
    expect(labelOf('session', '(other)', NAMES).detail).toBe('past the daily limit of distinct values');
  });

  it('cut the middle of what is long, and keep it whole to hover', () => {
    const { text, full } = labelOf('session', 's'.repeat(100), NAMES);
    expect([text.length, full?.length]).toEqual([44, 100]);
  });
});
