import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisMoney } from '../../../web/charts/axis.ts';
import { colourSlots } from '../../../web/charts/colours.ts';
import { INK, REST_COLOUR, SERIES_COLOURS, type Theme } from '../../../web/charts/palette.ts';
import { renderSvg } from '../../../web/charts/render-svg.ts';
import type { SpendChart } from '../../../web/charts/spend-data.ts';
import { spendOption } from '../../../web/charts/spend-option.ts';
import { contrast, difference, VISIONS } from './colour-science.ts';

const THEMES: readonly Theme[] = ['light', 'dark'];

describe('the palette', () => {
  it.each(THEMES)('stands off the page in %s', (theme) => {
    for (const colour of [...SERIES_COLOURS[theme], REST_COLOUR[theme]]) {
      expect(contrast(colour, INK[theme].surface)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(INK[theme].text, INK[theme].surface)).toBeGreaterThanOrEqual(4.5);
  });

  // Differences are in OKLab, where 0.02 is just visible side by side.
  it.each(THEMES)('is told apart with any colour vision in %s', (theme) => {
    const colours = SERIES_COLOURS[theme];
    for (const vision of VISIONS) {
      for (const [i, a] of colours.entries()) {
        for (const b of colours.slice(i + 1)) {
          expect(difference(a, b, vision), `${a} and ${b}, ${vision}`).toBeGreaterThan(0.06);
        }
      }
    }
  });

  it('is the same in the style sheet', () => {
    const css = readFileSync(new URL('../../../web/client/css/tokens.css', import.meta.url), 'utf8');
    const [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
    for (const [theme, text] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      SERIES_COLOURS[theme].forEach((colour, i) => {
        expect(text).toContain(`--series-${i}: ${colour};`);
      });
      expect(text).toContain(`--series-rest: ${REST_COLOUR[theme]};`);
      expect(text).toContain(`--surface: ${INK[theme].surface};`);
    }
  });

  it('has text of enough contrast in the style sheet', () => {
    const css = readFileSync(new URL('../../../web/client/css/tokens.css', import.meta.url), 'utf8');
    for (const text of css.split('@media screen and (prefers-color-scheme: dark)')) {
      const value = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(text)?.[1] ?? '';
      for (const ink of ['text', 'muted', 'accent', 'warn', 'up', 'down']) {
        for (const ground of ['page', 'surface', 'raised', 'hover']) {
          expect(contrast(value(ink), value(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      expect(contrast(value('warn'), value('warn-soft'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(value('accent'), value('accent-soft'))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('colours of models', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 16 });

  it('are distinct, ten at most, and do not depend on who is dearest', () => {
    fc.assert(
      fc.property(names, (all) => {
        const slots = colourSlots(all);
        expect(slots.size).toBe(Math.min(10, all.length));
        expect(new Set(slots.values()).size).toBe(slots.size);
        const first = all.slice(0, 10);
        expect(colourSlots(first.toReversed())).toEqual(slots);
      }),
    );
  });

  it('belong to the model, whoever else is on the page', () => {
    const alone = colourSlots(['anthropic.claude-opus-5-5']).get('anthropic.claude-opus-5-5');
    const among = colourSlots([
      'anthropic.claude-opus-5-5',
      'amazon.nova-lite-v1:0',
      'meta.llama3-3-70b-instruct-v1:0',
    ]);
    expect(among.get('anthropic.claude-opus-5-5')).toBe(alone);
  });
});

const bucket = (state: SpendChart['buckets'][number]['state']) => ({
  label: '1 Nov',
  title: '1 Nov',
  state,
  href: '/',
});
const chart: SpendChart = {
  measure: 'cost',
  buckets: [bucket('whole'), bucket('empty'), bucket('running')],
  series: [
    { name: 'Claude', slot: 0, values: [1, null, 2] },
    { name: '2 other models', slot: null, values: [0.5, null, null] },
  ],
};

describe('the spend chart', () => {
  it('starts at zero, leaves gaps, hatches what runs, greys the rest, and never moves', () => {
    const option = spendOption(chart, 'light');
    expect(option).toMatchObject({ animation: false, yAxis: { min: 0 } });
    expect(option.series).toMatchObject([
      {
        stack: 'all',
        itemStyle: { color: SERIES_COLOURS.light[0] },
        data: [1, '-', { value: 2, itemStyle: { decal: { color: INK.light.surface } } }],
      },
      { itemStyle: { color: REST_COLOUR.light }, data: [0.5, '-', '-'] },
    ]);
  });

  it('is drawn on the server as a well-formed picture', () => {
    const svg = renderSvg(spendOption(chart, 'dark'), { width: 600, height: 200 });
    expect(svg).toMatch(/^<svg width="600" height="200"/);
    expect(svg).toContain('<pattern');
    expect(svg).not.toMatch(/="[^"=<>]*"[A-Za-z]/);
  });

  it.each([
    [0, '$0'],
    [0.05, '$0.05'],
    [0.0025, '$0.0025'],
    [12, '$12'],
    [1500, '$1.5k'],
    [2_000_000, '$2M'],
  ])('labels %d as %s', (value, text) => {
    expect(axisMoney(value)).toBe(text);
  });
});
