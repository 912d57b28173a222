/**
 * Why a month that was over was reported anew, in sentences.
 * @module
 */
import { formatUsd } from '../../domain/format.ts';
import { isoInstant } from '../../domain/time.ts';
import type { Revision } from './parts.ts';
import type { Fact } from './version.ts';

const WORDS: Readonly<Record<Fact, string>> = {
  calls: 'calls of the month came late',
  prices: 'amounts of the month changed',
  before: 'the month before changed',
  metrics: 'metrics of the month came late',
  bill: 'the bill of AWS came or was changed',
};
const SECTIONS: ReadonlyMap<string, string> = new Map([
  ['quotas', 'Quota peaks'],
  ['commitments', 'Commitments'],
  ['savings', 'What would be cheaper'],
]);

export function revisionText({ at, because, reportedAt, costBefore, asBefore }: Revision): string {
  // Amounts follow from calls.
  const facts = because.includes('calls') ? because.filter((fact) => fact !== 'prices') : because;
  const why = facts.map((fact) => WORDS[fact]).join(', and ');
  const old = asBefore.flatMap((id) => SECTIONS.get(id) ?? []).join(', ');
  const kept =
    old === '' ? '' : ` As reported before, because what they are computed from is no longer kept: ${old}.`;
  return `Revised on ${day(at)}: ${why} after the report of ${day(reportedAt)}, which said ${formatUsd(costBefore)}.${kept}`;
}

const day = (at: Revision['at']): string => isoInstant(at).slice(0, 10);
