/**
 * Price rows as a catalogue file: what an imported version stores, in the form and under the checks of the packaged
 * catalogue.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { formatRate } from '../../src/domain/money.ts';
import { BAND_LIMITS } from '../../src/domain/sku.ts';
import { isoInstant } from '../../src/domain/time.ts';
import type { CapacityPrice } from '../capacity-price.ts';
import { PUBLISHED_ZERO, UNDATED } from '../catalog-fields.ts';
import type { ModelCard, PriceRow } from '../catalog-rows.ts';
import type { FeePrice } from '../fee-price.ts';
import { type FixedPrice, joinFixed } from '../fixed-price.ts';
import type { CatalogData } from '../parse-catalog.ts';
import { CATALOG_UNITS } from '../unit-rule.ts';
import { LISTED_KINDS } from './usage.ts';

/** Plain data that `catalogFile` accepts. */
interface LayerData {
  readonly provider: string;
  readonly name: string;
  readonly sources: Readonly<Record<string, { readonly title: string; readonly date: string }>>;
  readonly models: Readonly<Record<string, LayerModel>>;
}
interface LayerModel {
  readonly name: string;
  readonly cacheWriteTtl?: string;
  readonly prices?: readonly Readonly<Record<string, unknown>>[];
  readonly provisioned?: readonly Readonly<Record<string, unknown>>[];
  readonly fees?: readonly Readonly<Record<string, unknown>>[];
}

const SOURCE = /^(.+) (\d{4}-\d{2}-\d{2}|undated)$/;

/**
 * One file per provider, sorted, so that the same rows always give the same data.
 * @param models cards of every model that the rows name
 */
export function toCatalogData(
  rows: readonly PriceRow[],
  models: ReadonlyMap<BaseModelId, ModelCard>,
  fixed: readonly FixedPrice[] = [],
): CatalogData[] {
  const { capacity, fees } = joinFixed(fixed);
  const all = { rows, capacity, fees };
  const providerOf = ({ model }: { readonly model: BaseModelId }) =>
    models.get(model)?.provider ?? 'unknown provider';
  const providers = new Set([...rows, ...capacity, ...fees].map(providerOf));
  return [...providers].sort().map((provider) => {
    const own = <T extends { readonly model: BaseModelId }>(list: readonly T[]) =>
      list.filter((one) => providerOf(one) === provider);
    const data = providerData(provider, mapParts(all, own), models);
    return { file: `price list, ${provider}`, data };
  });
}

interface Parts {
  readonly rows: readonly PriceRow[];
  readonly capacity: readonly CapacityPrice[];
  readonly fees: readonly FeePrice[];
}

/** The same choice from each part. */
const mapParts = (
  { rows, capacity, fees }: Parts,
  choose: <T extends { readonly model: BaseModelId }>(list: readonly T[]) => readonly T[],
): Parts => ({ rows: choose(rows), capacity: choose(capacity), fees: choose(fees) });

function providerData(
  provider: string,
  parts: Parts,
  models: ReadonlyMap<BaseModelId, ModelCard>,
): LayerData {
  const all = [...parts.rows, ...parts.capacity, ...parts.fees];
  const texts = new Set(all.flatMap(({ source }) => source.split('; ')));
  const entries = [...new Set(all.map(({ model }) => model))].sort().map((id) => {
    const own = mapParts(parts, (list) => list.filter(({ model }) => model === id));
    const card = models.get(id);
    const ttl = card?.cacheWriteTtl ?? null;
    const model: LayerModel = {
      name: card?.name ?? id,
      ...(ttl === null ? {} : { cacheWriteTtl: ttl }),
      ...listOf('prices', [
        ...own.rows.map(priceData),
        ...own.capacity.filter(({ kind }) => kind === 'reserved').map(reservedData),
      ]),
      ...listOf(
        'provisioned',
        own.capacity.filter(({ kind }) => kind === 'provisioned').map(provisionedData),
      ),
      ...listOf('fees', own.fees.map(feeData)),
    };
    return [id, model] as const;
  });
  return {
    provider: 'aws-price-list',
    name: provider,
    sources: Object.fromEntries([...texts].sort().map((text) => [text, sourceData(text)])),
    models: Object.fromEntries(entries),
  };
}

type Entry = Readonly<Record<string, unknown>>;

/** Sorted, so that the same prices are the same text; absent where there are none. */
function listOf(key: 'prices' | 'provisioned' | 'fees', entries: readonly Entry[]): Partial<LayerModel> {
  if (entries.length === 0) return {};
  return { [key]: entries.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

const provenance = ({ regions, source, derived }: CapacityPrice | FeePrice): Entry => ({
  regions: [...regions].sort(),
  sources: source.split('; '),
  ...(derived === null ? { verified: 'true' } : { derived }),
});

const reservedData = (price: CapacityPrice): Entry => ({
  ...{ scope: price.scope, ...provenance(price), reserved: price.usdPerHour },
});
const provisionedData = (price: CapacityPrice): Entry => ({ ...provenance(price), ...price.usdPerHour });
const feeData = (price: FeePrice): Entry => ({ ...provenance(price), ...price.usd });

function sourceData(text: string): { title: string; date: string } {
  const [, title = text, date = UNDATED] = SOURCE.exec(text) ?? [];
  return { title, date };
}

function priceData(row: PriceRow): Readonly<Record<string, unknown>> {
  const limits: readonly number[] = BAND_LIMITS;
  const [above, upTo] = [limits[(row.bands[0] ?? 0) - 1], limits[row.bands.at(-1) ?? limits.length]];
  return {
    scope: row.scope,
    regions: [...row.regions].sort(),
    ...(Number.isFinite(row.from) ? { from: isoInstant(row.from) } : {}),
    ...(Number.isFinite(row.to) ? { to: isoInstant(row.to) } : {}),
    ...(above === undefined ? {} : { promptAbove: String(above) }),
    ...(upTo === undefined ? {} : { promptUpTo: String(upTo) }),
    sources: row.source.split('; '),
    ...(row.derived === null ? { verified: 'true' } : { derived: row.derived }),
    ...(row.unit === null ? { [row.rateClass]: tokenRates(row) } : { units: [unitPrice(row)] }),
  };
}

function tokenRates({ rates }: PriceRow): Record<string, string> {
  return Object.fromEntries(
    LISTED_KINDS.flatMap((kind) => {
      const rate = rates[kind];
      return rate === null ? [] : [[kind, rate === 0n ? PUBLISHED_ZERO : formatRate(rate)]];
    }),
  );
}

function unitPrice({ unit, rates, rateClass }: PriceRow): Record<string, string> {
  if (unit === null || rates.units === null) return {};
  const { upTo, quality, lines } = unit;
  return {
    unit: unit.unit,
    ...(rateClass === 'standard' ? {} : { class: rateClass }),
    ...(upTo === null ? {} : { upTo: `${upTo.width}x${upTo.height}` }),
    ...(quality === null ? {} : { quality }),
    ...(lines === null ? {} : { lines: `${lines}p` }),
    usd: rates.units === 0n ? PUBLISHED_ZERO : formatRate(rates.units, CATALOG_UNITS[unit.unit].size),
  };
}
