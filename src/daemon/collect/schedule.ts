/**
 * Which source runs when. Pure: the caller brings the states and the time, in milliseconds from any start.
 *
 * Few runs of an account go at once, so that a start does not flood it. A run that takes long keeps going without a
 * place of its own: a source that hangs never stands in the way of another.
 * @module
 */

/** What is known of a source while the daemon runs. */
export interface SourceTimes {
  readonly key: string;
  /** Who shares the places: the account's name. */
  readonly account: string;
  readonly dueAt: number;
  /** When the run in hand began; null between runs. */
  readonly runningSince: number | null;
}

export interface Places {
  /** Runs of one account that may begin beside each other. */
  readonly perAccount: number;
  /** Milliseconds after which a run no longer takes a place. */
  readonly graceMilliseconds: number;
}

export const PLACES: Places = { perAccount: 4, graceMilliseconds: 5_000 };

/** The sources to start now, longest overdue first. */
export function toStart(sources: readonly SourceTimes[], now: number, places: Places): SourceTimes[] {
  const taken = new Map<string, number>();
  for (const { account, runningSince } of sources) {
    if (runningSince !== null && now - runningSince < places.graceMilliseconds) {
      taken.set(account, (taken.get(account) ?? 0) + 1);
    }
  }
  return sources
    .filter(({ runningSince, dueAt }) => runningSince === null && dueAt <= now)
    .sort((a, b) => a.dueAt - b.dueAt)
    .filter(({ account }) => {
      const busy = taken.get(account) ?? 0;
      if (busy >= places.perAccount) return false;
      taken.set(account, busy + 1);
      return true;
    });
}

/** When to look again if nothing ends before: something gets due, or a slow run gives up its place. */
export function nextLook(sources: readonly SourceTimes[], now: number, places: Places): number | null {
  const moments = sources.map(({ dueAt, runningSince }) =>
    runningSince === null ? dueAt : runningSince + places.graceMilliseconds,
  );
  const ahead = moments.filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** When each of `count` sources first runs: spread over a while, in their order, the first one at once. */
export function staggeredStart(index: number, count: number, spreadMilliseconds: number): number {
  return count <= 1 ? 0 : Math.floor((index * spreadMilliseconds) / count);
}

/** The next run after one that went well: on the beat of the source, or at once where the run took longer. */
export function nextBeat(startedAt: number, everyMilliseconds: number, now: number): number {
  return Math.max(now, startedAt + everyMilliseconds);
}
