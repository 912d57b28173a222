/**
 * What has no price, why, and what exactly would give it one. Pure.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import { raterOf } from '../../pricing/rater.ts';
import { rateClassOf } from '../../pricing/rates.ts';
import { CATALOG_UNIT_NAMES, CATALOG_UNITS } from '../../pricing/unit-rule.ts';
import type { UnpricedReason, UsageCost } from '../domain/cost.ts';
import type { SkuUsage } from '../domain/measures.ts';
import type { Quantities } from '../domain/quantities.ts';
import { type Sku, TOKEN_UNIT } from '../domain/sku.ts';
import { type EpochSeconds, isoInstant, startOfDay, type TimeRange } from '../domain/time.ts';

/** Usage that is stored without a price. */
export interface StoredUnpriced {
  readonly model: string | null;
  readonly modelId: string;
  readonly scope: string;
  readonly region: string;
  readonly tier: string;
  readonly unit: string;
  readonly invocations: number;
  readonly tokens: number;
  readonly units: number;
}

export interface UnpricedRow extends StoredUnpriced {
  /** Null: the prices in force know it; what is stored was priced before they did. */
  readonly reason: UnpricedReason | null;
  /** One sentence. */
  readonly detail: string;
  /** The command that mends it; null where none does. */
  readonly command: string | null;
  /** An item of `pricing.overrides` that would, with `?` for the price; null where none can. */
  readonly override: string | null;
}

/**
 * Explains each row by the first usage of it that has no price now.
 * @param usage quantities by SKU and day of the same range
 */
export function explainUnpriced(
  rows: readonly StoredUnpriced[],
  usage: readonly SkuUsage[],
  book: PriceBook,
  range: TimeRange,
): UnpricedRow[] {
  const byRow = Map.groupBy(usage, (one) => rowKey({ ...one.sku, modelId: one.modelId }));
  const rater = raterOf(book);
  return rows.map((row) => {
    for (const { sku, day, quantities } of byRow.get(rowKey(row)) ?? []) {
      const cost = rater.rate(sku, startOfDay(day), quantities);
      if (cost.reason !== null) return { ...row, ...whyOf(sku, startOfDay(day), cost, book, quantities) };
    }
    return { ...row, reason: null, detail: PRICED_NOW, command: repriceOf(range), override: null };
  });
}

type RowParts = Pick<StoredUnpriced, 'modelId' | 'scope' | 'region' | 'tier' | 'unit'>;

const rowKey = ({ modelId, scope, region, tier, unit }: RowParts): string =>
  JSON.stringify([modelId, scope, region, tier, unit]);

const PRICED_NOW = 'the prices in force know it; it was stored when they did not';

const repriceOf = ({ from, to }: TimeRange): string =>
  `bedrock-meter prices reprice --from ${isoInstant(from)} --to ${isoInstant(to)} --reason "prices are known now"`;

type Why = Pick<UnpricedRow, 'reason' | 'detail' | 'command' | 'override'>;

function whyOf(sku: Sku, at: EpochSeconds, cost: UsageCost, book: PriceBook, used: Quantities): Why {
  const { reason } = cost;
  const found = book.lookup(sku, at);
  const detail =
    found.status === 'unpriced'
      ? found.detail
      : `no price for ${cost.unpricedKinds.join(', ')} of this model`;
  if (reason === 'unresolved-profile')
    return { reason, detail, command: 'bedrock-meter collect --once', override: null };
  if (reason === 'billed-by-the-hour') return { reason, detail, command: null, override: null };
  const command = 'bedrock-meter prices update';
  return { reason, detail, command, override: overrideOf(sku, cost, book, used) };
}

/** As it stands in a configuration, on one line. */
function overrideOf(
  sku: Sku,
  { reason, unpricedKinds }: UsageCost,
  book: PriceBook,
  used: Quantities,
): string | null {
  const tier = rateClassOf(sku);
  // An override has no prompt size and no end: it would replace prices that are known.
  if (reason === 'no-rate-for-band' || reason === 'no-rate-at-date') return null;
  if (sku.model === null || tier === undefined || sku.scope === 'unresolved') return null;
  const parts = [`model: ${sku.model}`];
  if (!book.models.has(sku.model)) parts.push('newModel: true');
  if (reason === 'no-rate-for-region') parts.push(`region: ${sku.region}`);
  if (reason === 'no-rate-for-scope' || sku.scope === 'custom') parts.push(`scope: ${sku.scope}`);
  if (tier !== 'standard') parts.push(`tier: ${tier}`);
  if (sku.unit === TOKEN_UNIT) {
    const kinds = unpricedKinds.filter((kind) => kind !== 'units' && used[kind] > 0);
    parts.push(`usdPerMillion: { ${kinds.map((kind) => `${kind}: "?"`).join(', ')} }`);
  } else {
    const name = CATALOG_UNIT_NAMES.find((unit) => {
      const { id } = CATALOG_UNITS[unit];
      return sku.unit === id || sku.unit.startsWith(`${id}:`);
    });
    if (name === undefined) return null;
    parts.push(`units: [{ unit: ${name}, usd: "?" }]`);
  }
  return `{ ${parts.join(', ')} }`;
}
