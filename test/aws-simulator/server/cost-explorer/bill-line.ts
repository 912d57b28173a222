/**
 * Lines of the bill: what one account used of one usage type on one UTC day.
 * @module
 */

export interface BillKey {
  readonly service: string;
  readonly usageType: string;
  readonly region: string;
  readonly account: string;
  readonly recordType: 'Usage' | 'Tax';
}

export interface BillLine extends BillKey {
  /** Millionths of the usage type's unit. */
  readonly quantityMicro: bigint;
  readonly pico: bigint;
}

/** Adds lines up by what they are of. */
export class Bill {
  readonly #lines = new Map<string, BillLine>();

  add(line: BillLine): void {
    const { service, usageType, region, account, recordType } = line;
    const key = [service, usageType, region, account, recordType].join('\n');
    const known = this.#lines.get(key);
    this.#lines.set(key, {
      ...line,
      quantityMicro: (known?.quantityMicro ?? 0n) + line.quantityMicro,
      pico: (known?.pico ?? 0n) + line.pico,
    });
  }

  lines(): BillLine[] {
    return [...this.#lines.values()];
  }
}
