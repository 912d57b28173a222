import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../../web/status/status.ts';
import { byNeed, meaningOf, statusSentence } from '../../../web/status/summary.ts';

const source = (collector: string, status: SourceStatus['status'], region: string | null = 'us-east-1') => ({
  ...{ collector, account: '111122223333', region, status, facts: 0 },
  ...{ lastSuccess: null, lastIngest: null, lastEvent: null, lagSeconds: null, cursorAgeSeconds: null },
  ...{ error: status === 'failed' ? 'no access' : null, hint: null },
});

describe('the status sentence', () => {
  it('names the source that fails and its place', () => {
    const sources = [source('metrics', 'ok'), source('invocation-logs/s3', 'failed')];
    expect(statusSentence({ sources })).toBe(
      '1 of 2 sources fails: invocation-logs/s3 in us-east-1 of 111122223333',
    );
  });

  it('names the first of several', () => {
    const sources = [source('metrics', 'failed', null), source('bill', 'failed')];
    expect(statusSentence({ sources })).toBe('2 of 2 sources fail, first of them metrics in 111122223333');
  });

  it('says that all is well, or that there is nothing', () => {
    expect(statusSentence({ sources: [] })).toBe('Nothing has been read yet');
    expect(statusSentence({ sources: [source('file', 'ok')] })).toBe('The one source is in order');
  });
});

describe('sources', () => {
  it('come with those that fail first', () => {
    const sources = [source('a', 'ok'), source('b', 'never'), source('c', 'failed'), source('d', 'ok')];
    expect(byNeed(sources).map(({ collector }) => collector)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('say what is missing without them', () => {
    expect(meaningOf(source('invocation-logs/s3', 'failed'))).toContain('in no cost');
    expect(meaningOf(source('something-new', 'failed'))).toBe('What it would have told is missing.');
  });
});
