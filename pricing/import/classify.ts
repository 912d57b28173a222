/**
 * Offer files to rows: every product becomes a row, is skipped for a named kind, or is unknown with a reason.
 * @module
 */
import type { BaseModelId, RegionId } from '../../src/domain/ids.ts';
import type { AttoUsdPerUnit } from '../../src/domain/money.ts';
import { hourOf, parseInstant, startOfHour } from '../../src/domain/time.ts';
import type { Fee } from '../fee-price.ts';
import { KNOWN_REGIONS } from '../regions.ts';
import type { ModelNames } from './model-names.ts';
import type { Classified, NewModel, OfferRow, RowName, SkippedRow, UnknownRow } from './offer-row.ts';
import type { OfferItem } from './offer-schema.ts';
import { productModel, productName } from './product-model.ts';
import type { Offer } from './read-offer.ts';
import { learnPrefixes, type PrefixConflict, type PrefixTable, type PrefixUse } from './region-prefix.ts';
import { readRate, trainingFee } from './units.ts';
import type { FeeKind, Meter, SkipKind, Usage } from './usage.ts';
import { readUsagetype, type UsagetypeReading } from './usagetype.ts';

/** Result of one product: a row, or why there is none. */
type Outcome =
  | { readonly status: 'row'; readonly row: OfferRow; readonly model: NewModel | null }
  | { readonly status: 'skipped'; readonly kind: SkipKind }
  | { readonly status: 'unknown'; readonly reason: string };

export interface Classification extends Classified {
  readonly prefixConflicts: readonly PrefixConflict[];
}

/** Order of offers, products and attributes does not matter: results are sorted by name. */
export function classifyOffers(offers: readonly Offer[], names: ModelNames): Classification {
  const prefixes = learnPrefixes(prefixUses(offers));
  const rows: OfferRow[] = [];
  const skipped: SkippedRow[] = [];
  const unknown: UnknownRow[] = [];
  const newModels = new Map<BaseModelId, NewModel>();
  for (const offer of [...offers].sort(byCodeAndRegion)) {
    const { serviceCode, region } = offer;
    for (const { sku, usagetype, problem } of offer.problems) {
      unknown.push({ serviceCode, region, sku, usagetype: usagetype ?? '(none)', reason: problem });
    }
    for (const item of offer.items) {
      const usagetype = item.attributes.usagetype ?? '(none)';
      const name: RowName = { serviceCode, region, sku: item.sku, usagetype };
      const outcome = classifyItem(item, offer, names, prefixes);
      if (outcome.status === 'row') {
        rows.push(outcome.row);
        if (outcome.model) newModels.set(outcome.model.id, outcome.model);
      } else if (outcome.status === 'skipped') skipped.push({ ...name, kind: outcome.kind });
      else unknown.push({ ...name, reason: outcome.reason });
    }
  }
  const products = rows.length + skipped.length + unknown.length;
  const { conflicts } = prefixes;
  return { rows, skipped, unknown, newModels: [...newModels.values()], products, prefixConflicts: conflicts };
}

const byCodeAndRegion = (a: Offer, b: Offer): number =>
  a.serviceCode === b.serviceCode ? (a.region < b.region ? -1 : 1) : a.serviceCode < b.serviceCode ? -1 : 1;

function* prefixUses(offers: readonly Offer[]): Generator<PrefixUse> {
  for (const { items } of offers) {
    for (const { attributes } of items) {
      const { usagetype, regionCode } = attributes;
      if (usagetype === undefined || regionCode === undefined) continue;
      const { prefix, innerPrefix } = readUsagetype(usagetype);
      yield { prefix: prefix ?? '', region: regionCode as RegionId };
      if (innerPrefix !== null) yield { prefix: innerPrefix, region: regionCode as RegionId };
    }
  }
}

