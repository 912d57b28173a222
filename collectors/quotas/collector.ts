/**
 * Quotas of Bedrock: what holds, what AWS gives by default, what has been asked for.
 * Source: Service Quotas API reference.
 * @module
 */
import {
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
} from '@aws-sdk/client-service-quotas';
import {
  type CollectContext,
  type CollectedBatch,
  CollectFault,
  type Collector,
} from '../../src/domain/collector.ts';
import type { SnapshotItem } from '../../src/domain/snapshot.ts';
import { Faults, listAll } from '../aws/index.ts';
import { quotaItem, requestItem } from './normalise.ts';
import type { QuotasOptions } from './options.ts';

type Kind = 'quota-applied' | 'quota-default' | 'quota-request';

/** A collector of three listings, each of which fails alone. */
export function createQuotasCollector(options: QuotasOptions): Collector {
  const { account, region, every = 3600 } = options;

  async function* collect({ now, signal }: CollectContext): AsyncGenerator<CollectedBatch, void, undefined> {
    const faults = new Faults();
    for (const kind of ['quota-applied', 'quota-default', 'quota-request'] as const) {
      const items = await faults.guard(() => list(options, kind, signal));
      if (items !== undefined)
        yield { kind: 'snapshot', snapshot: { account, region, kind, at: now(), items } };
    }
    faults.throwAny();
  }

  return { name: 'quotas', account, region, every, collect };
}

async function list(options: QuotasOptions, kind: Kind, signal: AbortSignal): Promise<SnapshotItem[]> {
  const { client, region } = options;
  const abort = { abortSignal: signal };
  switch (kind) {
    case 'quota-applied': {
      const quotas = await listAll(
        { action: 'servicequotas:ListServiceQuotas' },
        (token) => client.send(new ListServiceQuotasCommand(question(token)), abort),
        (page) => page.NextToken,
        (page) => page.Quotas,
      );
      return some(
        quotas.flatMap((quota) => quotaItem(quota) ?? []),
        region,
      );
    }
    case 'quota-default': {
      const quotas = await listAll(
        { action: 'servicequotas:ListAWSDefaultServiceQuotas' },
        (token) => client.send(new ListAWSDefaultServiceQuotasCommand(question(token)), abort),
        (page) => page.NextToken,
        (page) => page.Quotas,
      );
      return some(
        quotas.flatMap((quota) => quotaItem(quota) ?? []),
        region,
      );
    }
    case 'quota-request': {
      const requests = await listAll(
        { action: 'servicequotas:ListRequestedServiceQuotaChangeHistory' },
        (token) => client.send(new ListRequestedServiceQuotaChangeHistoryCommand(question(token)), abort),
        (page) => page.NextToken,
        (page) => page.RequestedQuotas,
      );
      return requests.flatMap((request) => requestItem(request) ?? []);
    }
  }
}

const question = (NextToken: string | undefined) => ({
  ServiceCode: 'bedrock',
  MaxResults: 100,
  ...(NextToken === undefined ? {} : { NextToken }),
});

/** Bedrock has hundreds of quotas wherever it is: none at all would end everything that is known of them. */
function some(items: SnapshotItem[], region: string): SnapshotItem[] {
  if (items.length > 0) return items;
  throw new CollectFault('absent', `servicequotas: no quotas of Bedrock are listed in ${region}`);
}
