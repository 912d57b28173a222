/**
 * What the advisor finds: a saving with its evidence and the step that makes it. Pure.
 * @module
 */
import type { StoreDimension } from '../../domain/measures.ts';
import type { NanoUsd } from '../../domain/money.ts';

/** One finding of one rule about one part of the usage. */
export interface Finding {
  /** As in `repeated-prompts`. */
  readonly rule: string;
  /** One sentence that names what and who. */
  readonly title: string;
  /** Saved within the range; null where dollars cannot be told, which is not zero. */
  readonly saving: NanoUsd | null;
  /** The time in which it was saved, where that is not the range's; `once`: it happened once, and makes no month. */
  readonly over?: number | 'once';
  /** Numbers behind it, in words. */
  readonly evidence: readonly string[];
  /** What to do, and the command where there is one. */
  readonly fix: string;
  /** What must hold for the saving to be real. */
  readonly assumptions: readonly string[];
  /** The usage that it is about: filters of `spend` and of the overview. */
  readonly where: Readonly<Partial<Record<StoreDimension, string>>>;
}

/** A finding with its saving at the rate of the range, a month of 30 days. */
export interface RankedFinding extends Finding {
  readonly usdPerMonth: NanoUsd | null;
}

const SECONDS_PER_MONTH = 30 * 86_400;
/** Below this a month, a finding takes more time to read than it saves. */
const LEAST_PER_MONTH = 1_000_000_000n;

/**
 * Dearest first; findings without dollars after those with, in the order of the rules. A saving under $1 a month is left out.
 * @param seconds of the range that have data
 */
export function rankFindings(findings: readonly Finding[], seconds: number): RankedFinding[] {
  const ranked = findings.map(
    (finding): RankedFinding => ({
      ...finding,
      usdPerMonth:
        finding.over === 'once' ? finding.saving : perMonth(finding.saving, finding.over ?? seconds),
    }),
  );
  return ranked
    .filter(({ usdPerMonth }) => usdPerMonth === null || usdPerMonth >= LEAST_PER_MONTH)
    .toSorted(
      (a, b) =>
        order(b.usdPerMonth) - order(a.usdPerMonth) || compare(b.usdPerMonth ?? 0n, a.usdPerMonth ?? 0n),
    );
}

/** An amount of `seconds` as of 30 days, rounded down. */
export function perMonth(amount: NanoUsd | null, seconds: number): NanoUsd | null {
  if (amount === null || seconds <= 0) return null;
  return ((amount * BigInt(SECONDS_PER_MONTH)) / BigInt(Math.round(seconds))) as NanoUsd;
}

const order = (usd: NanoUsd | null): number => (usd === null ? 0 : 1);
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
