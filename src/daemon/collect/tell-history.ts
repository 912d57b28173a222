/**
 * How far the past has been read, as lines of the log: a line for every tenth, one at the end, one for each trouble.
 * @module
 */
import { groupThousands } from '../../domain/format.ts';
import { epochSeconds, isoInstant } from '../../domain/time.ts';
import { daysOfHistory, type HistoryReport, type SourceHistory } from './history.ts';
import type { Log } from './tell.ts';

/** Takes reports and writes lines. */
export function tellHistory(log: Log): (report: HistoryReport) => void {
  const failing = new Map<string, string>();
  let told = -1;
  return ({ sources, secondsLeft }) => {
    for (const source of sources) tellFailure(source, failing, log);
    const { done, total } = daysOfHistory(sources);
    const tenths = total === 0 ? 10 : Math.floor((10 * done) / total);
    // The share falls when another source begins: only progress is told.
    if (sources.length === 0 || tenths <= told) return;
    told = tenths;
    const records = groupThousands(sources.reduce((sum, one) => sum + one.records, 0));
    if (sources.every(({ status }) => status === 'done')) {
      const oldest = epochSeconds(Math.min(...sources.map(({ range }) => range.from)));
      log.info({}, `history is complete: back to ${isoInstant(oldest).slice(0, 10)}, ${records} records`);
      return;
    }
    const left = secondsLeft === null ? '' : `, about ${spanOf(secondsLeft)} left`;
    log.info({}, `history: ${10 * tenths} % of it read, ${records} records${left}`);
  };
}

function tellFailure(source: SourceHistory, failing: Map<string, string>, log: Log): void {
  const { key, collector, account, region, failure } = source;
  if (failure === null) {
    failing.delete(key);
    return;
  }
  if (failing.get(key) === failure.message) return;
  failing.set(key, failure.message);
  const hint = failure.hint === undefined ? {} : { hint: failure.hint };
  log.warn(
    { source: collector, account, region, kind: failure.kind, ...hint },
    `the history of ${collector} is tried again: ${failure.message}`,
  );
}

/** `40 s`, `5 min`, `2 h`. */
function spanOf(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
