/**
 * The daily look at the price list, as a configuration wants it.
 * @module
 */
import type { PriceCheckConfig } from '../../config/pricing.ts';
import { type EpochSeconds, parseSpan } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';
import { sleep } from '../collect/sleep.ts';
import type { Log } from '../collect/tell.ts';
import { DailyCheck } from './daily-check.ts';

export interface StartCheckOptions {
  readonly config: { readonly pricing: { readonly check: PriceCheckConfig } };
  readonly database: string;
  readonly now: () => EpochSeconds;
  /** A clock that stands still has no days. */
  readonly frozen: boolean;
  /** What is made up is not compared with what is real. */
  readonly demo: boolean;
  readonly log: Log;
}

/** Undefined where nothing is to be checked. */
export function startPriceCheck(options: StartCheckOptions, store: Store): DailyCheck | undefined {
  const { config, database, now, frozen, demo, log } = options;
  const { every, source } = config.pricing.check;
  const seconds = every === 'off' ? undefined : parseSpan(every);
  if (seconds === undefined || frozen || demo) return undefined;
  return new DailyCheck({
    ...{ database, source, every: seconds, store, now, sleep, random: Math.random },
    onState: ({ error, hint }) => {
      if (error === null) log.info({ source: 'prices' }, 'the price list is read again');
      else log.warn({ source: 'prices', hint }, `prices are not checked: ${error}`);
    },
  });
}
