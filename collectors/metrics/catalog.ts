/**
 * Which metrics are read, how, and why: every metric requested costs money (Amazon CloudWatch pricing, "metrics
 * requested using GetMetricData"). Sources: Amazon Bedrock user guide, "Monitor the performance of Amazon Bedrock"
 * (runtime, agents, guardrails, mantle); AWS blog on batch inference metrics; Amazon Bedrock AgentCore developer guide.
 * @module
 */

export interface MetricChoice {
  /** As documented; AWS's own spelling varies in case (`outputTokenCount`), so it is compared without. */
  readonly metric: string;
  readonly statistics: readonly string[];
  /** Read in every run; the others once an hour. */
  readonly live?: boolean;
  /** Why it is worth its price. */
  readonly why: string;
}

/** Never Average of counts: each request is one datum, so that only the Sum adds up. */
const SUM = ['Sum'];
/** What people ask of latencies: the usual, and the bad. Sums and averages of p95 mean nothing. */
const LATENCY = ['Average', 'p95'];

const RUNTIME: readonly MetricChoice[] = [
  {
    metric: 'Invocations',
    statistics: SUM,
    live: true,
    why: 'requests per minute against the quota; coverage',
  },
  { metric: 'InvocationThrottles', statistics: SUM, live: true, why: 'the only witness of throttled calls' },
  { metric: 'EstimatedTPMQuotaUsage', statistics: SUM, live: true, why: "AWS's own tokens per minute" },
  { metric: 'InputTokenCount', statistics: SUM, why: 'coverage of the logs; cost without logs' },
  { metric: 'OutputTokenCount', statistics: SUM, why: 'coverage of the logs; cost without logs' },
  // Documented and deployed spelling; an account has one of them, and they are never added up.
  { metric: 'CacheReadInputTokens', statistics: SUM, why: 'cost without logs' },
  { metric: 'CacheReadInputTokenCount', statistics: SUM, why: 'cost without logs' },
  { metric: 'CacheWriteInputTokens', statistics: SUM, why: 'cost without logs; counts towards the quota' },
  {
    metric: 'CacheWriteInputTokenCount',
    statistics: SUM,
    why: 'cost without logs; counts towards the quota',
  },
  { metric: 'OutputImageCount', statistics: SUM, why: 'cost without logs; prices go by size and steps' },
  { metric: 'InvocationClientErrors', statistics: SUM, why: 'failures by side' },
  { metric: 'InvocationServerErrors', statistics: SUM, why: 'failures by side' },
  { metric: 'InvocationLatency', statistics: LATENCY, why: 'latency, which logs without bodies lack' },
  { metric: 'TimeToFirstToken', statistics: LATENCY, why: 'latency of streams' },
  { metric: 'LegacyModelInvocations', statistics: SUM, why: 'calls that end with their model' },
  { metric: 'ModelInvocationLogsCloudWatchDeliveryFailure', statistics: SUM, why: 'records lost' },
  { metric: 'ModelInvocationLogsS3DeliveryFailure', statistics: SUM, why: 'records lost' },
  { metric: 'ModelInvocationLargeDataS3DeliveryFailure', statistics: SUM, why: 'bodies lost' },
];

const AGENTS: readonly MetricChoice[] = [
  { metric: 'InvocationCount', statistics: SUM, why: 'agents by alias, which logs do not know' },
  { metric: 'InvocationThrottles', statistics: SUM, why: 'throttled agents' },
  { metric: 'InvocationServerErrors', statistics: SUM, why: 'failing agents' },
  { metric: 'InvocationClientErrors', statistics: SUM, why: 'failing agents' },
  { metric: 'ModelInvocationCount', statistics: SUM, why: 'model calls per agent call: loops' },
  { metric: 'InputTokenCount', statistics: SUM, why: 'tokens by alias' },
  { metric: 'OutputTokenCount', statistics: SUM, why: 'tokens by alias' },
  { metric: 'TotalTime', statistics: LATENCY, why: 'how long agents take' },
];

const GUARDRAILS: readonly MetricChoice[] = [
  { metric: 'TextUnitCount', statistics: SUM, why: 'what guardrails are billed by, per policy' },
  { metric: 'Invocations', statistics: SUM, why: 'guardrail traffic' },
  { metric: 'InvocationsIntervened', statistics: SUM, why: 'how often they block' },
  { metric: 'InvocationThrottles', statistics: SUM, why: 'throttled guardrails' },
];

const BATCH: readonly MetricChoice[] = [
  { metric: 'NumberOfInputTokensProcessedPerMinute', statistics: SUM, why: 'tokens of batch jobs' },
  { metric: 'NumberOfOutputTokensProcessedPerMinute', statistics: SUM, why: 'tokens of batch jobs' },
  // A level, not a flow: the highest of a minute says what waits.
  { metric: 'NumberOfRecordsPendingProcessing', statistics: ['Maximum'], why: 'what waits' },
];

const MANTLE: readonly MetricChoice[] = [
  { metric: 'Inferences', statistics: SUM, why: 'calls that no log has' },
  { metric: 'InferenceClientErrors', statistics: SUM, why: 'failures' },
  { metric: 'TotalInputTokens', statistics: SUM, why: 'tokens that no log has' },
  { metric: 'TotalOutputTokens', statistics: SUM, why: 'tokens that no log has' },
  { metric: 'InputTokens', statistics: SUM, why: 'tokens by project and model' },
  { metric: 'OutputTokens', statistics: SUM, why: 'tokens by project and model' },
];

const AGENT_CORE: readonly MetricChoice[] = [
  { metric: 'Invocations', statistics: SUM, why: 'AgentCore traffic' },
  { metric: 'Throttles', statistics: SUM, why: 'throttled AgentCore' },
  { metric: 'SystemErrors', statistics: SUM, why: 'failures' },
  { metric: 'UserErrors', statistics: SUM, why: 'failures' },
  { metric: 'Latency', statistics: LATENCY, why: 'how long it takes' },
];

export interface NamespaceChoice {
  readonly namespace: string;
  readonly metrics: readonly MetricChoice[];
}

/** AgentCore's namespace is written in several ways: whichever lists metrics is the one. */
export const CATALOG: readonly NamespaceChoice[] = [
  { namespace: 'AWS/Bedrock', metrics: RUNTIME },
  { namespace: 'AWS/Bedrock/Agents', metrics: AGENTS },
  { namespace: 'AWS/Bedrock/Guardrails', metrics: GUARDRAILS },
  { namespace: 'AWS/Bedrock/Batch', metrics: BATCH },
  { namespace: 'AWS/BedrockMantle', metrics: MANTLE },
  { namespace: 'AWS/Bedrock-AgentCore', metrics: AGENT_CORE },
  { namespace: 'Bedrock-AgentCore', metrics: AGENT_CORE },
  { namespace: 'AWS/BedrockAgentCore', metrics: AGENT_CORE },
];

/** The choice for a metric as CloudWatch spells it; undefined: it is not read. */
export function choiceFor({ metrics }: NamespaceChoice, metric: string): MetricChoice | undefined {
  const name = metric.toLowerCase();
  return metrics.find((choice) => choice.metric.toLowerCase() === name);
}
