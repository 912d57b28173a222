/**
 * An imported version laid over the packaged catalogue. Both are catalogues of the same form; the result is one too,
 * and passes the same proof that no two rows answer for one usage.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { CatalogError } from '../catalog-error.ts';
import type { ModelCard } from '../catalog-rows.ts';
import { fixedPricesOf, joinFixed, layFixed } from '../fixed-price.ts';
import { findOverlaps } from '../overlap.ts';
import type { Catalog } from '../parse-catalog.ts';
import { overlayRows } from './overlay.ts';
import { withDefaultWrite } from './row-timeline.ts';

/**
 * @param name how the version string names the layer, as in `price list 2026-11-15 (3f9a2c1b)`
 * @throws CatalogError when the result would price some usage twice: nothing is loaded then
 */
export function layerCatalog(base: Catalog, layer: Catalog, name: string): Catalog {
  const models = mergeCards(base.models, layer.models);
  const ttlOf = (model: BaseModelId) => models.get(model)?.cacheWriteTtl ?? null;
  const upper = layer.rows.map((row) => ({ ...row, rates: withDefaultWrite(row.rates, ttlOf(row.model)) }));
  const rows = overlayRows(base.rows, upper);
  const touched = new Set(upper.map((row) => row.model));
  const overlaps = findOverlaps(rows.filter((row) => touched.has(row.model)));
  if (overlaps.length > 0) {
    throw new CatalogError(
      overlaps.map(
        ({ first, second }) => `${second.model} ${second.source}: prices the same usage as ${first.source}`,
      ),
    );
  }
  const newestSource = [base.newestSource, layer.newestSource].sort().at(-1) ?? base.newestSource;
  const fixed = fixedPricesOf(layer);
  const priced = fixed.length === 0 ? base : joinFixed(layFixed(fixedPricesOf(base), fixed));
  const { capacity, fees } = priced;
  return { version: `${base.version} with ${name}`, newestSource, models, rows, capacity, fees };
}

/** The catalogue's cards win; the layer adds models, and the TTL of cache writes where only it lists them. */
function mergeCards(
  base: ReadonlyMap<BaseModelId, ModelCard>,
  layer: ReadonlyMap<BaseModelId, ModelCard>,
): ReadonlyMap<BaseModelId, ModelCard> {
  const models = new Map(base);
  for (const [id, card] of layer) {
    const known = models.get(id);
    const cacheWriteTtl = known?.cacheWriteTtl ?? card.cacheWriteTtl;
    models.set(id, { ...(known ?? card), cacheWriteTtl });
  }
  return models;
}
