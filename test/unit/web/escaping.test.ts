import { describe, expect, it } from 'vitest';
import { shorten, visible } from '../../../web/format/visible.ts';
import { safeJson } from '../../../web/views/json-script.tsx';
import { fact } from '../../support.ts';
import { webWith } from './support.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</script><script>alert(1)</script>',
  'javascript:alert(1)',
  'app\u202egnp.exe',
];

describe('names from logs', () => {
  it.each(HOSTILE)('shows %j as text wherever it stands', async (name) => {
    const facts = [
      fact({ arn: name, tags: { team: name }, tokens: { input: 100_000 } }),
      fact({ arn: `arn:aws:sts::111122223333:assumed-role/${name}/${name}`, tokens: { input: 100_000 } }),
    ];
    const { page } = await webWith({ facts });
    const query = new URLSearchParams({ principal: name, tag: 'team' });
    for (const html of [await page('/'), await page(`/?${query}`), await page('/?by=session')]) {
      expect(html).toContain('$0.11');
      expect(html).not.toMatch(/<script>alert|<img src=x|' onmouseover='|href="javascript/);
      // Form fields carry the value itself: it is the state, and nobody reads it.
      expect(html.replace(/ value="[^"]*"/g, '')).not.toContain('\u202e');
      // Tags and attributes are the page's own: only these scripts.
      expect(html.match(/<script/g)).toHaveLength(2);
    }
  });

  it('cannot end the chart data', () => {
    const data = { name: '</script><script>alert(1)</script>&\u2028' };
    expect(safeJson(data)).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(safeJson(data))).toEqual(data);
  });

  it('shows characters that hide or turn text by their code', () => {
    expect(visible('a\u202eb\u200bc\u0007')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+0007⟩');
    expect(visible('grün 日本 שלום')).toBe('grün 日本 שלום');
  });

  it('shortens in the middle, between whole characters', () => {
    expect(shorten('abcdefghijkl', 7)).toBe('abcd…kl');
    expect(shorten('👍👍👍👍👍👍', 4)).toBe('👍👍…👍');
    expect(shorten('short', 7)).toBe('short');
  });
});
