/**
 * Units that are not tokens: how the catalogue names them, and which unit of a SKU a rule prices.
 * @module
 */
import type { UnitId } from '../src/domain/sku.ts';

/**
 * Names in the catalogue, with the unit id that usage carries and how many of those one priced unit is.
 * Usage counts media in whole milliseconds; price lists are per second.
 */
export const CATALOG_UNITS = {
  image: { id: 'image', size: 1 },
  'document-image': { id: 'document-image', size: 1 },
  'video-second': { id: 'video-ms', size: 1000 },
  'audio-second': { id: 'audio-ms', size: 1000 },
  query: { id: 'query', size: 1 },
  request: { id: 'request', size: 1 },
  'web-grounding': { id: 'web-grounding', size: 1 },
  'speech-input-token': { id: 'speech-token:input', size: 1 },
  'speech-output-token': { id: 'speech-token:output', size: 1 },
  'content-policy': { id: 'guardrail:contentPolicyUnits', size: 1 },
  'topic-policy': { id: 'guardrail:topicPolicyUnits', size: 1 },
  'word-policy': { id: 'guardrail:wordPolicyUnits', size: 1 },
  'sensitive-information-policy': { id: 'guardrail:sensitiveInformationPolicyUnits', size: 1 },
  'sensitive-information-policy-free': { id: 'guardrail:sensitiveInformationPolicyFreeUnits', size: 1 },
  'contextual-grounding-policy': { id: 'guardrail:contextualGroundingPolicyUnits', size: 1 },
  'automated-reasoning-policy': { id: 'guardrail:automatedReasoningPolicyUnits', size: 1 },
  'content-policy-image': { id: 'guardrail:contentPolicyImageUnits', size: 1 },
} as const;
export type CatalogUnit = keyof typeof CATALOG_UNITS;
export const CATALOG_UNIT_NAMES = Object.keys(CATALOG_UNITS) as readonly CatalogUnit[];

/** Usage of guardrails is priced by policy, whatever model was called. */
export const GUARDRAIL_PREFIX = 'guardrail:';
export const GUARDRAIL_MODEL = 'amazon.bedrock-guardrails';

/** Which units one rate is for. Null attributes match any value, and also their absence. */
export interface UnitRule {
  readonly unit: CatalogUnit;
  /** Image sizes above the next smaller rule's size, up to this one. */
  readonly upTo: PixelSize | null;
  /** `standard` or `premium`. */
  readonly quality: string | null;
  /** Lines of video, as in `720p`. */
  readonly lines: number | null;
}

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Reads `1024x1024`; undefined for anything else. */
export function parsePixelSize(text: string): PixelSize | undefined {
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : undefined;
}

interface UnitParts {
  readonly size: PixelSize | null;
  readonly quality: string | null;
  readonly lines: number | null;
}

/**
 * The one rule that prices a unit, or undefined. Where rules have sizes, the size must fall under the same
 * rule by its sides and by its pixel count: AWS's "up to 1024 x 1024" says neither, so 1280x720 has no price.
 */
export function ruleFor<R extends { readonly rule: UnitRule }>(
  id: UnitId,
  rules: readonly R[],
): R | undefined {
  const own = rules.filter((r) => id === idOf(r.rule) || id.startsWith(`${idOf(r.rule)}:`));
  if (own.length === 0) return undefined;
  const parts = attributes(id.slice(idOf(own[0]?.rule).length + 1));
  const fitting = own.filter(({ rule }) => matches(rule, parts));
  const { size } = parts;
  const bySide = smallest(fitting, (s) => size !== null && size.width <= s.width && size.height <= s.height);
  const byArea = smallest(fitting, (s) => size !== null && area(size) <= area(s));
  return bySide === byArea ? bySide : undefined;
}

const idOf = (rule: UnitRule | undefined): string => (rule ? CATALOG_UNITS[rule.unit].id : '');
const area = (s: PixelSize): number => s.width * s.height;

function matches(rule: UnitRule, parts: UnitParts): boolean {
  if (rule.quality !== null && rule.quality !== parts.quality) return false;
  return rule.lines === null || rule.lines === parts.lines;
}

function smallest<R extends { readonly rule: UnitRule }>(
  rules: readonly R[],
  fits: (limit: PixelSize) => boolean,
): R | undefined {
  let best: R | undefined;
  for (const r of rules) {
    const { upTo } = r.rule;
    if (upTo !== null && !fits(upTo)) continue;
    const limit = best?.rule.upTo;
    if (best === undefined || (upTo && (!limit || area(upTo) < area(limit)))) best = r;
  }
  return best;
}

function attributes(text: string): UnitParts {
  let parts: UnitParts = { size: null, quality: null, lines: null };
  for (const word of text.split(':')) {
    const size = parsePixelSize(word);
    const lines = /^(\d{3,4})p$/.exec(word)?.[1];
    if (size) parts = { ...parts, size, lines: Math.min(size.width, size.height) };
    else if (lines !== undefined) parts = { ...parts, lines: Number(lines) };
    else if (word !== '') parts = { ...parts, quality: word };
  }
  return parts;
}
