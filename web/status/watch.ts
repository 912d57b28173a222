/**
 * The watching for alarms, as the daemon's state tells it.
 * @module
 */
import type { AlarmsAnswer } from '../../src/answers/alarms.ts';
import { isoInstant } from '../../src/domain/time.ts';

export interface WatchStatus {
  /** When rules last looked; null: never. */
  readonly evaluatedAt: string | null;
  readonly watching: boolean;
  readonly firing: number;
  readonly rulesFailing: readonly { readonly rule: string; readonly error: string }[];
  /** Messages that wait, that were given up, and why, without secrets. */
  readonly notifiers: readonly {
    readonly name: string;
    readonly queued: number;
    readonly dead: number;
    readonly error: string | null;
  }[];
}

export function watchStatus(answer: AlarmsAnswer): WatchStatus {
  const { evaluatedAt, watching, firingByRule, rules, notifiers } = answer;
  return {
    evaluatedAt: evaluatedAt === null ? null : isoInstant(evaluatedAt),
    watching,
    firing: Object.values(firingByRule).reduce((sum, n) => sum + n, 0),
    rulesFailing: rules.flatMap(({ rule, error }) => (error === null ? [] : [{ rule, error }])),
    notifiers: notifiers.map(({ name, queued, dead, error }) => ({ name, queued, dead, error })),
  };
}
