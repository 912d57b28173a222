/**
 * Draws one call: everything about it that is left to chance.
 * @module
 */
import { geography, SOURCES, type Source } from './accounts.ts';
import { type Call, NO_TOKENS, type Outcome, type Tokens } from './call.ts';
import type { Identity } from './callers.ts';
import { iso } from './clock.ts';
import { calledAs, crossesRegions, type Form, MODELS } from './models.ts';
import type { Random } from './random.ts';
import type { Effect } from './stories.ts';
import type { Size, Workload } from './workload.ts';

/** One step of a session; most sessions have one. */
export interface Step {
  readonly at: number;
  readonly identity: Identity;
  readonly label: string;
  /** Tokens of the messages sent so far, the newest last. */
  readonly turns: readonly number[];
  readonly last: boolean;
}

const GLOBAL_REGIONS = [
  'us-east-1',
  'us-west-2',
  'eu-central-1',
  'ap-northeast-1',
  'ap-southeast-2',
] as const;
const FAILURES = [
  'ValidationException',
  'ModelTimeoutException',
  'ServiceUnavailableException',
  'AccessDeniedException',
  'InternalServerException',
] as const;

/** @param errorCode set: the call fails with it */
export function drawCall(
  work: Workload,
  step: Step,
  effect: Effect,
  random: Random,
  errorCode?: string,
): Call {
  const source = SOURCES[work.source];
  const form = drawForm(effect.forms ?? work.forms, random);
  const model = MODELS[work.model];
  const outcome = errorCode ? { kind: 'failed' as const, errorCode } : drawOutcome(work, effect, random);
  const tokens = drawTokens(work, step, effect, outcome, random);
  const firstByteMs = Math.round(random.lognormal(380, 0.4) + (tokens.input + tokens.cacheWrite) / 40);
  const answered = outcome.kind === 'answered';
  return {
    at: step.at,
    requestId: random.uuid(),
    source,
    workload: work.name,
    operation: work.operation,
    modelId: calledAs(model, form, source, step.at),
    family: model.family,
    inferenceRegion: answered ? drawInferenceRegion(form, source, random) : null,
    identity: step.identity,
    tags: drawTags(work, random),
    tokens,
    cacheTtl: work.cache?.ttl ?? null,
    maxTokens: work.maxTokens,
    images: answered && model.family === 'canvas' ? 1 + random.int(3) : 0,
    firstByteMs,
    latencyMs: firstByteMs + Math.round(tokens.output * random.lognormal(14, 0.2)),
    outcome,
    guardrail: work.guardrail?.id ?? null,
    tier: work.tier ?? null,
    toolUses: answered && !step.last ? 1 + random.int(2) : 0,
    prompt: {
      label: step.label,
      turns: step.turns,
      systemTokens: work.system,
      stamp: effect.stampedCacheHit === undefined ? null : `It is ${iso(step.at)}. `,
    },
  };
}

export function drawSize(size: Size, random: Random): number {
  return size.median === 0 ? 0 : Math.max(1, Math.round(random.lognormal(size.median, size.sigma)));
}

function drawForm(forms: Workload['forms'], random: Random): Form {
  const entries = Object.entries(forms) as [Form, number][];
  let left = random.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [form, weight] of entries) {
    left -= weight;
    if (left < 0) return form;
  }
  return entries[0]?.[0] ?? 'bare';
}

function drawOutcome(work: Workload, effect: Effect, random: Random): Outcome {
  if (random.chance(work.failures ?? 0)) return { kind: 'failed', errorCode: random.pick(FAILURES) };
  const { guardrail } = work;
  if (!guardrail) return { kind: 'answered' };
  if (random.chance(effect.blocksInput ?? guardrail.blocksInput)) return { kind: 'blocked', side: 'input' };
  if (random.chance(guardrail.blocksOutput)) return { kind: 'blocked', side: 'output' };
  return { kind: 'answered' };
}

function drawTokens(work: Workload, step: Step, effect: Effect, outcome: Outcome, random: Random): Tokens {
  const output = Math.min(drawSize(work.answer, random), work.maxTokens ?? Number.POSITIVE_INFINITY);
  const hit = random.chance(effect.stampedCacheHit ?? work.cache?.hit ?? 0);
  const remainder = 3 + random.int(9);
  if (outcome.kind === 'failed' || (outcome.kind === 'blocked' && outcome.side === 'input')) return NO_TOKENS;
  if (work.model === 'canvas') return NO_TOKENS;
  const newest = step.turns.at(-1) ?? 0;
  const prompt = work.system + step.turns.reduce((sum, turn) => sum + turn, 0);
  if (!work.cache) return { ...NO_TOKENS, input: prompt, output };
  // A single call caches its system prompt; a session all but the last few tokens of what it has sent.
  const cached = work.session ? Math.max(0, prompt - remainder) : work.system;
  const cacheRead = hit ? (work.session ? Math.min(cached, prompt - newest) : cached) : 0;
  const cacheWrite = cached - cacheRead;
  const cacheWrite1h = work.cache.ttl === '1h' ? cacheWrite : 0;
  return { input: prompt - cached, output, cacheRead, cacheWrite, cacheWrite1h };
}

/** Records name it for cross-Region calls, save a few, and for some of the others. */
function drawInferenceRegion(form: Form, source: Source, random: Random): string | null {
  if (!crossesRegions(form)) return random.chance(0.5) ? source.region : null;
  if (random.chance(0.03)) return null;
  return random.pick(form === 'global' ? GLOBAL_REGIONS : geography(source.region));
}

function drawTags(work: Workload, random: Random): Record<string, string> | null {
  if (work.tenants === undefined) return work.tags ?? null;
  // Few tenants make most of the calls.
  const tenant = Math.floor(work.tenants * random.unit() ** 2) + 1;
  return { ...work.tags, tenant: `t-${String(tenant).padStart(3, '0')}` };
}
