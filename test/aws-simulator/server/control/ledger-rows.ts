/**
 * The truth: what was called and used, by hour, account, Region, model id and principal, and whether a log
 * holds it.
 * @module
 */
import { type Range, within } from '../../world/clock.ts';
import { Ledger, type LedgerRow } from '../../world/ledger.ts';
import type { Simulator } from '../simulator.ts';
import { allSources } from '../truth/sources.ts';

export interface TruthRow extends LedgerRow {
  /** Its records were delivered somewhere. */
  readonly logged: boolean;
}

/** Rows of a range in seconds; by default all from the history's beginning until the clock's now. */
export function truthOf(simulator: Simulator, range: Range = untilNow(simulator)): TruthRow[] {
  const { world, deliveries } = simulator;
  const [logged, dark] = [new Ledger(), new Ledger()];
  for (const source of allSources()) {
    for (const hour of world.hours(range)) {
      const delivered = new Set(deliveries.of(hour, source, () => true).map((call) => call.requestId));
      for (const call of world.callsOf(hour, source)) {
        if (within(call.at, range)) (delivered.has(call.requestId) ? logged : dark).add(call);
      }
    }
  }
  return [
    ...logged.rows().map((row) => ({ ...row, logged: true })),
    ...dark.rows().map((row) => ({ ...row, logged: false })),
  ];
}

export const untilNow = ({ world, clock }: Simulator): Range => ({
  from: world.history.from,
  to: Math.floor(clock.now() / 1000),
});
