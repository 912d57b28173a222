/**
 * Models whose slow calls are slow for people.
 * @module
 */
import { groupThousands } from '../../../domain/format.ts';
import { shortModelId } from '../../../domain/short-name.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Nineteen calls in twenty end within this, or people notice. */
const SLOW_MS = 30_000;
const LEAST_CALLS = 100;

export function slowModels({ latencies }: Pick<SavingsInput, 'latencies'>): Finding[] {
  return latencies
    .filter(({ calls, p95 }) => calls >= LEAST_CALLS && p95 > SLOW_MS)
    .map(({ account, region, modelId, calls, p50, p95 }) => ({
      rule: 'slow',
      title: `One call in twenty of ${shortModelId(modelId)} in ${region} takes longer than ${seconds(p95)}`,
      saving: null,
      evidence: [`p50 ${seconds(p50)}, p95 ${seconds(p95)} over ${groupThousands(calls)} calls`],
      fix: 'Look at the longest answers first: a lower max_tokens, streaming, a smaller model, or the latency-optimised mode where it exists.',
      assumptions: ['Latency is that of the whole call, as the response body states it.'],
      where: { account, region, modelId },
    }));
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
