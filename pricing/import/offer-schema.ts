/**
 * The form of an offer file of the AWS Price List Bulk API ("Reading the service price list file"): products by SKU,
 * and for each SKU the terms under which it is sold. What is not as these files were always seen to be is a named
 * problem of its SKU, and no price is taken from it.
 * @module
 */
import { z } from 'zod';

/** Only the frame is checked here: one bad product must not hide the others. */
export const offerFile = z.object({
  offerCode: z.string().min(1),
  version: z.string().min(1),
  publicationDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'a date is YYYY-MM-DD'),
  products: z.record(z.string(), z.unknown()),
  terms: z.object({
    OnDemand: z.record(z.string(), z.unknown()).optional(),
    Reserved: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type OfferFile = z.infer<typeof offerFile>;

const product = z.object({
  sku: z.string().min(1),
  attributes: z.record(z.string(), z.string()),
});

const dimension = z.object({
  unit: z.string('the unit is text'),
  description: z.string().default(''),
  beginRange: z.string(),
  endRange: z.string(),
  pricePerUnit: z.record(z.string(), z.string('a price is text, never a number')),
});

const terms = z.record(
  z.string(),
  z.object({ effectiveDate: z.string(), priceDimensions: z.record(z.string(), dimension) }),
);

/** The attributes that say what a product is; a hundred files have more than is worth keeping in memory. */
const USED = ['usagetype', 'regionCode', 'servicename', 'model', 'titanModel', 'provider', 'service_tier'];

/** A product with its one price, everything as printed. */
export interface OfferItem {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly description: string;
  readonly usd: string;
  readonly effectiveDate: string;
}

export type ItemReading =
  | { readonly ok: true; readonly item: OfferItem }
  | { readonly ok: false; readonly usagetype: string | null; readonly problem: string };

/** Reads one SKU; `problem` says what is not as expected. */
export function readItem(file: OfferFile, key: string): ItemReading {
  const parsed = product.safeParse(file.products[key]);
  if (!parsed.success) return { ok: false, usagetype: null, problem: firstIssue('product', parsed.error) };
  const { sku, attributes } = parsed.data;
  const fail = (problem: string): ItemReading => ({
    ok: false,
    usagetype: attributes.usagetype ?? null,
    problem,
  });
  if (sku !== key) return fail(`the SKU is ${sku} inside`);
  if (file.terms.Reserved?.[key] !== undefined) return fail('a Reserved term: only OnDemand is understood');
  const own = terms.safeParse(file.terms.OnDemand?.[key] ?? {});
  if (!own.success) return fail(firstIssue('term', own.error));
  const [term, secondTerm] = Object.values(own.data);
  if (term === undefined) return fail('no OnDemand term');
  if (secondTerm !== undefined) return fail('more than one OnDemand term');
  const [price, secondPrice] = Object.values(term.priceDimensions);
  if (price === undefined) return fail('no price dimension');
  if (secondPrice !== undefined) return fail('more than one price dimension');
  const { unit, description, beginRange, endRange } = price;
  if (beginRange !== '0' || endRange !== 'Inf') {
    return fail(`a price for ${beginRange} to ${endRange} only: tiered by volume`);
  }
  const usd = price.pricePerUnit.USD;
  if (usd === undefined) return fail('no price in USD');
  const kept = Object.fromEntries(
    USED.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  );
  const { effectiveDate } = term;
  return { ok: true, item: { sku, attributes: kept, unit, description, usd, effectiveDate } };
}

export function firstIssue(what: string, error: z.ZodError): string {
  const issue = error.issues[0];
  const path = issue?.path.join('.') ?? '';
  return `${what}${path === '' ? '' : ` ${path}`}: ${issue?.message ?? 'not as expected'}`;
}
