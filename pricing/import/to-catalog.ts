/**
 * Price rows as a catalogue file: what an imported version stores, in the form and under the checks of the packaged
 * catalogue.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { formatRate } from '../../src/domain/money.ts';
import { BAND_LIMITS } from '../../src/domain/sku.ts';
import { isoInstant } from '../../src/domain/time.ts';
import { PUBLISHED_ZERO, UNDATED } from '../catalog-fields.ts';
import type { ModelCard, PriceRow } from '../catalog-rows.ts';
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
  readonly prices: readonly Readonly<Record<string, unknown>>[];
}

const SOURCE = /^(.+) (\d{4}-\d{2}-\d{2}|undated)$/;

/**
 * One file per provider, sorted, so that the same rows always give the same data.
 * @param models cards of every model that the rows name
 */
export function toCatalogData(
  rows: readonly PriceRow[],
  models: ReadonlyMap<BaseModelId, ModelCard>,
): CatalogData[] {
  const byProvider = Map.groupBy(rows, (row) => models.get(row.model)?.provider ?? 'unknown provider');
  return [...byProvider].sort(byKey).map(([provider, own]) => ({
    file: `price list, ${provider}`,
    data: providerData(provider, own, models),
  }));
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function providerData(
  provider: string,
  rows: readonly PriceRow[],
  models: ReadonlyMap<BaseModelId, ModelCard>,
): LayerData {
  const texts = new Set(rows.flatMap((row) => row.source.split('; ')));
  const entries = [...Map.groupBy(rows, (row) => row.model)].sort(byKey).map(([id, own]) => {
    const card = models.get(id);
    const ttl = card?.cacheWriteTtl ?? null;
    const model: LayerModel = {
      name: card?.name ?? id,
      ...(ttl === null ? {} : { cacheWriteTtl: ttl }),
      prices: own.map(priceData).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
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
