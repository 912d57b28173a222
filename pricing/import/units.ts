/**
 * Prices by the literal unit of the price dimension. A unit that is not listed here, or `Units` without a grain in the
 * description, is refused: a factor of a thousand is never guessed.
 * @module
 */
import { type AttoUsdPerUnit, parseRate } from '../../src/domain/money.ts';
import type { Fee } from '../fee-price.ts';
import { CATALOG_UNITS } from '../unit-rule.ts';
import type { FeeKind, Meter } from './usage.ts';

/** How many of the metered things one price is for, by unit in lower case. */
const TOKEN_UNITS: Readonly<Record<string, number>> = { '1k tokens': 1_000, '1m tokens': 1_000_000 };
const TEXT_UNITS: Readonly<Record<string, number>> = {
  textunit: 1,
  textunits: 1,
  'text unit': 1,
  'text units': 1,
};
const THING_UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  image: { image: 1, images: 1, 'images processed': 1 },
  query: { 'search unit': 1, 'search units': 1, searchunit: 1, searchunits: 1 },
  'video-second': { second: 1, seconds: 1, '1k seconds': 1_000 },
  'audio-second': { second: 1, seconds: 1, '1k seconds': 1_000 },
  'speech-input-token': TOKEN_UNITS,
  'speech-output-token': TOKEN_UNITS,
  'content-policy': TEXT_UNITS,
  'topic-policy': TEXT_UNITS,
  'word-policy': TEXT_UNITS,
  'sensitive-information-policy': TEXT_UNITS,
  'sensitive-information-policy-free': TEXT_UNITS,
  'contextual-grounding-policy': TEXT_UNITS,
  'automated-reasoning-policy': TEXT_UNITS,
  'content-policy-image': { image: 1, images: 1 },
};
/** Every one of them is per 1,000 tokens a minute: `1M TPM Hour` prints 0.066 where the pricing page has it per 1K. */
const TPM_UNITS: Readonly<Record<string, number>> = { '1m tpm hour': 1, '1k tpm hour': 1, '1ktpmhour': 1 };
const HOUR_UNITS: Readonly<Record<string, number>> = { hour: 1, hours: 1 };
/** Training is told apart by these too: see `trainingFee`. */
const FEE_UNITS: Readonly<Record<FeeKind, Readonly<Record<string, number>>>> = {
  training: { ...TOKEN_UNITS, ...HOUR_UNITS, image: 1, images: 1, 'images processed': 1 },
  storage: { 'model/month': 1 },
  'import-minute': { 'custom model unit per min': 1 },
  'import-month': { 'custom model unit/month': 1, 'model/month': 1 },
};
const PLAIN = 'units';

export type RateReading =
  | { readonly ok: true; readonly rate: AttoUsdPerUnit }
  | { readonly ok: false; readonly problem: string };

/**
 * @param usd the price as printed, an exact decimal
 * @param unit the dimension's unit, as printed
 * @returns atto-dollars per token, per unit that usage counts, per hour of 1,000 tokens a minute or a model unit,
 * or for one of what a fee is for
 */
export function readRate(usd: string, unit: string, description: string, meter: Meter): RateReading {
  const per = grainOf(unit, description, meter);
  if (typeof per === 'string') return { ok: false, problem: per };
  if (usd.startsWith('-')) return { ok: false, problem: `negative price ${usd}` };
  let rate: AttoUsdPerUnit;
  try {
    rate = parseRate(usd, per * sizeOf(meter));
  } catch {
    return { ok: false, problem: `not an exact decimal price: ${JSON.stringify(usd)}` };
  }
  if (rate === 0n && !mayBeFree(meter)) return { ok: false, problem: 'a price of zero is a placeholder' };
  return { ok: true, rate };
}

/** A zero is published for cache writes (Nova's) and for two guardrail policies. */
const FREE_UNITS: readonly string[] = ['word-policy', 'sensitive-information-policy-free'];
const mayBeFree = (meter: Meter): boolean =>
  meter.meter === 'tokens'
    ? meter.kind.startsWith('cacheWrite')
    : meter.meter === 'unit' && FREE_UNITS.includes(meter.unit);

/** What the unit of a training price makes of it. */
export function trainingFee(unit: string): Fee {
  const text = plainUnit(unit);
  if (Object.hasOwn(TOKEN_UNITS, text)) return 'trainingMillionTokens';
  return Object.hasOwn(HOUR_UNITS, text) ? 'trainingHour' : 'trainingImage';
}

const plainUnit = (unit: string): string => unit.toLowerCase().replace(/\s+/g, ' ').trim();

const sizeOf = (meter: Meter): number => (meter.meter === 'unit' ? CATALOG_UNITS[meter.unit].size : 1);

function grainOf(unit: string, description: string, meter: Meter): number | string {
  const known = unitsOf(meter);
  const text = plainUnit(unit);
  if (Object.hasOwn(known, text)) return known[text] ?? 'unreachable';
  if (text !== PLAIN || meter.meter === 'reserved' || meter.meter === 'fee')
    return `unknown unit ${JSON.stringify(unit)}`;
  return grainInWords(description, meter);
}

function unitsOf(meter: Meter): Readonly<Record<string, number>> {
  switch (meter.meter) {
    case 'tokens':
      return TOKEN_UNITS;
    case 'unit':
      return THING_UNITS[meter.unit] ?? {};
    case 'reserved':
      return TPM_UNITS;
    case 'provisioned':
      return HOUR_UNITS;
    case 'fee':
      return FEE_UNITS[meter.fee];
  }
}

/** Marketplace descriptions read `AWS Marketplace software usage|us-east-1|Million Input Tokens Regional`. */
function grainInWords(description: string, meter: Meter): number | string {
  const words = description.split('|').at(-1) ?? '';
  const million = /\b(?:millions?|1M|1,000,000)\b/i.test(words);
  const thousand = /\b(?:thousands?|1K|1,000|1000)\b/i.test(words);
  if (million && thousand) return `a description with two grains: ${JSON.stringify(words)}`;
  if (million) return 1_000_000;
  if (thousand) return 1_000;
  if (meter.meter === 'unit' && meter.unit === 'image' && /\bimages?\b/i.test(words)) return 1;
  if (meter.meter === 'unit' && meter.unit === 'query' && /\bsearch units?\b/i.test(words)) return 1;
  if (meter.meter === 'provisioned' && /\bhour(?:ly)?\b/i.test(words)) return 1;
  return `unit "Units" and no grain in the description ${JSON.stringify(description)}`;
}
