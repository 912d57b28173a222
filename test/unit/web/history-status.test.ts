import { describe, expect, it } from 'vitest';
import type { SourceHistory } from '../../../web/deps.ts';
import { historyStatus } from '../../../web/status/history.ts';
import { HistoryCard } from '../../../web/views/history-card.tsx';
import { at } from '../../support.ts';

const range = { from: at('2026-11-10T00:00:00Z'), to: at('2026-11-20T00:00:00Z') };
const source = (more: Partial<SourceHistory> = {}): SourceHistory => ({
  ...{ collector: 'invocation-logs/s3', account: '111122223333', region: 'us-east-1', range },
  ...{ status: 'reading', at: at('2026-11-15T00:00:00Z'), records: 100, failure: null },
  ...more,
});
const done = (more: Partial<SourceHistory> = {}) => source({ status: 'done', at: range.from, ...more });
const html = (sources: readonly SourceHistory[], secondsLeft: number | null) => {
  const history = historyStatus({ sources, secondsLeft });
  return history === null ? '' : String(HistoryCard({ history }));
};

describe('the state of history', () => {
  it('is absent while nothing has been begun', () => {
    expect(historyStatus(undefined)).toBeNull();
    expect(historyStatus({ sources: [], secondsLeft: null })).toBeNull();
  });

  it('adds the days of all sources up, and is complete where the slowest is', () => {
    const other = source({ collector: 'metrics', at: at('2026-11-12T00:00:00Z'), records: 7 });
    // Five days of ten and eight days of ten.
    expect(historyStatus({ sources: [source(), other], secondsLeft: 90 })).toMatchObject({
      ...{ status: 'reading', share: 0.65, records: 107, etaSeconds: 90 },
      ...{ from: '2026-11-10T00:00:00Z', completeFrom: '2026-11-15T00:00:00Z' },
      sources: [
        { collector: 'invocation-logs/s3', readBackTo: '2026-11-15T00:00:00Z', error: null },
        { collector: 'metrics', readBackTo: '2026-11-12T00:00:00Z', error: null },
      ],
    });
  });

  it('is done when every source is, and failed when nothing else is being read', () => {
    const failed = source({ status: 'failed', failure: { message: 'no', hint: undefined } });
    expect(historyStatus({ sources: [done(), done()], secondsLeft: null })).toMatchObject({
      status: 'done',
      share: 1,
    });
    expect(historyStatus({ sources: [done(), failed], secondsLeft: null })?.status).toBe('failed');
    expect(historyStatus({ sources: [source(), failed], secondsLeft: null })?.status).toBe('reading');
  });

  it('is told in a sentence, with a bar while it goes on', () => {
    expect(html([source()], 90)).toMatch(
      /50% read, about .*left: complete from 2026-11-15, on the way back to 2026-11-10 \(UTC\)\. 100 records found/,
    );
    expect(html([source()], 90)).toContain('<progress');
    expect(html([done()], null)).toMatch(/Read back to 2026-11-10 \(UTC\), newest day first/);
    expect(html([done()], null)).not.toContain('<progress');
  });

  it('shows hostile messages as text', () => {
    const failure = { message: '<script>alert(1)</script>', hint: '<img src=x>' };
    const page = html([source({ status: 'failed', failure })], null);
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script&gt;');
  });
});
