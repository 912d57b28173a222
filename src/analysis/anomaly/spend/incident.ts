/**
 * Incidents: what a person is told about unusual spend.
 * @module
 */
import { type NanoUsd, nanoUsd } from '../../../domain/money.ts';
import type { EpochHour } from '../../../domain/time.ts';
import { isoHour } from '../../../domain/time.ts';
import type { Scope } from './series.ts';
import type { Surge } from './surge.ts';

export type IncidentKind =
  | 'surge'
  | 'drift'
  | 'cache-regression'
  | 'new-model'
  | 'new-principal'
  | 'new-region';

export interface Incident {
  /** The same on every run: made of kind, scope and start. */
  readonly id: string;
  readonly kind: IncidentKind;
  readonly scope: Scope;
  readonly from: EpochHour;
  /** Behind the last hour so far. */
  readonly to: EpochHour;
  readonly ongoing: boolean;
  /** The hour at whose start it was certain, from data up to then. */
  readonly knownAt: EpochHour;
  readonly observed: NanoUsd;
  readonly expected: NanoUsd;
  /** Up to here it would not have been told. */
  readonly upper: NanoUsd;
  /** Observed less expected. */
  readonly impact: NanoUsd;
  readonly usdPerDay: NanoUsd;
  /** 0 to 1, half of it for each factor of 10^4 in improbability. */
  readonly score: number;
  /** Tokens that have no price: they are in none of the amounts. */
  readonly unpricedTokens: number;
  /** Other scopes in which the same was seen. */
  readonly seenIn: readonly { readonly scope: Scope; readonly id: string }[];
}

/** Hours without being out after which an incident is over. */
const OVER_AFTER = 2;
const DAY = 24;

/** @param completeTo behind the last complete hour */
export function incidentOf(
  kind: IncidentKind,
  scope: Scope,
  surge: Surge,
  completeTo: EpochHour,
  unpricedTokens = 0,
): Incident {
  const [observed, expected, upper] = [surge.observed, surge.expected, surge.upper].map(nano);
  const impact = nanoUsd((observed ?? 0n) - (expected ?? 0n));
  const hours = Math.max(1, surge.to - surge.from);
  return {
    id: incidentId(kind, scope, surge.from),
    ...{ kind, scope, from: surge.from, to: surge.to, knownAt: surge.knownAt },
    ongoing: endsAt(kind, surge) > completeTo,
    observed: nanoUsd(observed ?? 0n),
    expected: nanoUsd(expected ?? 0n),
    upper: nanoUsd(upper ?? 0n),
    impact,
    usdPerDay: nanoUsd((impact * BigInt(DAY)) / BigInt(hours)),
    score: Math.min(1, Math.max(0, Math.log(surge.tail) / (2 * Math.log(1e-4)))),
    unpricedTokens,
    seenIn: [],
  };
}

/** Behind this hour it is over. What is new is news for its first day, however seldom it is used. */
function endsAt(kind: IncidentKind, { from, to }: Surge): number {
  if (kind.startsWith('new-')) return from + DAY;
  return to + (kind === 'drift' ? DAY : OVER_AFTER);
}

const nano = (amount: number): bigint => BigInt(Math.round(amount));

/** `surge-7c9e6b21a0f4d358`: FNV-1a, 64 bit, of kind, scope and start. */
export function incidentId(kind: IncidentKind, { dimension, value }: Scope, from: EpochHour): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(JSON.stringify([kind, dimension, value, isoHour(from)]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `${kind}-${hash.toString(16).padStart(16, '0')}`;
}
