/**
 * What a `modelId` in a log record names. Forms: invocation-logs facts, section 1.5. Matching is by exact
 * structure, never by substring: `claude-opus-4` is a prefix of `claude-opus-4-1`.
 * @module
 */
import { type BaseModelId, baseModelId, type CalledModelId, calledModelId } from './ids.ts';
import type { Scope } from './sku.ts';

export interface ModelRef {
  /** As the caller passed it. */
  readonly called: CalledModelId;
  /** Null while nobody has said which model is behind it (application profile, provisioned, custom, router). */
  readonly base: BaseModelId | null;
  readonly scope: Scope;
  /** Inference profile: `us.anthropic.…` for system profiles, the bare id for application profiles, else null. */
  readonly profile: string | null;
}

/** Longest id or ARN accepted; AWS's own limit is 2,048. */
const MODEL_ID = /^[A-Za-z0-9_.:/-]{1,2048}$/;
const ARN = /^arn:aws[a-z-]*:([a-z-]+):[a-z0-9-]*:\d*:(.+)$/;

/**
 * Providers whose name starts a base model id. Needed to tell a scope prefix from a provider, since AWS adds
 * prefixes (`kr.`) without notice; an unknown provider without prefix still resolves to itself.
 */
const PROVIDERS = new Set(
  (
    'ai21 amazon anthropic cohere deepseek google luma meta minimax mistral moonshot moonshotai nvidia ' +
    'openai qwen stability twelvelabs writer xai zai'
  ).split(' '),
);
const KNOWN_PREFIXES = new Set('us us-gov eu apac jp au ca in kr sa il mx global'.split(' '));

/** Whether the text can be a model id or ARN at all. */
export const isModelId = (text: string): boolean => MODEL_ID.test(text);

/**
 * Resolves any `modelId` form as far as its text allows.
 * @param text a model id, inference-profile id or ARN; {@link isModelId} holds
 */
export function parseModelId(text: string): ModelRef {
  const called = calledModelId(text);
  const arn = ARN.exec(text);
  if (arn) return fromArn(called, arn[1] ?? '', arn[2] ?? '');
  if (!/[.:/]/.test(text)) return { called, base: null, scope: 'unresolved', profile: text };
  return fromId(called, text);
}

/**
 * The model that a prompt router chose, under the id that the caller passed.
 * @param invoked `trace.promptRouter.invokedModelId`: an id or ARN
 */
export function routedModel(router: ModelRef, invoked: string): ModelRef {
  const target = parseModelId(invoked);
  return { ...target, called: router.called };
}

function fromArn(called: CalledModelId, service: string, resource: string): ModelRef {
  const slash = resource.indexOf('/');
  const kind = slash < 0 ? resource : resource.slice(0, slash);
  const name = slash < 0 ? '' : resource.slice(slash + 1);
  const opaque = (scope: Scope): ModelRef => ({ called, base: null, scope, profile: null });
  if (service !== 'bedrock') return opaque('unresolved');
  switch (kind) {
    case 'foundation-model':
      return { ...fromId(called, name), profile: null };
    case 'inference-profile':
      return fromId(called, name);
    case 'application-inference-profile':
      return { called, base: null, scope: 'unresolved', profile: name };
    case 'provisioned-model':
      return opaque('provisioned');
    case 'custom-model':
    case 'custom-model-deployment':
      return opaque('custom');
    case 'imported-model':
      return opaque('imported');
    default:
      return opaque('unresolved');
  }
}

function fromId(called: CalledModelId, id: string): ModelRef {
  const [first = '', second = ''] = id.split('.', 2);
  const prefixed = !PROVIDERS.has(first) && (KNOWN_PREFIXES.has(first) || PROVIDERS.has(second));
  if (!prefixed) return { called, base: withoutVariant(id), scope: 'in-region', profile: null };
  const base = withoutVariant(id.slice(first.length + 1));
  return { called, base, scope: first === 'global' ? 'global' : 'geo', profile: id };
}

/**
 * Cuts the context-length or modality variant that provisioning and customisation ids carry
 * (`…-v1:0:200k`, `…-v2:0:8k`, `…:mm`): same model, same token price.
 */
function withoutVariant(id: string): BaseModelId {
  return baseModelId(id.replace(/:(?:\d+k|mm)$/, ''));
}

/**
 * The value of CloudWatch's `ModelId` dimension for calls made with this id: foundation-model and profile
 * ARNs become the id behind the last slash, other ARNs stay whole.
 */
export function cloudWatchModelId(called: CalledModelId): string {
  const match = /:(?:foundation-model|inference-profile|application-inference-profile)\/(.+)$/.exec(called);
  return match?.[1] ?? called;
}
