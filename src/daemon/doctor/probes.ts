/**
 * A harmless call for each permission: the smallest page of a listing, or a question about a thing that is not there.
 * @module
 */
import {
  GetModelInvocationLoggingConfigurationCommand,
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListFoundationModelsCommand,
  ListImportedModelsCommand,
  ListInferenceProfilesCommand,
  ListModelInvocationJobsCommand,
  ListPromptRoutersCommand,
  ListProvisionedModelThroughputsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock';
import { ListAgentAliasesCommand, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import { ListAsyncInvokesCommand } from '@aws-sdk/client-bedrock-runtime';
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import {
  ListAWSDefaultServiceQuotasCommand,
  ListRequestedServiceQuotaChangeHistoryCommand,
  ListServiceQuotasCommand,
} from '@aws-sdk/client-service-quotas';
import { dayOf, type EpochSeconds, epochSeconds, isoDay, SECONDS_PER_DAY } from '../../domain/time.ts';
import type { Clients } from '../collect/accounts.ts';

export interface Probing {
  readonly clients: Clients;
  readonly account: string;
  readonly now: EpochSeconds;
}

export interface Probe {
  readonly send: (probing: Probing) => Promise<unknown>;
  /** The subject is made up: that it is not found is the good answer. */
  readonly madeUp?: true;
}

const ONE = { maxResults: 1 };
const BEDROCK = { ServiceCode: 'bedrock', MaxResults: 1 };

/** By IAM action. Log groups and buckets are looked at where it is known which ones. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'bedrock:GetModelInvocationLoggingConfiguration': {
    send: ({ clients }) => clients.bedrock.send(new GetModelInvocationLoggingConfigurationCommand({})),
  },
  'bedrock:ListFoundationModels': {
    send: ({ clients }) => clients.bedrock.send(new ListFoundationModelsCommand({})),
  },
  'bedrock:ListInferenceProfiles': {
    send: ({ clients }) => clients.bedrock.send(new ListInferenceProfilesCommand(ONE)),
  },
  'bedrock:ListProvisionedModelThroughputs': {
    send: ({ clients }) => clients.bedrock.send(new ListProvisionedModelThroughputsCommand(ONE)),
  },
  'bedrock:ListModelInvocationJobs': {
    send: ({ clients }) => clients.bedrock.send(new ListModelInvocationJobsCommand(ONE)),
  },
  'bedrock:ListCustomModels': {
    send: ({ clients }) => clients.bedrock.send(new ListCustomModelsCommand(ONE)),
  },
  'bedrock:ListImportedModels': {
    send: ({ clients }) => clients.bedrock.send(new ListImportedModelsCommand(ONE)),
  },
  'bedrock:ListCustomModelDeployments': {
    send: ({ clients }) => clients.bedrock.send(new ListCustomModelDeploymentsCommand(ONE)),
  },
  'bedrock:ListPromptRouters': {
    send: ({ clients }) => clients.bedrock.send(new ListPromptRoutersCommand(ONE)),
  },
  'bedrock:ListAsyncInvokes': {
    send: ({ clients }) => clients.runtime.send(new ListAsyncInvokesCommand(ONE)),
  },
  'bedrock:ListAgents': { send: ({ clients }) => clients.agent.send(new ListAgentsCommand(ONE)) },
  'bedrock:ListAgentAliases': {
    madeUp: true,
    send: ({ clients }) => clients.agent.send(new ListAgentAliasesCommand({ agentId: 'DOCTOR0000', ...ONE })),
  },
  'bedrock:ListTagsForResource': {
    madeUp: true,
    send: ({ clients, account }) =>
      clients.bedrock.send(
        new ListTagsForResourceCommand({
          resourceARN: `arn:aws:bedrock:${clients.region}:${account}:application-inference-profile/doctor000000`,
        }),
      ),
  },
  'cloudwatch:ListMetrics': {
    send: ({ clients }) => clients.cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock' })),
  },
  'cloudwatch:GetMetricData': {
    send: ({ clients, now }) =>
      clients.cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date((now - 3600) * 1000),
          EndTime: new Date(now * 1000),
          MetricDataQueries: [
            {
              Id: 'doctor',
              MetricStat: {
                Metric: { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' },
                Period: 3600,
                Stat: 'Sum',
              },
            },
          ],
        }),
      ),
  },
  'servicequotas:ListServiceQuotas': {
    send: ({ clients }) => clients.quotas.send(new ListServiceQuotasCommand(BEDROCK)),
  },
  'servicequotas:ListAWSDefaultServiceQuotas': {
    send: ({ clients }) => clients.quotas.send(new ListAWSDefaultServiceQuotasCommand(BEDROCK)),
  },
  'servicequotas:ListRequestedServiceQuotaChangeHistory': {
    send: ({ clients }) => clients.quotas.send(new ListRequestedServiceQuotaChangeHistoryCommand(BEDROCK)),
  },
  // A cent: asked only where the bill is read anyway.
  'ce:GetCostAndUsage': {
    send: ({ clients, now }) =>
      clients.bill.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: isoDay(dayOf(epochSeconds(now - SECONDS_PER_DAY))), End: isoDay(dayOf(now)) },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost'],
        }),
      ),
  },
};
