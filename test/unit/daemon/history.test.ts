import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { partsOf } from '../../../src/daemon/collect/backfill.ts';
import {
  historyEnd,
  historyRange,
  nextPart,
  readHistory,
  writeHistory,
} from '../../../src/daemon/collect/history.ts';
import { epochSeconds, parseSpan } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';

const DAY = 86_400;
const NOW = at('2026-11-20T12:20:00Z');

describe('a history', () => {
  it('ends with the UTC day in which live collection began to read', () => {
    // Live reads from 19 November, 12:20 on: history takes the whole of that day.
    expect(historyEnd(NOW, DAY)).toBe(at('2026-11-20T00:00:00Z'));
    expect(historyEnd(NOW, 3600)).toBe(NOW);
    expect(historyEnd(at('2026-11-20T00:00:00Z'), DAY)).toBe(at('2026-11-20T00:00:00Z'));
  });

  it('begins at a UTC midnight, at least a span before', () => {
    expect(historyRange(at('2026-11-20T00:00:00Z'), 35 * DAY).from).toBe(at('2026-10-16T00:00:00Z'));
    expect(historyRange(NOW, DAY).from).toBe(at('2026-11-19T00:00:00Z'));
  });

  it('leaves no time between itself and what live collection reads first', () => {
    const now = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    const lookback = fc.integer({ min: 60, max: 10 * DAY });
    fc.assert(
      fc.property(now, lookback, (when, span) => {
        const end = historyEnd(epochSeconds(when), span);
        expect(end).toBeGreaterThanOrEqual(Math.min(when, when - span));
        expect(end).toBeLessThanOrEqual(when);
        expect(end - (when - span)).toBeLessThanOrEqual(DAY);
      }),
    );
  });

  it('is read newest day first', () => {
    const range = { from: at('2026-11-18T06:00:00Z'), to: at('2026-11-20T12:20:00Z') };
    expect(partsOf(range, 1)).toEqual([
      { from: at('2026-11-20T00:00:00Z'), to: at('2026-11-20T12:20:00Z') },
      { from: at('2026-11-19T00:00:00Z'), to: at('2026-11-20T00:00:00Z') },
      { from: at('2026-11-18T06:00:00Z'), to: at('2026-11-19T00:00:00Z') },
    ]);
    expect(partsOf(range, 5)).toEqual([range]);
    expect(nextPart(range, range.from, 1)).toBeUndefined();
  });

  it('has parts without gap or overlap, each of so many days at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4e9 }),
        fc.integer({ min: 1, max: 100 * DAY }),
        fc.integer({ min: 1, max: 9 }),
        (from, length, days) => {
          const range = { from: epochSeconds(from), to: epochSeconds(from + length) };
          const parts = partsOf(range, days);
          expect(parts[0]?.to).toBe(range.to);
          expect(parts.at(-1)?.from).toBe(range.from);
          parts.forEach((part, i) => {
            expect(part.to).toBeGreaterThan(part.from);
            expect(part.to - part.from).toBeLessThanOrEqual(days * DAY);
            if (i > 0) expect(part.to).toBe(parts[i - 1]?.from);
          });
        },
      ),
    );
  });

  it('remembers its position, and takes nothing else for one', () => {
    const position = { at: at('2026-10-01T00:00:00Z'), to: NOW };
    expect(readHistory(writeHistory(position))).toEqual(position);
    for (const value of [undefined, '', '5', '9-5', '-1-5', '1e3-2e3', 'a-b', '1-2-3', '{"at":1}'])
      expect(readHistory(value), String(value)).toBeUndefined();
  });
});

describe('collect.backfill', () => {
  const load = (text: string) =>
    parseConfig({ file: 'config.yaml', text, env: {}, readSecret: () => '' }).collect.backfill;

  it('is 35 days, a span, or nothing', () => {
    expect(load('')).toBe('35d');
    expect(load('collect: { backfill: 8w }')).toBe('8w');
    for (const none of ['0', '"0"', '0d'])
      expect(parseSpan(load(`collect: { backfill: ${none} }`)) ?? 0).toBe(0);
  });

  it.each(['35', '-1', 'all', '1.5d', '[]', 'true'])('refuses %s', (value) => {
    expect(() => load(`collect: { backfill: ${value} }`)).toThrow(/config\.yaml:1: collect\.backfill: /);
  });
});