function classifyItem(item: OfferItem, offer: Offer, names: ModelNames, prefixes: PrefixTable): Outcome {
  const { attributes } = item;
  const unknown = (reason: string): Outcome => ({ status: 'unknown', reason });
  if (attributes.usagetype === undefined) return unknown('no usagetype');
  const read = readUsagetype(attributes.usagetype);
  const { reading } = read;
  if (reading.status === 'unknown') return unknown(reading.reason);
  if (reading.status === 'skipped') return reading;
  const misplaced = regionProblem(attributes.regionCode, offer.region, read, prefixes);
  if (misplaced !== undefined) return unknown(misplaced);
  const { usage } = reading;
  const tier = tierProblem(attributes.service_tier, usage);
  if (tier !== undefined) return unknown(tier);
  const product = { serviceCode: offer.serviceCode, attributes, usage };
  const model = productModel(product, names);
  if (model.status === 'skipped') return model;
  if (model.status === 'contradiction') return unknown(model.reason);
  const { meter } = usage;
  const rate = readRate(item.usd, item.unit, item.description, meter);
  // Whatever else training is billed by one day, no usage hangs on it.
  if (!rate.ok && meter.meter === 'fee') return { status: 'skipped', kind: FEE_KINDS[meter.fee] };
  if (!rate.ok) return unknown(rate.problem);
  if (model.status === 'unknown') {
    const fixed = fixedKind(meter);
    if (fixed !== undefined) return { status: 'skipped', kind: fixed };
    return unknown(`no model is called ${productName(product) ?? usage.name ?? '(nothing)'}`);
  }
  const effective = parseInstant(item.effectiveDate);
  if (effective === undefined) return unknown(`effectiveDate is no date: ${item.effectiveDate}`);
  const fee = meter.meter === 'fee' ? feeOf(meter.fee, item.unit) : null;
  const row: OfferRow = {
    serviceCode: offer.serviceCode,
    region: offer.region,
    sku: item.sku,
    usagetype: attributes.usagetype,
    models: model.status === 'new' ? [model.id] : model.ids,
    meter,
    fee,
    scope: usage.scope,
    longContext: usage.longContext,
    rateClass: usage.rateClass,
    endpoint: usage.endpoint,
    rate: fee === 'trainingMillionTokens' ? perMillion(rate.rate) : rate.rate,
    // Prices change on whole hours.
    effective: startOfHour(hourOf(effective)),
    source: `AWS Price List ${offer.serviceCode} ${offer.published}`,
  };
  return { status: 'row', row, model: model.status === 'new' ? newModel(model) : null };
}

const newModel = ({ id, name, provider }: NewModel): NewModel => ({ id, name, provider });

const FEE_KINDS: Readonly<Record<FeeKind, SkipKind>> = {
  training: 'customization',
  storage: 'storage',
  'import-minute': 'custom-model',
  'import-month': 'custom-model',
};

/** What a row without a model is skipped as, where no usage hangs on its price. */
function fixedKind(meter: Meter): SkipKind | undefined {
  if (meter.meter === 'fee') return FEE_KINDS[meter.fee];
  return meter.meter === 'reserved' || meter.meter === 'provisioned' ? meter.meter : undefined;
}

function feeOf(kind: FeeKind, unit: string): Fee {
  if (kind === 'training') return trainingFee(unit);
  if (kind === 'storage') return 'storageMonth';
  return kind === 'import-minute' ? 'importUnitMinute' : 'importUnitMonth';
}

const perMillion = (rate: AttoUsdPerUnit): AttoUsdPerUnit => (rate * 1_000_000n) as AttoUsdPerUnit;

/** The Region is said up to four times; all have to agree. */
function regionProblem(
  stated: string | undefined,
  file: RegionId,
  { prefix, innerPrefix }: UsagetypeReading,
  prefixes: PrefixTable,
): string | undefined {
  if (stated === undefined) return 'no regionCode';
  if (stated !== file) return `regionCode ${stated} in the file of ${file}`;
  if (!(KNOWN_REGIONS as readonly string[]).includes(stated)) return `unknown Region ${stated}`;
  for (const said of innerPrefix === null ? [prefix ?? ''] : [prefix ?? '', innerPrefix]) {
    const region = prefixes.regionOf(said);
    if (region !== stated) {
      const usual = region === undefined ? 'no one Region' : region;
      return `prefix ${said || '(none)'} stands for ${usual}, regionCode says ${stated}`;
    }
  }
  return undefined;
}

/** `service_tier` says standard, flex, priority or batch, with `global-` before it for the global profile. */
function tierProblem(tier: string | undefined, usage: Usage): string | undefined {
  if (tier === undefined || tier === '') return undefined;
  const global = tier.startsWith('global-');
  const name = (global ? tier.slice('global-'.length) : tier).toLowerCase();
  const said = usage.rateClass === 'latencyOptimized' ? 'standard' : usage.rateClass;
  if (name === said && (!global || usage.scope === 'global')) return undefined;
  return `service_tier ${tier}, usagetype says ${usage.scope} ${usage.rateClass}`;
}
