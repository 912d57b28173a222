/**
 * Asks the rules that are due. A rule that fails stops no other, and changes none of its alarms.
 * @module
 */
import type { AnswerContext } from '../answers/context.ts';
import type { RuleName } from '../config/alarms.ts';
import type { Evaluation } from '../domain/alarm.ts';
import { messageOf } from '../domain/errors.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { Memo, type RuleTask } from './ask/task.ts';
import { RULE_TASKS } from './ask/tasks.ts';

/** Looks come once a minute, give or take a little. */
const SLACK_SECONDS = 5;
/** A rule that could say nothing, because data are still coming or an answer failed, is asked again soon. */
const AGAIN_SECONDS = 120;
/** After a start data come in by the minute: every rule is asked as often then. */
const YOUNG_SECONDS = 900;

const MOST_OPEN = 10_000;

/** Remembers when each rule is to look again, and nothing else: a restart only asks all of them. */
export class Evaluator {
  readonly #tasks: readonly RuleTask[];
  readonly #pauses = new Map<RuleName, { readonly from: EpochSeconds; readonly seconds: number }>();
  readonly #memo = new Memo();
  #bornAt: EpochSeconds | undefined;

  constructor(tasks: readonly RuleTask[] = RULE_TASKS) {
    this.#tasks = tasks;
  }

  /** One evaluation for each rule that is due now; rules that are off are clear. */
  async evaluate(context: AnswerContext): Promise<Evaluation[]> {
    const evaluations: Evaluation[] = this.#bornAt === undefined ? await this.#forgotten(context) : [];
    this.#bornAt ??= context.now;
    const settled = context.now - this.#bornAt >= YOUNG_SECONDS;
    for (const one of this.#tasks) {
      if (!this.#isDue(one, context.now)) continue;
      const evaluation = await this.#look(one, context);
      const knows = !evaluation.blind.some((labels) => Object.keys(labels).length === 0);
      const seconds = knows && settled ? one.every : Math.min(one.every, AGAIN_SECONDS);
      this.#pauses.set(one.rule, { from: context.now, seconds });
      evaluations.push(evaluation);
    }
    return evaluations;
  }

  /** Rules of another version of the product that this one does not have: their alarms would stay open for ever. */
  async #forgotten({ store }: AnswerContext): Promise<Evaluation[]> {
    const open = await store.alarms({ open: true, limit: MOST_OPEN });
    const rules = new Set(
      open.map(({ rule }) => rule).filter((rule) => !this.#tasks.some((one) => one.rule === rule)),
    );
    return [...rules].map((rule) => ({ rule, observations: [], blind: [], error: null }));
  }

  /** A clock that was set back makes every rule due. */
  #isDue({ rule }: RuleTask, now: EpochSeconds): boolean {
    const pause = this.#pauses.get(rule);
    return pause === undefined || now < pause.from || now - pause.from >= pause.seconds - SLACK_SECONDS;
  }

  async #look({ rule, look }: RuleTask, context: AnswerContext): Promise<Evaluation> {
    const settings = context.config.alarms.rules[rule];
    if (settings === false) return { rule, observations: [], blind: [], error: null };
    try {
      const { observations, blind } = await look(context, settings, this.#memo);
      return { rule, observations, blind, error: null };
    } catch (error) {
      return { rule, observations: [], blind: [{}], error: messageOf(error) };
    }
  }
}
