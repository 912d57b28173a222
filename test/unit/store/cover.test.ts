import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../../../src/domain/time.ts';
import { cover, type Piece } from '../../../src/store/sqlite/cover.ts';

const hourAt = (text: string): number => Date.parse(text) / 3_600_000;
const rangeOf = (from: number, to: number) => ({
  from: epochSeconds(from * 3600),
  to: epochSeconds(to * 3600),
});
const short = (pieces: readonly Piece[]) =>
  pieces.map(
    ({ grain, from, to, sign }) =>
      `${sign > 0 ? '+' : '-'}${grain} ${new Date(from * 3_600_000).toISOString().slice(5, 13)} ${to - from}`,
  );

describe('the rows that cover a range', () => {
  it('count every hour of it once, and no other', () => {
    const first = hourAt('2026-01-01T00:00:00Z');
    const hour = fc.nat(24 * 420).map((n) => first + n);
    fc.assert(
      fc.property(
        hour,
        hour,
        fc.constantFrom('hour', 'day', 'month'),
        fc.option(hour, { nil: undefined }),
        (a, b, grain, end) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const counted = new Map<number, number>();
          for (const piece of cover(rangeOf(from, to), grain, end)) {
            for (let at = piece.from; at < piece.to; at++)
              counted.set(at, (counted.get(at) ?? 0) + piece.sign);
          }
          const wrong = [...counted].filter(([at, times]) => times !== (at >= from && at < to ? 1 : 0));
          expect(wrong).toEqual([]);
          for (let at = from; at < to; at++) expect(counted.get(at)).toBe(1);
        },
      ),
    );
  });

  it('are a whole month less its last hour rather than thirty days and 23 hours', () => {
    const range = rangeOf(hourAt('2026-10-01T00:00:00Z'), hourAt('2026-10-31T23:00:00Z'));
    expect(short(cover(range, 'month'))).toEqual(['+month 10-01T00 744', '-hour 10-31T23 1']);
    expect(short(cover(range, 'day'))).toEqual(['+day 10-01T00 720', '+day 10-31T00 24', '-hour 10-31T23 1']);
  });

  it('are the running month, since nothing comes after what is stored', () => {
    const range = rangeOf(hourAt('2026-10-01T00:00:00Z'), hourAt('2026-10-09T05:00:00Z'));
    const end = hourAt('2026-10-09T06:00:00Z');
    const [whole, ...rest] = short(cover(range, 'month', end));
    expect(whole).toBe('+month 10-01T00 744');
    expect(rest.every((piece) => piece.startsWith('-'))).toBe(true);
    // Of a month that is over, eight days and five hours are fewer than all the others.
    expect(short(cover(range, 'month'))).toEqual(['+day 10-01T00 192', '+hour 10-09T00 5']);
  });
});
