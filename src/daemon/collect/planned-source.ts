/**
 * A source of the plan that can be opened.
 * @module
 */
import type { Collector } from '../../domain/collector.ts';
import type { SourcePlan } from './plan.ts';

export interface PlannedSource extends Omit<SourcePlan, 'what'> {
  /** The collector, once it is known whose account this is and where its logs go. @throws CollectFault */
  readonly open: () => Promise<Collector>;
}
