/**
 * Who reads what: two entries of the configuration that turn out to be one account would read, and pay for, the same
 * twice. Whether they are is known only once STS has told whose credentials they are: who is told first, reads.
 * @module
 */
import { CollectFault } from '../../domain/collector.ts';
import type { SourcePlan } from './plan.ts';

/** The kind of fault by which a source that another entry reads is told from one that fails. */
export class ReadTwice extends CollectFault {}

export type Claimant = Pick<SourcePlan, 'accountName' | 'account' | 'region' | 'what'>;

/**
 * What the configuration says of an entry's account is no claim: credentials that do not work would keep those that
 * do from reading.
 */
export class Claims {
  readonly #owners = new Map<string, string>();

  /**
   * Takes a source for the plan's entry, which then keeps it.
   * @param account whose AWS says that the entry's credentials are
   * @throws ReadTwice when another entry has it
   */
  take(plan: Claimant, account: string): void {
    const key = keyOf(plan, account);
    const owner = this.#owners.get(key) ?? plan.accountName;
    this.#owners.set(key, owner);
    if (owner === plan.accountName) return;
    const place = plan.what.kind === 'bill' ? account : `${account} in ${plan.region}`;
    throw new ReadTwice(
      'absent',
      `${owner} and ${plan.accountName} are both account ${place}: ${owner} reads it`,
      {
        hint: `take ${plan.accountName} out of accounts, or give it the role of another account`,
      },
    );
  }

  /**
   * Gives a source up, for an entry whose credentials do not say who they are (any more).
   * @returns whether another entry has the source
   */
  giveUp(plan: Claimant, account: string): boolean {
    const key = keyOf(plan, account);
    if (this.#owners.get(key) === plan.accountName) this.#owners.delete(key);
    return this.#owners.has(key);
  }
}

/** An account has one bill, a Region one of everything else; places that are named may be several. */
function keyOf({ what, region }: Claimant, account: string): string {
  if (what.kind === 'bill') return JSON.stringify([account, what.kind]);
  const named =
    what.kind === 'cloudwatch' ? what.logGroup : what.kind === 's3' ? [what.bucket, what.prefix] : null;
  return JSON.stringify([account, region, what.kind, named]);
}
