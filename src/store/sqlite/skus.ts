/**
 * The SKU of a series: what pricing is asked for, and which of its kinds have no price.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { baseModelId, regionId } from '../../domain/ids.ts';
import type { Quantities } from '../../domain/quantities.ts';
import { type PromptBand, type Scope, type Sku, STANDARD_TIER, TOKEN_UNIT } from '../../domain/sku.ts';
import { type EpochHour, startOfHour } from '../../domain/time.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';

const CACHE_LIMIT = 100_000;
/** One of each: asking for it tells which kinds a SKU has no rate for. */
const ONE_OF_EACH: Quantities = {
  input: 1,
  output: 1,
  cacheRead: 1,
  cacheWrite: 1,
  cacheWrite5m: 1,
  cacheWrite30m: 1,
  cacheWrite1h: 1,
  units: 1,
};

/** Columns of a SKU over `s` (series) and `m` (model_ref). */
export const SKU_COLUMNS = 'm.base, m.scope, s.region, s.tier, s.latency, s.band, s.batch, s.unit';

export interface SkuRow {
  base: number;
  scope: number;
  region: number;
  tier: number;
  latency: number;
  band: number;
  batch: number;
  unit: number;
}

export class Skus {
  readonly #labels: Labels;
  readonly #cache = new Map<number, Sku>();
  readonly #select;

  constructor(db: Db, labels: Labels) {
    this.#labels = labels;
    this.#select = db.prepare<[number], SkuRow>(
      `SELECT ${SKU_COLUMNS} FROM series s JOIN model_ref m ON m.id = s.model_ref WHERE s.id = ?`,
    );
  }

  /** What a series is priced as. */
  of(series: number): Sku {
    const cached = this.#cache.get(series);
    if (cached) return cached;
    const row = this.#select.get(series);
    if (!row) throw new Error(`series ${series} is not in the store`);
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    const sku = skuOf(row, this.#labels);
    this.#cache.set(series, sku);
    return sku;
  }

  /** Kinds of a series that have no rate in an hour. */
  unpricedKinds(series: number, hour: EpochHour, rater: Rater): readonly (keyof Quantities)[] {
    return rater.rate(this.of(series), startOfHour(hour), ONE_OF_EACH).unpricedKinds;
  }

  forget(): void {
    this.#cache.clear();
  }
}

/** The SKU columns of a row that was read with 64-bit integers. */
export function skuRow(row: Readonly<Record<string, bigint | null>>): SkuRow {
  const id = (column: keyof SkuRow) => Number(row[column] ?? 0n);
  return {
    base: id('base'),
    scope: id('scope'),
    region: id('region'),
    tier: id('tier'),
    latency: id('latency'),
    band: id('band'),
    batch: id('batch'),
    unit: id('unit'),
  };
}

/** A SKU from its interned columns. */
export function skuOf(row: SkuRow, labels: Labels): Sku {
  const base = labels.textOf(row.base);
  return {
    model: base === null ? null : baseModelId(base),
    scope: (labels.textOf(row.scope) ?? 'unresolved') as Scope,
    region: regionId(labels.textOf(row.region) ?? ''),
    tier: labels.textOf(row.tier) ?? STANDARD_TIER,
    latency: row.latency === 1 ? 'optimized' : 'standard',
    band: row.band as PromptBand,
    batch: row.batch === 1,
    unit: labels.textOf(row.unit) ?? TOKEN_UNIT,
  };
}
