/**
 * The prices in force while a daemon runs: an imported version that is put in force, or taken back, holds from then on
 * without a restart. A version that cannot be read is told, and the last good one stays.
 * @module
 */
import {
  createRater,
  loadPrices,
  type PriceBook,
  type PricingOptions,
  pricesFolder,
  versionMark,
  withPricing,
} from '../../../pricing/index.ts';
import type { Rater } from '../../domain/cost.ts';
import { MeterError, messageOf } from '../../domain/errors.ts';

/** How often the folder of versions is looked at; a look is two `stat` calls. */
export const LOOK_MILLISECONDS = 2_000;

export interface LivePricesOptions {
  /** The database whose folder of versions counts. */
  readonly database: string;
  /** The configuration's discount and own rates. */
  readonly pricing: PricingOptions;
  /** Told of a version that is in force from now on. */
  readonly onChange?: (version: string, before: string) => void;
  /** Told once of each version that cannot be read; the one before stays. */
  readonly onFault?: (message: string, hint: string | undefined) => void;
}

interface InForce {
  readonly book: PriceBook;
  readonly rater: Rater;
}

export class LivePrices {
  /** Asks for the prices in force each time: within one transaction they are the same, because looks are timed. */
  readonly rater: Rater;
  readonly #options: LivePricesOptions;
  readonly #folder: string;
  #inForce: InForce;
  #mark: string;
  #timer: NodeJS.Timeout | undefined;
  #told: string | undefined;

  /** @throws MeterError or CatalogError when the prices of today cannot be read: there is no last good version yet */
  constructor(options: LivePricesOptions) {
    this.#options = options;
    this.#folder = pricesFolder(options.database);
    this.#mark = versionMark(this.#folder);
    this.#inForce = this.#read();
    const current = () => this.#inForce.rater;
    this.rater = {
      get version() {
        return current().version;
      },
      rate: (sku, at, quantities) => current().rate(sku, at, quantities),
      knowsModel: (model) => current().knowsModel(model),
    };
  }

  get book(): PriceBook {
    return this.#inForce.book;
  }

  /** Takes another version if one is in force by now. Never throws for what is on the disk. */
  look(): void {
    const before = this.book.version;
    try {
      const mark = versionMark(this.#folder);
      if (mark === this.#mark) return;
      this.#mark = mark;
      this.#inForce = this.#read();
    } catch (error) {
      this.#tellOnce(error);
      return;
    }
    this.#told = undefined;
    if (this.book.version !== before) this.#options.onChange?.(this.book.version, before);
  }

  /** Looks every few seconds until stopped; holds no process alive. */
  watch(milliseconds: number = LOOK_MILLISECONDS): this {
    this.#timer ??= setInterval(() => this.look(), milliseconds).unref();
    return this;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tellOnce(error: unknown): void {
    const message = messageOf(error);
    if (message === this.#told) return;
    this.#told = message;
    this.#options.onFault?.(message, error instanceof MeterError ? error.hint : undefined);
  }

  #read(): InForce {
    const book = withPricing(loadPrices({ dir: this.#folder }), this.#options.pricing);
    return { book, rater: createRater(book) };
  }
}
