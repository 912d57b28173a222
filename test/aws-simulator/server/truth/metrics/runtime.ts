/**
 * `AWS/Bedrock`: the runtime's metrics of each call (Bedrock User Guide, "Runtime metrics").
 * @module
 */
import type { Call } from '../../../world/call.ts';
import { MODELS } from '../../../world/models.ts';
import { burndownRate } from './burndown.ts';
import { baseModelOf, metricModelId } from './model-id.ts';
import type { Emit } from './series.ts';

const NAMESPACE = 'AWS/Bedrock';
const LEGACY: ReadonlySet<string> = new Set([MODELS.haiku3.id, MODELS.mistral.id]);
/** Errors that are the service's fault. */
const SERVER_ERRORS: ReadonlySet<string> = new Set([
  'ServiceUnavailableException',
  'InternalServerException',
  'ModelTimeoutException',
]);

/** What the runtime's metrics know of a call. */
export type MeasuredCall = Pick<
  Call,
  'at' | 'modelId' | 'family' | 'operation' | 'outcome' | 'tokens' | 'images' | 'latencyMs' | 'firstByteMs'
>;

/** What one call adds to its model's series. */
export function emitRuntime(call: MeasuredCall, arrives: number, emit: Emit): void {
  const dimensions = [['ModelId', metricModelId(call.modelId)]] as const;
  const put = (metric: string, value: number) =>
    emit(NAMESPACE, metric, dimensions, { at: call.at, value, arrives });
  if (call.outcome.kind === 'failed') {
    put(failureMetric(call.outcome.errorCode), 1);
    return;
  }
  const { input, output, cacheRead, cacheWrite } = call.tokens;
  put('Invocations', 1);
  put('InvocationLatency', call.latencyMs);
  if (call.operation.endsWith('Stream')) put('TimeToFirstToken', call.firstByteMs);
  if (LEGACY.has(baseModelOf(call.modelId))) put('LegacyModelInvocations', 1);
  // The guardrail answered: no model was asked.
  if (call.outcome.kind === 'blocked' && call.outcome.side === 'input') return;
  if (call.family === 'canvas') {
    emitImages(call, arrives, emit);
    return;
  }
  put('InputTokenCount', input);
  if (call.family !== 'titan-embed') put('OutputTokenCount', output);
  if (call.family === 'nova' || cacheRead + cacheWrite > 0) {
    put('CacheReadInputTokens', cacheRead);
    put('CacheWriteInputTokens', cacheWrite);
  }
  put('EstimatedTPMQuotaUsage', input + cacheWrite + output * burndownRate(baseModelOf(call.modelId)));
}

/** Which of three counters a failed call adds to. Every attempt of a retried call is one of its own. */
export function failureMetric(errorCode: string): string {
  if (errorCode.startsWith('Throttling')) return 'InvocationThrottles';
  return SERVER_ERRORS.has(errorCode) ? 'InvocationServerErrors' : 'InvocationClientErrors';
}

/** Pictures by model, and by model, size and steps. */
function emitImages(call: MeasuredCall, arrives: number, emit: Emit): void {
  const model = ['ModelId', metricModelId(call.modelId)] as const;
  const levels = [
    [model],
    [['BucketedStepSize', '0-50'] as const, ['ImageSize', '1024x1024'] as const, model],
  ];
  const datum = { at: call.at, value: call.images, arrives };
  for (const level of levels) emit(NAMESPACE, 'OutputImageCount', level, datum);
}
