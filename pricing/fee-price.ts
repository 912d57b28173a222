/**
 * What models cost apart from their use: customising them, storing what came of it, and copies of imported models.
 * Usage records show none of it; the figures are for people.
 * @module
 */
import { type BaseModelId, baseModelId, type RegionId } from '../src/domain/ids.ts';
import { regionsOf, sourceText } from './catalog-rows.ts';
import type { CatalogFile } from './catalog-schema.ts';

/**
 * Fees in the catalogue, with what one price is for. An imported model's copy has a number of custom model units, each
 * billed by the minute while it is loaded.
 */
export const FEES = {
  trainingMillionTokens: 'million tokens of training',
  trainingHour: 'hour of training',
  trainingImage: 'image of training',
  storageMonth: 'month of a stored custom model',
  importUnitMinute: 'minute of a custom model unit',
  importUnitMonth: 'month of a stored custom model unit',
} as const;
export type Fee = keyof typeof FEES;
export const FEE_NAMES = Object.keys(FEES) as readonly Fee[];

/** Imported models have no Bedrock ids: their fees stand under these, by version of the custom model unit. */
export const IMPORT_MODELS = {
  v1: baseModelId('amazon.custom-model-import-v1'),
  v2: baseModelId('amazon.custom-model-import-v2'),
} as const;

export interface FeePrice {
  readonly model: BaseModelId;
  readonly regions: readonly RegionId[];
  /** Exact decimals in USD. */
  readonly usd: { readonly [F in Fee]?: string };
  readonly source: string;
  readonly derived: string | null;
}

export function feePrices(file: CatalogFile): FeePrice[] {
  return Object.entries(file.models).flatMap(([id, entry]) =>
    (entry.fees ?? []).map((row): FeePrice => {
      const usd = Object.fromEntries(
        FEE_NAMES.flatMap((fee) => (row[fee] === undefined ? [] : [[fee, row[fee]]])),
      );
      const source = sourceText(file, row.sources);
      return {
        model: baseModelId(id),
        regions: regionsOf(row.regions),
        usd,
        source,
        derived: row.derived ?? null,
      };
    }),
  );
}
