import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../pricing/index.ts';
import type { Alarm } from '../../../src/domain/alarm.ts';
import { NO_MEASURES } from '../../../src/domain/measures.ts';
import { colourSlots } from '../../../web/charts/colours.ts';
import { alarmMarks, priceMarks } from '../../../web/overview/marks.ts';
import { at, fact } from '../../support.ts';
import { webWith } from './support.ts';

const RANGE = { from: at('2026-11-01T00:00:00Z'), to: at('2026-12-01T00:00:00Z') };

const alarm = (
  id: number,
  since: string,
  labels: Record<string, string>,
  title = 'Spend is high',
): Alarm => ({
  ...{ id, key: `anomaly ${id}`, rule: 'anomaly', labels, phase: 'firing', severity: 'warning' },
  ...{ seenAt: at(since), lastSeenAt: at(since), firedAt: at(since), clearSince: null, resolvedAt: null },
  ...{ acknowledged: null, pages: true, told: {} },
  observation: {
    ...{
      rule: 'anomaly',
      labels,
      verdict: 'firing',
      severity: 'warning',
      since: at(since),
      until: at(since),
    },
    ...{ title, summary: '', observed: '', expected: '', atRisk: null, causes: [], fix: '', link: '/' },
  },
});

describe('marks of the time axis', () => {
  it('are alarms of the range, by when what they tell of began', () => {
    const alarms = [
      alarm(1, '2026-11-03T10:00:00Z', { account: '1' }),
      alarm(2, '2026-10-31T23:00:00Z', {}),
      alarm(3, '2026-12-01T00:00:00Z', {}),
    ];
    expect(alarmMarks(alarms, RANGE, [])).toEqual([
      { kind: 'alarm', at: at('2026-11-03T10:00:00Z'), title: 'Spend is high', href: '/alarms/1' },
    ]);
  });

  it('are, under filters, only alarms about what is shown', () => {
    const alarms = [
      alarm(1, '2026-11-03T10:00:00Z', { account: '111122223333' }),
      alarm(2, '2026-11-03T10:00:00Z', { account: '444455556666' }),
      alarm(3, '2026-11-03T10:00:00Z', {}),
    ];
    const filters = [{ dimension: 'account' as const, values: ['111122223333'] }];
    expect(alarmMarks(alarms, RANGE, filters).map(({ href }) => href)).toEqual(['/alarms/1']);
  });

  it('are new prices of models that were called, once each, and no first prices', () => {
    const book = loadPriceBook();
    const [change] = book.rows.filter((row) =>
      book.rows.some((one) => one.model === row.model && one.scope === row.scope && one.to === row.from),
    );
    if (change === undefined) throw new Error('the catalogue has no price that took the place of another');
    const range = { from: change.from, to: at('2027-01-01T00:00:00Z') };
    const row = (model: string) => ({ ...NO_MEASURES, key: ['2026-11-01', model] });
    const marks = priceMarks(book, [row(change.model)], range);
    expect(marks.filter(({ at }) => at === change.from)).toHaveLength(1);
    expect(marks.every(({ kind }) => kind === 'price')).toBe(true);
    expect(priceMarks(book, [row('somebody.else')], range)).toEqual([]);
    // Most models of the book began within it: none of that is a change.
    const first = book.rows.filter(({ from }) => from > 0).length;
    const all = priceMarks(book, [...book.models.keys()].map(row), {
      from: at('2000-01-01T00:00:00Z'),
      to: range.to,
    });
    expect(all.length).toBeLessThan(first);
  });
});

describe('colours kept', () => {
  it('stay with their models, and others take what is left', () => {
    const kept = new Map([
      ['b', 3],
      ['c', 5],
    ]);
    const slots = colourSlots(['a', 'b', 'c', 'd'], kept);
    expect(slots.get('b')).toBe(3);
    expect(slots.get('c')).toBe(5);
    expect(new Set(slots.values()).size).toBe(4);
  });

  it('are the same on a page that is narrowed to one model', async () => {
    const models = [
      'amazon.nova-pro-v1:0',
      'amazon.nova-lite-v1:0',
      'amazon.nova-micro-v1:0',
      'amazon.nova-premier-v1:0',
    ];
    const facts = models.map((modelId, i) =>
      fact({ at: '2026-11-20T10:00:00Z', modelId, tokens: { input: 1_000_000 * (i + 1) } }),
    );
    const { page } = await webWith({ facts });
    const slotIn = (html: string, name: string) =>
      new RegExp(`swatch series-(\\d)" aria-hidden="true"></span><bdi>${name}<`).exec(html)?.[1];
    const all = await page('/');
    for (const [model, name] of [
      ['amazon.nova-pro-v1:0', 'Nova Pro'],
      ['amazon.nova-lite-v1:0', 'Nova Lite'],
      ['amazon.nova-micro-v1:0', 'Nova Micro'],
      ['amazon.nova-premier-v1:0', 'Nova Premier'],
    ] as const) {
      expect(slotIn(all, name)).toMatch(/^\d$/);
      expect([name, slotIn(await page(`/?model=${encodeURIComponent(model)}`), name)]).toEqual([
        name,
        slotIn(all, name),
      ]);
    }
  });
});
