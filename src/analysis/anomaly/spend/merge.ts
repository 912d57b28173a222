/**
 * One cause, one incident: the same surge shows in the total, an account, a model and a principal. The most specific
 * scope that explains most of it is told; the others are where it was also seen.
 * @module
 */
import { nanoUsd } from '../../../domain/money.ts';
import type { Incident } from './incident.ts';
import type { ScopeDimension } from './series.ts';

/** How much a scope tells about who and why. */
const TELLING: Readonly<Record<ScopeDimension, number>> = {
  total: 0,
  account: 1,
  region: 2,
  model: 2,
  principal: 3,
  agent: 4,
};
/** Share of the largest that a more specific scope must explain. */
const EXPLAINS = 0.6;
/** Callers that are told one by one, and the share that they must explain together. */
const MOST_CALLERS = 3;
const TOGETHER = 0.8;
/** A scope's excess may be larger than that of its cause by this much and still be the same. */
const SLACK = 1.5;
/** Share of the shorter one's hours that two must have in common. */
const OVERLAP = 0.5;

/** Merges incidents of all scopes; dearest first, then latest first. */
export function mergeIncidents(incidents: readonly Incident[]): Incident[] {
  const drifts = incidents.filter(({ kind }) => kind === 'drift');
  const others = incidents.filter(({ kind }) => kind !== 'drift');
  return [...mergeAlike(others), ...mergeAlike(drifts)].sort(
    (a, b) => compare(b.impact, a.impact) || b.from - a.from || (a.id < b.id ? -1 : 1),
  );
}

function mergeAlike(incidents: readonly Incident[]): Incident[] {
  let left = incidents.toSorted((a, b) => compare(b.impact, a.impact) || telling(b) - telling(a));
  const merged: Incident[] = [];
  for (let top = left[0]; top !== undefined; top = left[0]) {
    const largest = top;
    const best = left
      .filter((one) => overlap(one, largest) && Number(one.impact) >= EXPLAINS * Number(largest.impact))
      .reduce((a, b) => (telling(b) > telling(a) ? b : a), largest);
    const told = fewCallers(left, best) ?? [best];
    const sum = nanoUsd(told.reduce((all, { impact }) => all + impact, 0n));
    const same = left.filter(
      (one) => !told.includes(one) && told.some((cause) => isSame(one, { ...cause, impact: sum })),
    );
    const seenIn = same.map(({ scope, id }) => ({ scope, id }));
    merged.push(...told.map((one, i) => ({ ...one, seenIn: i === 0 ? seenIn : [] })));
    left = left.filter((one) => !told.includes(one) && !same.includes(one));
  }
  return merged;
}

/** Two or three callers that explain a broader rise between them: each is a finding. */
function fewCallers(incidents: readonly Incident[], broad: Incident): Incident[] | null {
  if (telling(broad) >= TELLING.principal) return null;
  for (const dimension of ['agent', 'principal'] as const) {
    const few = incidents
      .filter((one) => one.scope.dimension === dimension && overlap(one, broad))
      .slice(0, MOST_CALLERS);
    const sum = few.reduce((all, { impact }) => all + Number(impact), 0);
    if (few.length > 1 && sum >= TOGETHER * Number(broad.impact)) return few;
  }
  return null;
}

/** New ones tell more than surges of the same scope. */
const telling = ({ kind, scope }: Incident): number => TELLING[scope.dimension] + (isNew(kind) ? 0.5 : 0);
const isNew = (kind: Incident['kind']): boolean => kind.startsWith('new-');

function isSame(one: Incident, best: Incident): boolean {
  if (!overlap(one, best)) return false;
  const sameScope = one.scope.dimension === best.scope.dimension;
  // Two callers that rise together are two findings, unless it is one seen twice.
  if (sameScope && one.scope.value !== best.scope.value) return false;
  if (Number(one.impact) > SLACK * Number(best.impact)) return false;
  // What is new stays a finding of its own, unless what is told is new as well and came with it.
  if (isNew(one.kind)) return isNew(best.kind) && one.from === best.from && one.impact > 0n;
  return true;
}

function overlap(a: Incident, b: Incident): boolean {
  const common = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return common > 0 && common >= OVERLAP * Math.min(a.to - a.from, b.to - b.from);
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
