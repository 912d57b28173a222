/**
 * Which calls' records get where: as the logging configuration of their time says, less what is lost.
 * @module
 */
import type { Source } from '../../world/accounts.ts';
import type { Call } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { LoggingBook, LoggingConfig } from '../logging-book.ts';
import { isLost } from './arrival.ts';

export type Wanted = (config: LoggingConfig) => boolean;

export const toLogGroup =
  (name: string): Wanted =>
  (config) =>
    config.cloudWatchConfig?.logGroupName === name;

export const toBucket =
  (name: string): Wanted =>
  (config) =>
    config.s3Config?.bucketName === name;

export class Deliveries {
  readonly #world: World;
  readonly #faults: FaultPlan;
  readonly #logging: LoggingBook;

  constructor(world: World, faults: FaultPlan, logging: LoggingBook) {
    this.#world = world;
    this.#faults = faults;
    this.#logging = logging;
  }

  /** Changes whenever what was delivered may have. */
  get version(): string {
    return `${this.#faults.version} ${this.#logging.version}`;
  }

  /** The history's calls of an hour whose records go to some destination, by time. */
  of(hour: number, source: Source, wanted: Wanted): Call[] {
    return this.#world.callsOf(hour, source).filter((call) => {
      if (call.at < this.#world.history.from) return false;
      const config = this.#logging.at(source, call.at);
      return config !== null && wanted(config) && !isLost(call, this.#faults);
    });
  }
}
