/**
 * Dark usage: what metrics saw of an id and its logs did not, by hour and kind. Pure.
 *
 * A record carries the time of the request and a metric that of its end, so a call at the turn of an hour can be in one
 * hour of the logs and in the next of the metrics. What one hour has too little, the hours beside it may have too much;
 * that much is moved between neighbours, and never farther. What is left over is dark, or in excess. Each UTC day is
 * settled for itself, with the hours before and after it, so that an hour's answer does not depend on the range asked for.
 * @module
 */
import { COUNTED, type Counts, type Hours, type MutableCounts, noCounts } from './counts.ts';

export interface Aligned {
  /** Hours with anything dark, in order of time. */
  readonly dark: ReadonlyMap<number, Counts>;
  /** Hours in which logs have what metrics do not. */
  readonly excess: ReadonlyMap<number, Counts>;
}

/** @param comparable whether both witnesses have told all of an hour */
export function align(logged: Hours, seen: Hours, comparable: (hour: number) => boolean): Aligned {
  const hours = [...new Set([...logged.keys(), ...seen.keys()])].filter(comparable).sort((a, b) => a - b);
  const dark = new Map<number, MutableCounts>();
  const excess = new Map<number, MutableCounts>();
  for (const day of new Set(hours.map(dayOf))) {
    const near = hours.filter((hour) => hour >= 24 * day - 1 && hour <= 24 * day + 24);
    for (const kind of COUNTED) {
      const surplus = (hour: number) => (seen.get(hour)?.[kind] ?? 0) - (logged.get(hour)?.[kind] ?? 0);
      const rest = new Map(near.map((hour) => [hour, surplus(hour)]));
      for (const hour of near) {
        // The hour before first: no later one can use what it has.
        for (const beside of [hour - 1, hour + 1]) settle(rest, hour, beside);
      }
      for (const [hour, left] of rest) {
        if (left === 0 || dayOf(hour) !== day) continue;
        countsAt(left > 0 ? dark : excess, hour)[kind] = Math.abs(left);
      }
    }
  }
  return { dark: new Map([...dark].sort(([a], [b]) => a - b)), excess };
}

const dayOf = (hour: number): number => Math.floor(hour / 24);

function countsAt(map: Map<number, MutableCounts>, hour: number): MutableCounts {
  const counts = map.get(hour) ?? noCounts();
  map.set(hour, counts);
  return counts;
}

/** Moves as much as `from` has too much to where there is too little. */
function settle(rest: Map<number, number>, lacking: number, from: number): void {
  const [lacks, has] = [rest.get(lacking) ?? 0, rest.get(from) ?? 0];
  if (lacks >= 0 || has <= 0) return;
  const moved = Math.min(-lacks, has);
  rest.set(lacking, lacks + moved);
  rest.set(from, has - moved);
}
