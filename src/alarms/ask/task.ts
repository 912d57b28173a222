/**
 * A rule with the question that feeds it: which answer it asks, and how often that is worth it.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { RuleName, RuleSettings } from '../../config/alarms.ts';
import { type EpochSeconds, hourOf } from '../../domain/time.ts';
import type { Judged } from '../rules/judged.ts';

export interface RuleTask<Name extends RuleName = RuleName> {
  readonly rule: Name;
  /** Seconds between two looks: dear questions whose answers change slowly are asked rarely. */
  readonly every: number;
  readonly look: (context: AnswerContext, settings: RuleSettings<Name>, memo: Memo) => Promise<Judged>;
}

/** A task whose settings are looked up by its name. */
export const task = <Name extends RuleName>(of: RuleTask<Name>): RuleTask => of as unknown as RuleTask;

/** Keeps what changes once an hour; a look a minute need not read four weeks. */
export class Memo {
  readonly #kept = new Map<string, { readonly hour: number; readonly value: unknown }>();

  /** The value made in this hour, else a new one. What fails, and what is not known yet (null), is not kept. */
  async hourly<T>(name: string, now: EpochSeconds, make: () => Promise<T>): Promise<T> {
    const hour = hourOf(now);
    const kept = this.#kept.get(name);
    if (kept?.hour === hour) return kept.value as T;
    const value = await make();
    if (value !== null) this.#kept.set(name, { hour, value });
    return value;
  }
}
