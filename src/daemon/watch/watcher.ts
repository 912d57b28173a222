/**
 * Watches: asks the rules once a minute, steps the alarms, and delivers what there is to tell. Each notifier has a lane
 * of its own, so that one that hangs holds up neither the others nor the rules.
 * @module
 */
import type { Evaluator } from '../../alarms/evaluate.ts';
import { lifecycleSettings } from '../../alarms/lifecycle/settings.ts';
import { transition } from '../../alarms/lifecycle/transition.ts';
import { deliverNext } from '../../alarms/outbox/deliver.ts';
import type { Outcome } from '../../alarms/outbox/retry.ts';
import { rememberedSinceLook } from '../../answers/alarms.ts';
import type { AnswerContext } from '../../answers/context.ts';
import type { NotifierConfig } from '../../config/notifiers.ts';
import type { AlarmChange, Message } from '../../domain/alarm.ts';
import { messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { WatchEvent } from './messages.ts';
import { lookForMonth, type MonthlyDeps } from './monthly.ts';

export interface WatcherDeps {
  /** What answers are computed from at this moment. */
  readonly context: () => AnswerContext;
  readonly evaluator: Evaluator;
  readonly now: () => EpochSeconds;
  readonly random: () => number;
  readonly send: (notifier: NotifierConfig, message: Message, signal: AbortSignal) => Promise<Outcome>;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly tell: (event: WatchEvent) => void;
  /** Folder and writer of scheduled reports; absent: none are written. */
  readonly reports?: Omit<MonthlyDeps, 'context'>;
}

/** Between two looks of the rules. */
export const LOOK_SECONDS = 60;
/** An idle lane looks again after so long: somebody else may have queued a message. */
const IDLE_SECONDS = 30;

export class Watcher {
  readonly #deps: WatcherDeps;
  readonly #stopping = new AbortController();
  #lives: Promise<unknown> | undefined;
  /** Ends the pause of every lane: there is something new to deliver. */
  #poke = new AbortController();
  readonly #failing = new Map<string, string>();

  constructor(deps: WatcherDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { notifiers } = this.#deps.context().config;
    this.#lives ??= Promise.all([this.#watch(), ...notifiers.map((notifier) => this.#lane(notifier))]);
  }

  /** Lets the step in hand finish and cuts off what is being sent; it is sent again by the next life. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#lives;
  }

  /** One look of the rules that are due, and the step that follows from it. */
  async look(): Promise<AlarmChange> {
    const { context, evaluator, now, tell } = this.#deps;
    const asked = context();
    const evaluations = await evaluator.evaluate(asked);
    const settings = lifecycleSettings(asked.config);
    let told: ReturnType<typeof transition>['decisions'] = [];
    const change = await asked.store.changeAlarms(
      (state) => {
        const step = transition(state, evaluations, now(), settings);
        told = step.decisions;
        return step.change;
      },
      await rememberedSinceLook(asked.store, now()),
    );
    for (const { rule, error } of evaluations) this.#note('rule', rule, error);
    for (const { alarm, kind, note } of change.events) {
      if (kind !== 'seen' && kind !== 'told') tell({ kind: 'alarm', alarm, what: kind, title: note });
    }
    for (const { notifier, reason, items } of told) {
      if (items.length > 0) tell({ kind: 'message', notifier, reason, alarms: items.length });
    }
    if (change.messages.length > 0) this.#wake();
    return change;
  }

  /** Writes and tells the monthly report, where it is due. */
  async report(): Promise<void> {
    const { reports, context, tell } = this.#deps;
    if (reports === undefined) return;
    const outcome = await lookForMonth({ context, ...reports });
    if (outcome.kind === 'nothing') return;
    tell({ kind: 'report', month: outcome.month, paths: outcome.paths });
    this.#wake();
  }

  async #watch(): Promise<void> {
    const { sleep } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      await this.#guarded(() => this.look());
      await this.#guarded(() => this.report());
      await sleep(LOOK_SECONDS * 1000, this.#stopping.signal);
    }
  }

  async #lane(notifier: NotifierConfig): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const poke = this.#poke.signal;
      const wait = (await this.#guarded(() => this.#deliver(notifier))) ?? IDLE_SECONDS;
      const pause = Math.min(wait, IDLE_SECONDS) * 1000;
      await this.#deps.sleep(
        pause,
        AbortSignal.any([this.#stopping.signal, ...(poke.aborted ? [] : [poke])]),
      );
    }
  }

  async #deliver(notifier: NotifierConfig): Promise<number | null> {
    const { context, now, random, send } = this.#deps;
    const { store } = context();
    const deps = {
      ...{ store, now, random },
      send: (message: Message, signal: AbortSignal) => send(notifier, message, signal),
    };
    const { outcome, wait } = await deliverNext(notifier.name, deps, this.#stopping.signal);
    if (outcome !== null) {
      this.#note('notifier', notifier.name, outcome.kind === 'delivered' ? null : outcome.detail);
    }
    return wait;
  }

  /** The loops outlive every failure: the next look may go well. */
  async #guarded<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.#deps.tell({ kind: 'fault', error: messageOf(error) });
      return null;
    }
  }

  /** Tells a state once per change of it. */
  #note(kind: 'rule' | 'notifier', name: string, error: string | null): void {
    const key = `${kind} ${name}`;
    if ((this.#failing.get(key) ?? null) === error) return;
    if (error === null) this.#failing.delete(key);
    else this.#failing.set(key, error);
    this.#deps.tell(kind === 'rule' ? { kind, rule: name, error } : { kind, notifier: name, error });
  }

  #wake(): void {
    const poke = this.#poke;
    this.#poke = new AbortController();
    poke.abort();
  }
}
