/**
 * What a called model is in CloudWatch: foundation models and profiles by their id, everything else by the
 * whole ARN (Bedrock User Guide, "Monitoring Amazon Bedrock using CloudWatch").
 * @module
 */
import { APPLICATION_PROFILE, MODELS, PROVISIONED_MODEL } from '../../../world/models.ts';

/** The value of the dimension `ModelId`. */
export function metricModelId(called: string): string {
  const [, name] =
    /:(?:foundation-model|inference-profile|application-inference-profile)\/(.+)$/.exec(called) ?? [];
  return name ?? called;
}

/** The model behind a called id, without scope. */
export function baseModelOf(called: string): string {
  const id = metricModelId(called);
  if (id === APPLICATION_PROFILE) return MODELS.sonnet.id;
  if (id.endsWith(`/${PROVISIONED_MODEL}`)) return MODELS.novaPro.id;
  return id.replace(/^(?:us|eu|apac|jp|au|ca|global)\./, '');
}

/** Where the called id lets the call run. */
export function scopeOf(called: string): 'in-region' | 'geo' | 'global' | 'provisioned' {
  const id = metricModelId(called);
  if (id.includes('provisioned-model/')) return 'provisioned';
  if (id === APPLICATION_PROFILE) return 'geo';
  const prefix = /^(us|eu|apac|jp|au|ca|global)\./.exec(id)?.[1];
  return prefix === undefined ? 'in-region' : prefix === 'global' ? 'global' : 'geo';
}
