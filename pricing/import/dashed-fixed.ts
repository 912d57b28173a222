/**
 * Dashed usagetypes of what usage records do not show: model units, customisation, storage, imported models; and of
 * guardrails, which have no model. Each form was seen in the price list of 2026-08 and 2026-09; others of their kind
 * are left to the reader of skipped rows.
 * @module
 */
import type { CatalogUnit } from '../unit-rule.ts';
import type { FeeKind, Meter, Reading } from './usage.ts';

const PROVISIONED = /^(.+)-ProvisionedThroughput-(NoCommit|NoCommitment|1month|6months?)-ModelUnits$/i;
const CUSTOMIZATION = /^(.+)-(?:Customization-(Training|Storage)|RFT-(Training)-Hours)$/;
/** `Llama-CustomModelImport-Inference-v1:0`: the family's architecture, and the version of the unit. */
const IMPORTED = /^[A-Za-z0-9-]+?-CustomModelImport-(Inference|Storage)-(v[12]):0$/;
const GUARDRAIL = /^Guardrail-([A-Za-z]+)UnitsConsumed$/;

const POLICIES: Readonly<Record<string, CatalogUnit>> = {
  ContentPolicy: 'content-policy',
  ContentPolicyImage: 'content-policy-image',
  TopicPolicy: 'topic-policy',
  WordPolicy: 'word-policy',
  SensitiveInformationPolicyPaid: 'sensitive-information-policy',
  SensitiveInformationPolicyFree: 'sensitive-information-policy-free',
  ContextualGroundingPolicy: 'contextual-grounding-policy',
  AutomatedReasoningPolicy: 'automated-reasoning-policy',
};

/** Undefined for anything else. */
export function readFixed(body: string): Reading | undefined {
  const unit = PROVISIONED.exec(body);
  if (unit) {
    const words = (unit[2] ?? '').toLowerCase();
    const commitment = words.startsWith('no') ? 'none' : words.startsWith('1') ? '1-month' : '6-months';
    return read(unit[1] ?? '', { meter: 'provisioned', commitment });
  }
  const custom = CUSTOMIZATION.exec(body);
  if (custom) return read(custom[1] ?? '', fee(custom[2] === 'Storage' ? 'storage' : 'training'));
  const imported = IMPORTED.exec(body);
  if (imported) {
    const kind = imported[1] === 'Storage' ? 'import-month' : 'import-minute';
    return read(`custom-model-import-${imported[2]}`, fee(kind));
  }
  const policy = GUARDRAIL.exec(body)?.[1] ?? '';
  const catalogUnit = Object.hasOwn(POLICIES, policy) ? POLICIES[policy] : undefined;
  if (catalogUnit === undefined) return undefined;
  return read('bedrock-guardrails', { meter: 'unit', unit: catalogUnit, upTo: null, quality: null });
}

const fee = (kind: FeeKind): Meter => ({ meter: 'fee', fee: kind });

function read(name: string, meter: Meter): Reading {
  return {
    status: 'read',
    usage: { meter, name, endpoint: 'runtime', scope: 'regional', longContext: false, rateClass: 'standard' },
  };
}
