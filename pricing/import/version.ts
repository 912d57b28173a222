/**
 * An imported version of the price list, as it is kept: the prices that differ from the packaged catalogue, in the
 * catalogue's own form, with what was read and what waits for a person.
 * @module
 */
import { z } from 'zod';
import { MeterError, messageOf } from '../../src/domain/errors.ts';
import { fingerprint } from '../fingerprint.ts';
import { type Catalog, type CatalogData, catalogFromData } from '../parse-catalog.ts';
import { PRICE_SCOPES } from '../rates.ts';
import { firstIssue } from './offer-schema.ts';

const change = z.strictObject({
  model: z.string(),
  /** `any` for what has no scope. */
  scope: z.enum([...PRICE_SCOPES, 'any']),
  tier: z.string(),
  /** `> 200000`, `<= 200000`, or nothing. */
  prompt: z.string(),
  /** Token kind, or the unit. */
  kind: z.string(),
  regions: z.array(z.string()),
  /** Exact decimals: USD per million tokens, or for one unit. Null: none. */
  old: z.string().nullable(),
  new: z.string(),
  oldSource: z.string().nullable(),
  source: z.string(),
  from: z.string().nullable(),
});
/** One line of an import or a pending change, for people and for JSON. */
export type ChangeLine = z.infer<typeof change>;

const offerSummary = z.strictObject({
  serviceCode: z.string(),
  version: z.string(),
  published: z.string(),
  regions: z.array(z.string()),
});
export type OfferSummary = z.infer<typeof offerSummary>;

const versionSchema = z.strictObject({
  format: z.literal(1),
  /** `2026-11-15-3f9a2c1b`: day of the import and fingerprint. */
  name: z.string().regex(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/),
  importedAt: z.string(),
  previous: z.string().nullable(),
  /** Newest publication date among the offers, `2026-10-08`. */
  published: z.string(),
  offers: z.array(offerSummary),
  products: z.number().int(),
  unknown: z.number().int(),
  /** Unknown rows without their Region: what is new among them means that AWS changed something. */
  unknownShapes: z.array(z.string()),
  newlyUnknown: z.number().int(),
  /** Every price of the list, Regions by cell: what vanishes later is told by it. */
  listed: z.record(z.string(), z.array(z.string())),
  pending: z.array(change),
  catalog: z.array(z.strictObject({ file: z.string(), data: z.unknown() })),
});
export type PriceVersion = z.infer<typeof versionSchema>;

/**
 * @param file for messages
 * @throws MeterError when the text is not a version; the message names the file and what is wrong
 */
export function parseVersion(text: string, file: string): PriceVersion {
  const hint = 'restore the file from a backup, or name an earlier version in the file "current" beside it';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new MeterError(`${file}: not JSON: ${messageOf(cause)}`, { cause, hint });
  }
  const parsed = versionSchema.safeParse(data);
  if (!parsed.success)
    throw new MeterError(`${file}: ${firstIssue('not a price version:', parsed.error)}`, { hint });
  const expected = versionPrint(parsed.data);
  if (!parsed.data.name.endsWith(expected)) {
    throw new MeterError(`${file}: was changed by hand: its content is ${expected}`, { hint });
  }
  return parsed.data;
}

/** Fingerprint of what a version says; the same files imported again give the same one. */
export function versionPrint({
  offers,
  catalog,
  pending,
}: Pick<PriceVersion, 'offers' | 'catalog' | 'pending'>): string {
  return fingerprint(JSON.stringify(sorted([offers, catalog, pending])));
}

/** The same data whatever the order in which its keys were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** How the book's version string names an imported version. */
export const layerName = ({ name, published }: PriceVersion): string =>
  `price list ${published} (${name.slice(-8)})`;

/**
 * The prices of a version as a catalogue, checked like the packaged one.
 * @throws CatalogError when it is broken
 */
export function versionCatalog(version: PriceVersion): Catalog {
  if (version.catalog.length === 0) {
    const { published: newestSource } = version;
    return { version: '', newestSource, models: new Map(), rows: [], capacity: [], fees: [] };
  }
  return catalogFromData(version.catalog as CatalogData[]);
}
