/**
 * Made-up sources: collectors that bring, fail or hang as told.
 * @module
 */

import type { PlannedSource } from '../../../src/daemon/collect/planned-source.ts';
import type { CollectContext, CollectedBatch, Collector } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';

export type Behaviour = (context: CollectContext) => AsyncGenerator<CollectedBatch, void, undefined>;

export const ACCOUNT = accountId('111122223333');
export const REGION = regionId('us-east-1');

export const collector = (name: string, collect: Behaviour, every = 60): Collector => ({
  ...{ name, account: ACCOUNT, region: REGION, every, collect },
});

export function planned(
  name: string,
  collect: Behaviour,
  options: Partial<PlannedSource> = {},
): PlannedSource {
  const every = options.every ?? 60;
  return {
    ...{ key: name, name, accountName: 'prod', account: ACCOUNT, region: REGION, every },
    identify: async () => ACCOUNT,
    open: async () => collector(name, collect, every),
    ...options,
  };
}

export const bringing = (...batches: readonly CollectedBatch[]): Behaviour =>
  async function* bring() {
    yield* batches;
  };

export const nothing: Behaviour = bringing();

export const failing = (error: Error): Behaviour =>
  async function* fail() {
    yield* [];
    throw error;
  };

/** Never answers, and does not listen to its signal either. */
export const hanging: Behaviour = async function* hang() {
  yield* [];
  await new Promise(() => undefined);
};
