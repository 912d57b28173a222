/**
 * What has to be allowed, for what, and what is missing without it. The documentation and the templates in `deploy/`
 * hold the same list: a test compares them.
 * @module
 */

export interface PermissionGroup {
  /** `Sid` of the IAM statement. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** What the statement is limited to. */
  readonly resource:
    | 'any'
    | 'log-group'
    | 'bucket'
    | 'objects'
    | 'queue'
    | 'export-bucket'
    | 'export-objects';
  /** The collector that needs it, as in status and `doctor`. */
  readonly source: string;
  readonly feature: string;
  /** What is missing without it. */
  readonly without: string;
  /** Needed only where the configuration names what it is for. */
  readonly optional?: true;
}

export const PERMISSIONS: readonly PermissionGroup[] = [
  {
    sid: 'InvocationLogsInCloudWatch',
    actions: ['logs:FilterLogEvents'],
    resource: 'log-group',
    source: 'invocation-logs/cloudwatch',
    feature:
      'invocation logs delivered to CloudWatch Logs: tokens and dollars by caller, agent, session and tag',
    without: 'usage is known per model from metrics only, without callers',
  },
  {
    sid: 'LogGroups',
    actions: ['logs:DescribeLogGroups'],
    resource: 'any',
    source: 'doctor',
    feature: 'checks how long the log group keeps its events',
    without: 'doctor cannot say that logs are kept, and paid for, for ever',
  },
  {
    sid: 'ListInvocationLogsInS3',
    actions: ['s3:ListBucket'],
    resource: 'bucket',
    source: 'invocation-logs/s3',
    feature: 'finds invocation logs delivered to S3',
    without: 'logs in S3 are not read, and there is no backfill from them',
  },
  {
    sid: 'ReadInvocationLogsInS3',
    actions: ['s3:GetObject'],
    resource: 'objects',
    source: 'invocation-logs/s3',
    feature: 'reads invocation logs delivered to S3',
    without: 'logs in S3 are not read, and there is no backfill from them',
  },
  {
    sid: 'Notifications',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    resource: 'queue',
    source: 'invocation-logs/s3',
    feature: 'new objects as S3 announces them in a queue, where `notifications` names one',
    without: 'new objects are found by listing alone, some minutes later',
    optional: true,
  },
  {
    sid: 'Metrics',
    actions: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
    resource: 'any',
    source: 'metrics',
    feature: 'usage without logs, throttles, latency, quota utilisation, coverage, delivery failures',
    without: 'dark usage, throttles and quota utilisation are not seen',
  },
  {
    sid: 'LoggingConfiguration',
    actions: ['bedrock:GetModelInvocationLoggingConfiguration'],
    resource: 'any',
    source: 'invocation-logs',
    feature: 'finds where invocation logs go',
    without: 'log group or bucket have to be named in the configuration',
  },
  {
    sid: 'Profiles',
    actions: ['bedrock:ListInferenceProfiles', 'bedrock:ListTagsForResource'],
    resource: 'any',
    source: 'inventory',
    feature: 'models and tags behind application inference profiles',
    without: 'calls through application profiles stay without a model and a price',
  },
  {
    sid: 'Models',
    actions: [
      'bedrock:ListFoundationModels',
      'bedrock:ListCustomModels',
      'bedrock:ListCustomModelDeployments',
      'bedrock:ListImportedModels',
      'bedrock:ListPromptRouters',
    ],
    resource: 'any',
    source: 'inventory',
    feature: 'end-of-life dates, and what stands behind custom models, imported models and prompt routers',
    without: 'models about to end are not named, and calls of custom models stay without a model',
  },
  {
    sid: 'Commitments',
    actions: ['bedrock:ListProvisionedModelThroughputs'],
    resource: 'any',
    source: 'inventory',
    feature: 'provisioned throughput: its model, units and the end of its commitment',
    without: 'idle or ending commitments are not seen',
  },
  {
    sid: 'Jobs',
    actions: ['bedrock:ListModelInvocationJobs', 'bedrock:ListAsyncInvokes'],
    resource: 'any',
    source: 'inventory',
    feature: 'batch jobs and asynchronous invocations, which no log holds',
    without: 'batch and asynchronous work is seen by metrics only',
  },
  {
    sid: 'Agents',
    actions: ['bedrock:ListAgents', 'bedrock:ListAgentAliases'],
    resource: 'any',
    source: 'inventory',
    feature: 'names of agents and their aliases',
    without: 'agents are shown by their ids',
  },
  {
    sid: 'Quotas',
    actions: [
      'servicequotas:ListAWSDefaultServiceQuotas',
      'servicequotas:ListRequestedServiceQuotaChangeHistory',
      'servicequotas:ListServiceQuotas',
    ],
    resource: 'any',
    source: 'quotas',
    feature: 'quotas, their defaults and pending increases',
    without: 'what will throttle next is not known',
  },
  {
    sid: 'Bill',
    actions: ['ce:GetCostAndUsage'],
    resource: 'any',
    source: 'bill',
    feature: 'compares computed cost with what AWS charged; one cent a request, off by default',
    without: 'computed cost is not checked against the bill',
    optional: true,
  },
  {
    sid: 'ListBillExport',
    actions: ['s3:ListBucket'],
    resource: 'export-bucket',
    source: 'bill',
    feature: 'finds the files of a CUR 2.0 export, where `bill.cur` names one',
    without: 'computed cost is not checked against the export',
    optional: true,
  },
  {
    sid: 'ReadBillExport',
    actions: ['s3:GetObject'],
    resource: 'export-objects',
    source: 'bill',
    feature: 'reads the files of a CUR 2.0 export, where `bill.cur` names one',
    without: 'computed cost is not checked against the export',
    optional: true,
  },
];

/** What the resources of a policy are, in AWS's spelling. */
export interface PolicyPlaces {
  readonly partition?: string;
  readonly account?: string;
  readonly logGroup?: string;
  readonly bucket?: string;
  /** ARN of the queue. */
  readonly queue?: string;
  readonly exportBucket?: string;
}

/** The IAM policy for the groups; without names, a `*` stands in their place. */
export function policyFor(groups: readonly PermissionGroup[] = PERMISSIONS, places: PolicyPlaces = {}) {
  return {
    Version: '2012-10-17',
    Statement: groups.map(({ sid, actions, resource }) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: actions.length === 1 ? (actions[0] ?? '') : actions,
      Resource: resourceOf(resource, places),
    })),
  };
}

function resourceOf(resource: PermissionGroup['resource'], places: PolicyPlaces): string {
  const { partition = 'aws', account = '*', logGroup = '*', bucket = '*', exportBucket = '*' } = places;
  switch (resource) {
    case 'any':
      return '*';
    case 'log-group':
      return `arn:${partition}:logs:*:${account}:log-group:${logGroup}:*`;
    case 'bucket':
      return `arn:${partition}:s3:::${bucket}`;
    case 'objects':
      return `arn:${partition}:s3:::${bucket}/*`;
    case 'queue':
      return places.queue ?? `arn:${partition}:sqs:*:${account}:*`;
    case 'export-bucket':
      return `arn:${partition}:s3:::${exportBucket}`;
    case 'export-objects':
      return `arn:${partition}:s3:::${exportBucket}/*`;
  }
}
