/**
 * Counts the calls that clients make, so that what observing costs can be checked.
 * @module
 */

export interface CallCount {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  requests: number;
  /** Answered with an error, whatever it was. */
  errors: number;
  /** Metrics asked for by GetMetricData, which is what it is billed by. */
  metricsRequested: number;
}

type Key = Pick<CallCount, 'service' | 'operation' | 'account' | 'region'>;

export class CallCounter {
  readonly #counts = new Map<string, CallCount>();

  /** The counter of one operation in one account and Region. */
  of(key: Key): CallCount {
    const { service, operation, account, region } = key;
    const name = [service, operation, account, region].join(' ');
    const known = this.#counts.get(name);
    if (known) return known;
    const made = { service, operation, account, region, requests: 0, errors: 0, metricsRequested: 0 };
    this.#counts.set(name, made);
    return made;
  }

  list(): CallCount[] {
    return [...this.#counts.values()].map((count) => ({ ...count }));
  }

  /** Requests of one operation, or of a whole service, over all accounts and Regions. */
  total(service: string, operation?: string): number {
    return [...this.#counts.values()]
      .filter((count) => count.service === service && (operation ?? count.operation) === count.operation)
      .reduce((sum, count) => sum + count.requests, 0);
  }

  reset(): void {
    this.#counts.clear();
  }
}
