/**
 * Letting go of what is older than its time, in short transactions between which collecting goes on.
 * @module
 */
import { messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { AlarmPruneOutcome } from '../../store/alarm-port.ts';
import type { PruneOutcome, Retention, Store } from '../../store/port.ts';

const HOUR_MILLISECONDS = 3_600_000;
/** Between two transactions: other writers have their turn, and a large step back takes minutes, not the whole disk. */
const PAUSE_MILLISECONDS = 50;

/** What people are told when calls of hours that are no longer kept singly come (again). */
export const LATE_CALLS =
  'calls of hours whose single calls are no longer kept were not counted: nobody can tell whether they were counted before (retention.invocationDays)';

export interface PrunerDeps {
  readonly store: Pick<Store, 'prune' | 'pruneAlarms'>;
  readonly retention: Retention;
  readonly now: () => EpochSeconds;
  /** Resolves after so long, or as soon as the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Told what a round took away, unless nothing; and why it could not. */
  readonly tell: (what: string) => void;
}

/** Rows by what they are. */
type Gone = Omit<PruneOutcome, 'more'> & Omit<AlarmPruneOutcome, 'more'>;

/** One round an hour; the first an hour after the start, when collectors that were away have caught up. */
export class Pruner {
  readonly #deps: PrunerDeps;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(deps: PrunerDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Finishes the transaction in hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#deps.sleep(HOUR_MILLISECONDS, signal);
      if (signal.aborted) return;
      try {
        const gone = await pruneRound(this.#deps, signal);
        if (Object.values(gone).some((rows) => rows > 0)) this.#deps.tell(textOf(gone));
      } catch (error) {
        this.#deps.tell(`what is past its time could not be let go: ${messageOf(error)}`);
      }
    }
  }
}

/** Steps until there is no more, or until the signal. */
export async function pruneRound(
  { store, retention, now, sleep }: Omit<PrunerDeps, 'tell'>,
  signal: AbortSignal,
): Promise<Gone> {
  const gone = { invocations: 0, minutes: 0, points: 0, alarms: 0, messages: 0 };
  while (!signal.aborted) {
    const step = await store.prune(now(), retention);
    gone.invocations += step.invocations;
    gone.minutes += step.minutes;
    gone.points += step.points;
    if (!step.more) break;
    await sleep(PAUSE_MILLISECONDS, signal);
  }
  while (!signal.aborted) {
    const step = await store.pruneAlarms(now());
    gone.alarms += step.alarms;
    gone.messages += step.messages;
    if (!step.more) break;
    await sleep(PAUSE_MILLISECONDS, signal);
  }
  return gone;
}

const textOf = ({ invocations, minutes, points, alarms, messages }: Gone): string =>
  `past their time: ${invocations} single calls, ${minutes} minutes of demand, ${points} metric points; sums are kept${
    alarms + messages > 0 ? `; ${alarms} ended alarms, ${messages} messages` : ''
  }`;
