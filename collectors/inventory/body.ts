/**
 * The inventory as it is stored, by kind of snapshot. Times are seconds since the epoch. Sources: Amazon Bedrock API
 * reference (`FoundationModelSummary`, `InferenceProfileSummary`, `ProvisionedModelSummary`, ...) and Agents for Amazon
 * Bedrock API reference (`AgentSummary`, `AgentAliasSummary`).
 * @module
 */
import { z } from 'zod';

const time = z.number().nullable();
const text = z.string().nullable();

/** Kind `foundation-model`, by model id. */
export const foundationModelBody = z.object({
  id: z.string(),
  arn: text,
  name: text,
  provider: text,
  inputModalities: z.array(z.string()),
  outputModalities: z.array(z.string()),
  streaming: z.boolean().nullable(),
  /** `ON_DEMAND`, `PROVISIONED`, `INFERENCE_PROFILE`. */
  inferenceTypes: z.array(z.string()),
  lifecycle: z.object({
    /** `ACTIVE` or `LEGACY`. */
    status: text,
    startOfLife: time,
    endOfLife: time,
    legacyFrom: time,
    /** Start of a period with higher prices. */
    extendedAccessFrom: time,
  }),
});
export type FoundationModelBody = z.infer<typeof foundationModelBody>;

/** Kind `inference-profile`, by profile id. */
export const inferenceProfileBody = z.object({
  id: z.string(),
  arn: z.string(),
  name: text,
  /** `SYSTEM_DEFINED` or `APPLICATION`. */
  type: text,
  status: text,
  /** ARNs of the foundation models that calls may go to. */
  models: z.array(z.string()),
  /** Of application profiles; null when they could not be read. */
  tags: z.record(z.string(), z.string()).nullable(),
  created: time,
  updated: time,
});
export type InferenceProfileBody = z.infer<typeof inferenceProfileBody>;

/** Kind `provisioned-model`, by ARN. */
export const provisionedModelBody = z.object({
  arn: z.string(),
  name: text,
  modelArn: text,
  foundationModelArn: text,
  modelUnits: z.number(),
  desiredModelUnits: z.number(),
  status: text,
  /** `OneMonth` or `SixMonths`; null: billed by the hour without commitment. */
  commitment: text,
  commitmentEnds: time,
  created: time,
  updated: time,
});
export type ProvisionedModelBody = z.infer<typeof provisionedModelBody>;

/** Kind `custom-model`, by ARN. */
export const customModelBody = z.object({
  arn: z.string(),
  name: text,
  baseModelArn: text,
  customizationType: text,
  status: text,
  created: time,
});
export type CustomModelBody = z.infer<typeof customModelBody>;

/** Kind `custom-model-deployment`, by ARN. */
export const customModelDeploymentBody = z.object({
  arn: z.string(),
  name: text,
  modelArn: text,
  status: text,
  created: time,
  updated: time,
});
export type CustomModelDeploymentBody = z.infer<typeof customModelDeploymentBody>;

/** Kind `imported-model`, by ARN. */
export const importedModelBody = z.object({
  arn: z.string(),
  name: text,
  architecture: text,
  created: time,
});
export type ImportedModelBody = z.infer<typeof importedModelBody>;

/** Kind `prompt-router`, by ARN. */
export const promptRouterBody = z.object({
  arn: z.string(),
  name: text,
  type: text,
  status: text,
  models: z.array(z.string()),
  fallbackModel: text,
});
export type PromptRouterBody = z.infer<typeof promptRouterBody>;

/** Kind `invocation-job`, by ARN: batch inference. AWS gives no token counts. */
export const invocationJobBody = z.object({
  arn: z.string(),
  name: text,
  modelId: text,
  status: text,
  submitted: time,
  updated: time,
  ended: time,
  records: z.object({
    total: z.number().nullable(),
    processed: z.number().nullable(),
    succeeded: z.number().nullable(),
    failed: z.number().nullable(),
  }),
});
export type InvocationJobBody = z.infer<typeof invocationJobBody>;

/** Kind `async-invocation`, by ARN. */
export const asyncInvocationBody = z.object({
  arn: z.string(),
  modelArn: text,
  status: text,
  submitted: time,
  ended: time,
});
export type AsyncInvocationBody = z.infer<typeof asyncInvocationBody>;

/** Kind `agent`, by agent id: the name for the id in callers' sessions. */
export const agentBody = z.object({
  id: z.string(),
  name: text,
  status: text,
  latestVersion: text,
  updated: time,
  /** Null when they could not be read. */
  aliases: z
    .array(z.object({ id: z.string(), name: text, status: text, versions: z.array(z.string()) }))
    .nullable(),
});
export type AgentBody = z.infer<typeof agentBody>;

/** Kind `logging-configuration`: one item, `logging`, also where logging is off. */
export const loggingConfigurationBody = z.object({
  enabled: z.boolean(),
  cloudWatch: z.object({ logGroup: z.string(), largeDataBucket: text }).nullable(),
  s3: z.object({ bucket: z.string(), keyPrefix: text }).nullable(),
  /** Which bodies are delivered; metadata and counts always are. */
  bodies: z.object({
    text: z.boolean(),
    image: z.boolean(),
    embedding: z.boolean(),
    video: z.boolean(),
    audio: z.boolean(),
  }),
});
export type LoggingConfigurationBody = z.infer<typeof loggingConfigurationBody>;
