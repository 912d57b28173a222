/**
 * The published versions of the price list: one before, and one since the price change in October 2026.
 * @module
 */

export interface Version {
  readonly name: string;
  /** UTC day from which its prices hold. */
  readonly day: string;
}

const VERSIONS: readonly Version[] = [
  { name: '20260930120000', day: '2026-09-30' },
  { name: '20261007160000', day: '2026-10-07' },
];

/** Versions published by an instant in milliseconds, newest first; never none. */
export function versionsAt(now: number): Version[] {
  const published = VERSIONS.filter(({ day }, i) => i === 0 || Date.parse(day) <= now);
  return published.reverse();
}

export const effectiveDateOf = (version: Version): string => `${version.day}T00:00:00Z`;
