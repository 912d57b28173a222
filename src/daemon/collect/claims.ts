/**
 * Who reads what: two entries of the configuration that turn out to be one account would read, and pay for, the same
 * twice. Whether they are is known only once STS has told whose credentials they are.
 * @module
 */
import { CollectFault } from '../../domain/collector.ts';
import type { SourcePlan } from './plan.ts';

/** The kind of fault by which a source that another entry reads is told from one that fails. */
export class ReadTwice extends CollectFault {}

export type Claimant = Pick<SourcePlan, 'accountName' | 'account' | 'region' | 'what'>;

export class Claims {
  readonly #owners = new Map<string, string>();

  /** @param plans those whose account the configuration says are settled at once, in its order */
  constructor(plans: readonly Claimant[]) {
    for (const plan of plans) if (/^\d{12}$/.test(plan.account)) this.#own(plan, plan.account);
  }

  /**
   * Takes a source for the plan's entry, which then keeps it.
   * @param account whose it turned out to be
   * @throws ReadTwice when another entry has it
   */
  take(plan: Claimant, account: string): void {
    const owner = this.#own(plan, account);
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

  #own(plan: Claimant, account: string): string {
    const key = keyOf(plan, account);
    const owner = this.#owners.get(key) ?? plan.accountName;
    this.#owners.set(key, owner);
    return owner;
  }
}

/** An account has one bill, a Region one of everything else; places that are named may be several. */
function keyOf({ what, region }: Claimant, account: string): string {
  if (what.kind === 'bill') return JSON.stringify([account, what.kind]);
  const named =
    what.kind === 'cloudwatch' ? what.logGroup : what.kind === 's3' ? [what.bucket, what.prefix] : null;
  return JSON.stringify([account, region, what.kind, named]);
}
