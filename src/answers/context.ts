/**
 * Answers: each question of the product in one place. An answer reads rows from the store, hands them to the pure
 * analyses and returns plain data; the CLI, the API, pages, alarms and reports all show that same answer.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import type { Config } from '../config/schema.ts';
import type { Rater } from '../domain/cost.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { Store } from '../store/port.ts';

/** What every answer is computed from. */
export interface AnswerContext {
  readonly store: Store;
  /** Prices in force, with the configuration's discount and own rates. */
  readonly book: PriceBook;
  readonly rater: Rater;
  readonly config: Config;
  readonly now: EpochSeconds;
  /** Whether `now` was given (`--now`) and is not the machine's clock. */
  readonly frozen?: boolean | undefined;
}
