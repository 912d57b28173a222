/**
 * The price book: the catalogue indexed for lookup by SKU and time. Immutable.
 * @module
 */
import { type BaseModelId, baseModelId, type RegionId } from '../src/domain/ids.ts';
import { type Scope, type Sku, TOKEN_UNIT } from '../src/domain/sku.ts';
import type { EpochSeconds } from '../src/domain/time.ts';
import type { CapacityPrice } from './capacity-price.ts';
import type { ModelCard, PriceRow } from './catalog-rows.ts';
import type { FeePrice } from './fee-price.ts';
import type { OwnPrice } from './own-price.ts';
import type { Catalog } from './parse-catalog.ts';
import {
  noBand,
  noDate,
  noModel,
  noRegion,
  noTier,
  type Priced,
  type PriceLookup,
  soldByTheHour,
  unpriced,
} from './price-lookup.ts';
import { type PriceScope, RATE_CLASSES, type RateClass, rateClassOf } from './rates.ts';
import { GUARDRAIL_MODEL, GUARDRAIL_PREFIX, ruleFor, type UnitRule } from './unit-rule.ts';

export interface PriceBook {
  /** `catalog 2026-11-10 (3f9a2c1b)`, with what is layered over it. */
  readonly version: string;
  /** The same without the user's own prices: what is compared with the price list. */
  readonly listVersion: string;
  /** Date of the newest source, `2026-11-10`. */
  readonly newestSource: string;
  readonly models: ReadonlyMap<BaseModelId, ModelCard>;
  readonly rows: readonly PriceRow[];
  readonly capacity: readonly CapacityPrice[];
  /** What customising, storing and importing models costs. */
  readonly fees: readonly FeePrice[];
  /** The user's own prices that lie over it. */
  readonly own: readonly OwnPrice[];
  /** The rates of a SKU at an instant, or why there are none. Exact matches only. */
  lookup(sku: Sku, at: EpochSeconds): PriceLookup;
}

interface Cell {
  readonly from: number;
  readonly to: number;
  readonly priced: Priced;
}
interface UnitCell extends Cell {
  readonly rule: UnitRule;
}
/** Cells of one model, scope and Region; of one slot, at most one is in force at any instant. */
interface RegionTable {
  /** By {@link slot}. */
  readonly tokens: (Cell[] | undefined)[];
  /** By rate class. */
  readonly units: (UnitCell[] | undefined)[];
}
type ScopeTable = Map<RegionId, RegionTable>;
interface ModelTable {
  readonly card: ModelCard;
  /** Whether any token of it has a price anywhere; images, videos and rerankers have none. */
  readonly hasTokenPrices: boolean;
  readonly scopes: { readonly [S in PriceScope]: ScopeTable };
}

const BANDS = 4;
const CLASS_INDEX = Object.fromEntries(RATE_CLASSES.map((name, i) => [name, i])) as Record<RateClass, number>;
const slot = (rateClass: RateClass, band: number): number => CLASS_INDEX[rateClass] * BANDS + band;
const GUARDRAILS = baseModelId(GUARDRAIL_MODEL);

/** Indexes a catalogue. */
export function createPriceBook(catalog: Catalog): PriceBook {
  const { version, newestSource, models, rows, capacity, fees } = catalog;
  const tables = new Map<BaseModelId, ModelTable>();
  const tokenPriced = new Set(rows.flatMap((row) => (row.unit === null ? [row.model] : [])));
  for (const card of models.values()) {
    const scopes = { regional: new Map(), global: new Map(), custom: new Map() };
    tables.set(card.id, { card, hasTokenPrices: tokenPriced.has(card.id), scopes });
  }
  for (const row of rows) {
    const table = tables.get(row.model);
    if (table) addRow(table.scopes[row.scope], row, version);
  }
  const lookup = (sku: Sku, at: EpochSeconds): PriceLookup => {
    if (sku.unit !== TOKEN_UNIT && sku.unit.startsWith(GUARDRAIL_PREFIX)) {
      return findGuardrail(tables.get(GUARDRAILS), sku, at);
    }
    const byTheHour = soldByTheHour(sku.scope, sku.tier);
    if (byTheHour) return byTheHour;
    if (sku.model === null) return noModel(sku.scope);
    const table = tables.get(sku.model);
    if (table === undefined) return unpriced('unknown-model', `the price book has no model ${sku.model}`);
    return table.card.unpriced === null
      ? find(table, sku, at)
      : unpriced('unknown-model', table.card.unpriced);
  };
  return Object.freeze({
    ...{ version, listVersion: version, newestSource, models, rows, capacity, fees, own: [], lookup },
  });
}

