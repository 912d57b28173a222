/**
 * Which model a quota limits: equality of normalised labels against what the account can call, then vetoes. What is
 * not certain stays unmapped, with the reason.
 * @module
 */
import { modelForms, normalLabel, versionsClash, withoutV1 } from './label.ts';
import { LABEL_ALIASES } from './label-aliases.ts';
import type { NameMatch, ParsedName } from './names.ts';
import { parseQuotaName } from './parse-name.ts';

/** A model as a listing names it. */
export interface ListedModel {
  /** Base model id. */
  readonly id: string;
  readonly name: string | null;
}

/** Labels -> models, ready to be asked. */
export interface Labels {
  readonly byForm: ReadonlyMap<string, ReadonlySet<string>>;
  /** Models that only the `bedrock-mantle` endpoint serves. */
  readonly mantleOnly: ReadonlySet<string>;
}

const MANTLE_NAME = /\s*\(mantle endpoint\)$/i;

/** Indexes a listing. Entries of one id add up. */
export function indexLabels(models: readonly ListedModel[]): Labels {
  const names = new Map<string, string[]>();
  const mantleOnly = new Set<string>();
  for (const { id, name } of models) {
    const known = names.get(id) ?? [];
    names.set(id, known);
    if (name !== null) known.push(name.replace(MANTLE_NAME, ''));
    if (name !== null && MANTLE_NAME.test(name)) mantleOnly.add(id);
  }
  const byForm = new Map<string, Set<string>>();
  const add = (form: string, id: string) => {
    const ids = byForm.get(form);
    if (ids) ids.add(id);
    else byForm.set(form, new Set([id]));
  };
  for (const [id, known] of names) for (const form of modelForms(id, known)) add(form, id);
  for (const [label, id] of Object.entries(LABEL_ALIASES)) {
    if (!names.has(id)) continue;
    for (const form of modelForms(id, [label])) {
      // Only what the label itself adds: the rest is there, or was left out on purpose.
      if (form.endsWith(normalLabel(label))) add(form, id);
    }
  }
  return { byForm, mantleOnly };
}

/** The models that a configuration names for a quota, by code or exact name. */
export interface QuotaOverride {
  readonly quota: string;
  readonly models: readonly string[];
}

export interface MatchSources {
  /** What the account can call; absent where it has not been read. */
  readonly inventory?: Labels | undefined;
  readonly catalogue: Labels;
  readonly overrides?: readonly QuotaOverride[];
}

/** @param code where it is known; overrides may name the quota by it */
export function matchQuotaName(name: string, sources: MatchSources, code?: string): NameMatch {
  const parsed = parseQuotaName(name);
  const override = sources.overrides?.find(
    ({ quota }) => quota === code || quota.toLowerCase() === name.trim().toLowerCase(),
  );
  if (override !== undefined && parsed.metric !== null) {
    return { name, parsed, models: override.models, status: 'mapped', reason: null, by: 'override' };
  }
  const refused = refusal(parsed);
  if (refused !== null) return unmapped(name, parsed, refused);
  if (parsed.scope === 'account') {
    return { name, parsed, models: [], status: 'mapped', reason: null, by: 'catalogue' };
  }
  const label = normalLabel(parsed.modelLabel ?? '');
  let reason = `no model is called ${JSON.stringify(parsed.modelLabel)}, exactly`;
  for (const by of ['inventory', 'catalogue'] as const) {
    const labels = sources[by];
    if (labels === undefined) continue;
    const { ids, veto } = candidates(labels, label, parsed);
    if (ids.length === 1) return { name, parsed, models: ids, status: 'mapped', reason: null, by };
    if (ids.length > 1) {
      const reason = `several models are called that: ${ids.toSorted().join(', ')}`;
      return { name, parsed, models: [], status: 'ambiguous', reason, by };
    }
    if (veto !== null) reason = veto;
  }
  return unmapped(name, parsed, reason);
}

const unmapped = (name: string, parsed: ParsedName, reason: string): NameMatch => ({
  ...{ name, parsed, reason },
  models: [],
  status: 'unmapped',
  by: null,
});

/** Names whose traffic cannot be told apart from other traffic of the same model id. */
function refusal({ metric, variant, scope, modelLabel }: ParsedName): string | null {
  if (metric === null) return 'not a quota on inference requests or tokens';
  if (scope === 'mantle' || variant === undefined) {
    return /\bcustom model/i.test(modelLabel ?? '') ? 'a quota of custom models' : null;
  }
  if (/context length/i.test(variant)) {
    return `${variant}: a quota of its own on the same model id, which metrics cannot tell apart`;
  }
  if (variant === 'latency-optimized') {
    return 'latency-optimized: a quota of its own on the same model id, which metrics cannot tell apart';
  }
  return null;
}

function candidates(
  { byForm, mantleOnly }: Labels,
  label: string,
  { scope }: ParsedName,
): { ids: string[]; veto: string | null } {
  const plain = withoutV1(label);
  const found = [...(byForm.get(label) ?? byForm.get(plain) ?? [])];
  const onMantle = found.filter((id) => mantleOnly.has(id));
  const served =
    scope === 'mantle' && onMantle.length > 0
      ? onMantle
      : found.filter((id) => scope === 'mantle' || !mantleOnly.has(id));
  const ids = served.filter((id) => !versionsClash(id, plain));
  if (ids.length > 0 || found.length === 0) return { ids, veto: null };
  if (served.length === 0) return { ids, veto: `${found.join(', ')}: only on the bedrock-mantle endpoint` };
  return { ids, veto: `${served.join(', ')}: another version than the name states` };
}
