/**
 * Cache regressions as incidents, beside those of spend. Pure.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { type Incident, incidentOf } from '../spend/incident.ts';
import type { Scope } from '../spend/series.ts';
import type { CacheRegression, LostHour } from './regression.ts';

/** Of a surge's excess, what lost reads must explain for both to be one. */
const EXPLAINS = 0.6;

interface Caller {
  readonly incident: Incident;
  readonly hours: readonly LostHour[];
}

/** One incident for each caller: a deploy changes all of its models at once. */
function byCaller(regressions: readonly CacheRegression[], completeTo: EpochHour): Caller[] {
  const callers = Map.groupBy(regressions, ({ principal }) => principal);
  return [...callers].flatMap(([value, all]) =>
    overlapping(all).map((together): Caller => {
      const hours = together.flatMap((one) => one.hours);
      const sum = (of: (hour: LostHour) => number) => hours.reduce((total, hour) => total + of(hour), 0);
      const [observed, lost] = [sum(({ cost }) => cost), sum((hour) => hour.lost)];
      const surge = {
        from: Math.min(...hours.map(({ hour }) => hour)) as EpochHour,
        to: (Math.max(...hours.map(({ hour }) => hour)) + 1) as EpochHour,
        knownAt: Math.min(...together.map(({ knownAt }) => knownAt)) as EpochHour,
        ...{ observed, expected: observed - lost },
        // Nothing would have been told with half of the usual reads.
        upper: observed - sum(({ lostAtHalf }) => lostAtHalf),
        tail: 1e-4,
      };
      const scope: Scope = { dimension: 'principal', value };
      const incident = incidentOf('cache-regression', scope, surge, completeTo);
      return { incident: { ...incident, ongoing: together.some((one) => one.ongoing) }, hours };
    }),
  );
}

/** Groups of regressions that run at the same time. */
function overlapping(regressions: readonly CacheRegression[]): CacheRegression[][] {
  const groups: CacheRegression[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const one of regressions.toSorted((a, b) => fromOf(a) - fromOf(b))) {
    if (fromOf(one) > until) groups.push([]);
    groups.at(-1)?.push(one);
    until = Math.max(until, one.hours.at(-1)?.hour ?? until);
  }
  return groups;
}

const fromOf = ({ hours }: CacheRegression): number => hours[0]?.hour ?? 0;

/**
 * Adds cache regressions to the incidents of spend, dearest first. A surge of the same caller that the lost reads explain
 * is the same event, and only where the regression was also seen.
 */
export function withCacheRegressions(
  spend: readonly Incident[],
  regressions: readonly CacheRegression[],
  completeTo: EpochHour,
): Incident[] {
  let left = [...spend];
  const cache = byCaller(regressions, completeTo).map(({ incident, hours }): Incident => {
    const same = left.filter((one) => isExplained(one, incident, hours));
    left = left.filter((one) => !same.includes(one));
    return { ...incident, seenIn: same.flatMap(({ scope, id, seenIn }) => [{ scope, id }, ...seenIn]) };
  });
  return [...left, ...cache].sort((a, b) => (a.impact < b.impact ? 1 : a.impact > b.impact ? -1 : 0));
}

function isExplained(one: Incident, cache: Incident, hours: readonly LostHour[]): boolean {
  if (one.kind !== 'surge' && one.kind !== 'drift') return false;
  const scopes = [one.scope, ...one.seenIn.map(({ scope }) => scope)];
  if (!scopes.some(({ dimension, value }) => dimension === 'principal' && value === cache.scope.value))
    return false;
  const within = hours.filter(({ hour }) => hour >= one.from && hour < one.to);
  const lost = within.reduce((sum, hour) => sum + hour.lost, 0);
  return lost >= EXPLAINS * Number(one.impact);
}
