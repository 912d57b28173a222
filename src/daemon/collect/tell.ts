/**
 * Events of the collecting thread as lines of the log: each source's trouble once per change of state, not per poll.
 * @module
 */
import type { CollectEvent } from './messages.ts';
import type { FaultKind } from './outcome.ts';
import { type SourceReport, worthTelling } from './report.ts';
import { tellHistory } from './tell-history.ts';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Takes events and writes lines. */
export function tellStates(log: Log): (event: CollectEvent) => void {
  const told = new Map<string, FaultKind>();
  const started = new Set<string>();
  const odd = new Map<string, string>();
  const onHistory = tellHistory(log);

  const tellReport = (report: SourceReport): void => {
    const { key, kind, error, hint, collector, account, region } = report;
    const place = { source: collector, account, region };
    const change = worthTelling(told.get(key) ?? null, report);
    if (change === 'failed' && kind !== null) {
      told.set(key, kind);
      log.warn({ ...place, kind, ...(hint === undefined ? {} : { hint }) }, `${collector} fails: ${error}`);
    } else if (change === 'recovered') {
      told.delete(key);
      log.info(place, `${collector} is well again`);
    } else if (kind === null && report.lastSuccessAt !== null && !started.has(key)) {
      log.info(place, `${collector} is being read`);
    }
    if (kind === null && report.lastSuccessAt !== null) started.add(key);
  };

  return (event) => {
    switch (event.kind) {
      case 'reports':
        for (const report of event.reports) tellReport(report);
        break;
      case 'history':
        onHistory(event.history);
        break;
      case 'malformed':
        log.warn({ source: event.source }, `${event.source}: ${event.lines} lines that are no records`);
        break;
      case 'odd':
        if (odd.get(event.source) !== event.what)
          log.info({ source: event.source }, `${event.source}: ${event.what}`);
        odd.set(event.source, event.what);
        break;
    }
  };
}
