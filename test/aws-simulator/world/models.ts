/**
 * The models that the world calls, and every form in which a `modelId` names one.
 * @module
 */
import type { Source } from './accounts.ts';

/** Which request and response dialect a model speaks under InvokeModel. */
export type Family = 'claude' | 'nova' | 'llama' | 'mistral' | 'gpt-oss' | 'titan-embed' | 'canvas';

export interface Model {
  readonly id: string;
  readonly family: Family;
  /** Callers used another model until this UTC day, when this one came out. */
  readonly successorOf?: { readonly id: string; readonly until: string };
}

const model = (family: Family, id: string): Model => ({ id, family });

export const MODELS = {
  sonnet: {
    ...model('claude', 'anthropic.claude-sonnet-5-5'),
    successorOf: { id: 'anthropic.claude-sonnet-5', until: '2026-10-01' },
  },
  opus: {
    ...model('claude', 'anthropic.claude-opus-5-5'),
    successorOf: { id: 'anthropic.claude-opus-5', until: '2026-10-08' },
  },
  sonnet45: model('claude', 'anthropic.claude-sonnet-4-5-20250929-v1:0'),
  haiku45: model('claude', 'anthropic.claude-haiku-4-5-20251001-v1:0'),
  haiku3: model('claude', 'anthropic.claude-3-haiku-20240307-v1:0'),
  novaLite: model('nova', 'amazon.nova-lite-v1:0'),
  novaPro: model('nova', 'amazon.nova-pro-v1:0'),
  nova2Lite: model('nova', 'amazon.nova-2-lite-v1:0'),
  /** In no price list: what a model looks like on the day it comes out. */
  novel: model('nova', 'amazon.nova-3-pro-preview-v1:0'),
  titanEmbed: model('titan-embed', 'amazon.titan-embed-text-v2:0'),
  llama: model('llama', 'meta.llama3-3-70b-instruct-v1:0'),
  mistral: model('mistral', 'mistral.mistral-large-2407-v1:0'),
  canvas: model('canvas', 'amazon.nova-canvas-v1:0'),
  gptOss: model('gpt-oss', 'openai.gpt-oss-120b-1:0'),
} as const satisfies Record<string, Model>;
export type ModelName = keyof typeof MODELS;

export type Form =
  | 'bare'
  | 'us'
  | 'eu'
  | 'global'
  | 'foundation-model-arn'
  | 'profile-arn'
  | 'application-profile-arn'
  | 'provisioned-arn';

/** The one application inference profile of a source; its id says nothing about the model. */
export const APPLICATION_PROFILE = 'x7k2m9q4w1zt';
export const PROVISIONED_MODEL = 'c4v8n2p6r0sj';

/** The `modelId` a caller passes, and so the one a record carries. */
export function calledAs(model: Model, form: Form, source: Source, at: number): string {
  const old = model.successorOf;
  const id = old && at < Date.parse(old.until) / 1000 ? old.id : model.id;
  const arn = (account: string, resource: string) =>
    `arn:aws:bedrock:${source.region}:${account}:${resource}`;
  switch (form) {
    case 'bare':
      return id;
    case 'us':
    case 'eu':
    case 'global':
      return `${form}.${id}`;
    case 'foundation-model-arn':
      return arn('', `foundation-model/${id}`);
    case 'profile-arn':
      return arn(source.account, `inference-profile/${source.region.slice(0, 2)}.${id}`);
    case 'application-profile-arn':
      return arn(source.account, `application-inference-profile/${APPLICATION_PROFILE}`);
    case 'provisioned-arn':
      return arn(source.account, `provisioned-model/${PROVISIONED_MODEL}`);
  }
}

/** Whether a call in this form may run in another Region than the one it was made in. */
export const crossesRegions = (form: Form): boolean =>
  form === 'us' || form === 'eu' || form === 'global' || form.endsWith('profile-arn');
