/**
 * Answers kept for the minute that they were made in: a week of minutes is not added up anew for every picture of a page.
 * @module
 */
import { type EpochSeconds, minuteOf } from '../../src/domain/time.ts';

const MOST = 32;

/** Keeps what `ask` answered under a key until the minute is over. A failure is not kept. */
export function rememberMinute(now: () => EpochSeconds) {
  let minute = -1;
  const known = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const current = minuteOf(now());
    if (current !== minute) known.clear();
    minute = current;
    const found = known.get(key);
    if (found !== undefined) return found as Promise<T>;
    const [oldest] = known.keys();
    if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
    const answer = ask();
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}
