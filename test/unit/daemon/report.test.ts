import { describe, expect, it } from 'vitest';
import type { Failure, FaultKind } from '../../../src/daemon/collect/outcome.ts';
import { reportAfter, type SourceReport, worthTelling } from '../../../src/daemon/collect/report.ts';
import { tellStates } from '../../../src/daemon/collect/tell.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-20T12:00:00Z');
const SOURCE = { collector: 'metrics', account: '111122223333', region: 'us-east-1' };
const FRESH: SourceReport = {
  ...SOURCE,
  key: 'k',
  lastSuccessAt: null,
  error: null,
  kind: null,
  failures: 0,
};
const failure = (kind: FaultKind): Failure => ({ kind, message: `it is ${kind}`, hint: 'mend it' });

/** The lines that a series of runs writes. */
function linesOf(runs: readonly (FaultKind | null)[]): string[] {
  const lines: string[] = [];
  const log = {
    info: (_fields: object, message: string) => lines.push(message),
    warn: (_fields: object, message: string) => lines.push(message),
  };
  const tell = tellStates(log);
  let report = FRESH;
  for (const kind of runs) {
    report = reportAfter(report, SOURCE, kind === null ? null : failure(kind), NOW);
    tell({ kind: 'reports', reports: [report] });
    // Reports come again whenever any source has run.
    tell({ kind: 'reports', reports: [report] });
  }
  return lines;
}

describe('the log', () => {
  it('has a line per change of state, not per poll', () => {
    expect(linesOf([null, null, 'denied', 'denied', 'denied', null, null])).toEqual([
      'metrics is being read',
      'metrics fails: it is denied',
      'metrics is well again',
    ]);
  });

  it('leaves hiccups out, and tells of those that last', () => {
    expect(linesOf([null, 'throttled', 'unavailable', null])).toEqual(['metrics is being read']);
    expect(linesOf(['throttled', 'throttled', 'throttled', 'throttled', null])).toEqual(
      ['metrics fails: it is throttled', 'metrics is well again', 'metrics is being read'].slice(0, 2),
    );
  });

  it('says when it fails for another reason', () => {
    expect(linesOf(['denied', 'absent'])).toEqual([
      'metrics fails: it is denied',
      'metrics fails: it is absent',
    ]);
  });
});

it('keeps the last success while runs fail', () => {
  const well = reportAfter(FRESH, SOURCE, null, NOW);
  const failed = reportAfter(well, SOURCE, failure('denied'), at('2026-11-20T13:00:00Z'));
  expect(failed).toMatchObject({ lastSuccessAt: NOW, error: 'it is denied', hint: 'mend it', failures: 1 });
  expect(worthTelling('denied', well)).toBe('recovered');
});
