/**
 * `AWS/BedrockMantle`: each level of dimensions on its own (Bedrock User Guide, "Mantle metrics").
 * @module
 */
import type { Inference } from '../../../world/mantle.ts';
import type { Dimensions, Emit } from './series.ts';

const NAMESPACE = 'AWS/BedrockMantle';
/** Populated about a minute and a half after the call. */
const DELAY = 90_000;

export function emitMantle(inference: Inference, emit: Emit): void {
  const project = ['Project', inference.project] as const;
  const model = ['Model', inference.model] as const;
  const put = (metric: string, levels: readonly Dimensions[], value: number) => {
    for (const level of levels) {
      emit(NAMESPACE, metric, level, { at: inference.at, value, arrives: inference.at * 1000 + DELAY });
    }
  };
  const all = [[], [project], [model], [model, project]];
  if (inference.failed) {
    put('InferenceClientErrors', all, 1);
    return;
  }
  put('Inferences', all, 1);
  put('TotalInputTokens', all.slice(0, 3), inference.input);
  put('TotalOutputTokens', all.slice(0, 3), inference.output);
  put('InputTokens', all.slice(3), inference.input);
  put('OutputTokens', all.slice(3), inference.output);
}