/** The price scope of a usage scope; undefined where no on-demand price list applies. */
export function priceScope(scope: Scope): PriceScope | undefined {
  if (scope === 'in-region' || scope === 'geo') return 'regional';
  return scope === 'global' || scope === 'custom' ? scope : undefined;
}

function addRow(scope: ScopeTable, row: PriceRow, version: string): void {
  const { from, to, rates, source, derived, unit } = row;
  const verified = derived === null;
  const priced: Priced = { status: 'priced', rates, list: rates, version, source, verified, derived };
  for (const region of row.regions) {
    const table = scope.get(region) ?? { tokens: [], units: [] };
    scope.set(region, table);
    if (unit !== null) append(table.units, CLASS_INDEX[row.rateClass], { from, to, priced, rule: unit });
    else for (const band of row.bands) append(table.tokens, slot(row.rateClass, band), { from, to, priced });
  }
}

function append<T>(lists: (T[] | undefined)[], index: number, item: T): void {
  const list = lists[index];
  if (list) list.push(item);
  else lists[index] = [item];
}

function find(model: ModelTable, sku: Sku, at: EpochSeconds): PriceLookup {
  const { card, scopes } = model;
  const scope = priceScope(sku.scope);
  const byRegion = scope === undefined ? undefined : scopes[scope];
  if (byRegion === undefined || byRegion.size === 0) {
    return unpriced('no-rate-for-scope', `${card.name} has no ${scope ?? sku.scope} price`);
  }
  const table = byRegion.get(sku.region);
  if (table === undefined) return noRegion(card, sku);
  const rateClass = rateClassOf(sku);
  if (rateClass === undefined) return noTier(card, sku);
  if (sku.unit !== TOKEN_UNIT) return findUnit(card, table.units[CLASS_INDEX[rateClass]], sku, at);
  const cells = table.tokens[slot(rateClass, sku.band)];
  if (cells === undefined) return whyNoCells(model, table, rateClass, sku);
  for (const cell of cells) if (cell.from <= at && at < cell.to) return cell.priced;
  return noDate(card, at);
}

function findUnit(
  card: ModelCard,
  cells: readonly UnitCell[] | undefined,
  sku: Sku,
  at: EpochSeconds,
): PriceLookup {
  const current = cells?.filter((cell) => cell.from <= at && at < cell.to) ?? [];
  const cell = ruleFor(sku.unit, current);
  if (cell) return cell.priced;
  if (cells && ruleFor(sku.unit, cells)) return noDate(card, at);
  return unpriced('no-rate-for-unit', `${card.name} has no price for ${sku.unit}`);
}

/** Guardrails cost the same whatever model, scope or tier they guard. */
function findGuardrail(table: ModelTable | undefined, sku: Sku, at: EpochSeconds): PriceLookup {
  const region = table?.scopes.regional.get(sku.region);
  if (table && region) return findUnit(table.card, region.units[CLASS_INDEX.standard], sku, at);
  return unpriced('no-rate-for-region', `guardrails have no price in ${sku.region}`);
}

function whyNoCells(
  { card, hasTokenPrices }: ModelTable,
  { tokens }: RegionTable,
  rateClass: RateClass,
  sku: Sku,
): PriceLookup {
  if (!hasTokenPrices) return unpriced('no-rate-for-unit', `${card.name} is not priced by the token`);
  if (tokens.length === 0) return noRegion(card, sku);
  const otherBands = tokens.slice(slot(rateClass, 0), slot(rateClass, BANDS));
  return otherBands.some((cells) => cells !== undefined) ? noBand(card, sku) : noTier(card, sku);
}
