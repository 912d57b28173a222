/**
 * A source of the plan that can be opened.
 * @module
 */
import type { Collector } from '../../domain/collector.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { SourcePlan } from './plan.ts';

export interface PlannedSource extends Omit<SourcePlan, 'what'> {
  /** Whose account it is. @throws CollectFault */
  readonly identify: () => Promise<AccountId>;
  /** The collector, which for logs means to find where they go. @throws CollectFault */
  readonly open: (account: AccountId) => Promise<Collector>;
}
