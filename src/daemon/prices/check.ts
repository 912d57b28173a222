/**
 * One reading of the price list beside the prices in force. It changes no price: what it finds is kept for status and
 * alarms, and so is why it failed.
 * @module
 */
import {
  currentVersion,
  importOffers,
  loadCatalog,
  priceCheckOf,
  pricesAt,
  pricesFolder,
} from '../../../pricing/import/index.ts';
import { keepPriceCheck, PRICES_SOURCE } from '../../answers/price-health.ts';
import { MeterError, messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';
import { readOffers } from './read-offers.ts';
import { openPriceList, type PriceSourceName } from './source.ts';

export interface CheckSetup {
  readonly database: string;
  readonly source: PriceSourceName;
}

export interface CheckDeps extends CheckSetup {
  readonly store: Store;
  readonly now: () => EpochSeconds;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a reading went: the reason why there is none, else null. */
export interface CheckResult {
  readonly error: string | null;
  readonly hint: string | null;
}

const WELL: CheckResult = { error: null, hint: null };

/** Never throws for what came or for what is on the disk; the store keeps how it ended. */
export async function checkPrices(deps: CheckDeps): Promise<CheckResult> {
  const { store, now } = deps;
  const result = await attempt(deps).catch(asResult);
  if (result.error !== null) await store.noteAttempt({ source: PRICES_SOURCE, at: now(), ...result });
  return result;
}

async function attempt({ database, source, store, now, env }: CheckDeps): Promise<CheckResult> {
  const list = await openPriceList({ name: source, env, now });
  const { offers, failures } = await readOffers(list.source);
  await store.countAwsCalls(list.takeCalls());
  const [first] = failures;
  if (first) {
    const more = failures.length === 1 ? '' : ` (and ${failures.length - 1} more)`;
    return { error: `the price list could not be read in full: ${first.message}${more}`, hint: UNREADABLE };
  }
  const [catalog, previous] = [loadCatalog(), currentVersion(pricesFolder(database))];
  const { report } = importOffers({ offers, catalog, previous, now: now(), accept: false });
  const against = pricesAt(previous, catalog).version;
  await keepPriceCheck(store, priceCheckOf(report, { against, source, taken: false }), now());
  return WELL;
}

const UNREADABLE =
  'prices in force are not touched; let the machine reach https://pricing.us-east-1.amazonaws.com, or set pricing.check.every to off';

function asResult(error: unknown): CheckResult {
  if (error instanceof MeterError) return { error: error.message, hint: error.hint ?? null };
  return {
    error: `unexpected failure: ${messageOf(error)}`,
    hint: 'this is a mistake in bedrock-meter: please report it with the lines of the log around it',
  };
}
