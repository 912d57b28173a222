/**
 * An independent tally of what happened, in exact integers, for checking whoever reads the logs.
 * @module
 */
import type { Call } from './call.ts';
import { hourOf } from './clock.ts';

export interface Tally {
  /** Calls that succeeded; a guardrail's intervention is a success. */
  invocations: number;
  failedInvocations: number;
  input: number;
  output: number;
  cacheRead: number;
  /** All times-to-live. */
  cacheWrite: number;
  /** The part of `cacheWrite` with the one-hour time-to-live; only bodies tell it. */
  cacheWrite1h: number;
}

export interface LedgerRow extends Readonly<Tally> {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly account: string;
  readonly region: string;
  /** As the caller passed it. */
  readonly modelId: string;
  /** Role or user ARN without session. */
  readonly principal: string;
}

const emptyTally = (): Tally => ({
  invocations: 0,
  failedInvocations: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
});

type Key = Pick<LedgerRow, 'hour' | 'account' | 'region' | 'modelId' | 'principal'>;

/** Adds calls up by hour, account, Region, model id and principal. */
export class Ledger {
  readonly #rows = new Map<string, Key & Tally>();

  add(call: Call): void {
    const key: Key = {
      hour: hourOf(call.at),
      account: call.source.account,
      region: call.source.region,
      modelId: call.modelId,
      principal: call.identity.principal,
    };
    const name = Object.values(key).join('\n');
    const row = this.#rows.get(name) ?? { ...key, ...emptyTally() };
    this.#rows.set(name, row);
    if (call.outcome.kind === 'failed') row.failedInvocations++;
    else row.invocations++;
    addTokens(row, call.tokens);
  }

  /** In the order in which they first occurred. */
  rows(): LedgerRow[] {
    return [...this.#rows.values()];
  }

  total(): Readonly<Tally> {
    return sumOf(this.rows());
  }

  /** Sums by any key made of a row. */
  by(keyOf: (row: LedgerRow) => string): Map<string, Readonly<Tally>> {
    const groups = new Map<string, LedgerRow[]>();
    for (const row of this.rows()) {
      const group = groups.get(keyOf(row));
      if (group) group.push(row);
      else groups.set(keyOf(row), [row]);
    }
    return new Map([...groups].map(([key, rows]) => [key, sumOf(rows)]));
  }
}

function sumOf(rows: readonly LedgerRow[]): Tally {
  const sum = emptyTally();
  for (const row of rows) {
    sum.invocations += row.invocations;
    sum.failedInvocations += row.failedInvocations;
    addTokens(sum, row);
  }
  return sum;
}

function addTokens(tally: Tally, tokens: Omit<Readonly<Tally>, 'invocations' | 'failedInvocations'>): void {
  tally.input += tokens.input;
  tally.output += tokens.output;
  tally.cacheRead += tokens.cacheRead;
  tally.cacheWrite += tokens.cacheWrite;
  tally.cacheWrite1h += tokens.cacheWrite1h;
}
