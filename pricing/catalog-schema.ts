/**
 * The form of a catalogue file. Everything arrives as text (YAML's failsafe schema), so a price is an exact
 * decimal string and never a float. Strict: a key that is not named here is an error.
 * @module
 */
import { z } from 'zod';
import { didYouMean } from '../src/domain/nearest.ts';
import { parseInstant } from '../src/domain/time.ts';
import { bandLimit, instant, oneOf, rate, regionList, regions, UNDATED } from './catalog-fields.ts';
import { CACHE_WRITE_TTLS, PRICE_SCOPES, RATE_CLASSES } from './rates.ts';
import { CATALOG_UNIT_NAMES, parsePixelSize } from './unit-rule.ts';

const anyRate = rate(true).optional();
const inputRate = rate(false).optional();
const positiveRate = rate(false);

/** USD per million tokens. `cacheWrite` without TTL is no key: what is billed always has a TTL. */
const tokenRates = z.strictObject({
  input: inputRate,
  output: anyRate,
  cacheRead: anyRate,
  cacheWrite5m: anyRate,
  cacheWrite30m: anyRate,
  cacheWrite1h: anyRate,
});

/** A price of something that is not a token. */
const unitPrice = z.strictObject({
  unit: oneOf('unit', CATALOG_UNIT_NAMES),
  class: oneOf('rate class', RATE_CLASSES).optional(),
  upTo: z
    .string()
    .refine((text) => parsePixelSize(text) !== undefined, 'an image size is WIDTHxHEIGHT, as in 1024x1024')
    .optional(),
  quality: oneOf('image quality', ['standard', 'premium']).optional(),
  lines: oneOf('video resolution', ['540p', '720p', '1080p']).optional(),
  usd: rate(true),
  per: oneOf('grain', ['1', '1000', '1000000']).optional(),
});

/** USD per hour for 1,000 tokens a minute. */
const reserved = z.strictObject({
  input1Month: positiveRate.optional(),
  input3Months: positiveRate.optional(),
  output1Month: positiveRate.optional(),
  output3Months: positiveRate.optional(),
});

const cells = {
  standard: tokenRates.optional(),
  batch: tokenRates.optional(),
  flex: tokenRates.optional(),
  priority: tokenRates.optional(),
  latencyOptimized: tokenRates.optional(),
  units: z.array(unitPrice).min(1).optional(),
  reserved: reserved.optional(),
};

/** Where a figure comes from: printed by an AWS or vendor document, or made by the rule that is named. */
const provenance = {
  sources: z.array(z.string()).min(1),
  verified: z.literal('true', 'verified is true or absent').optional(),
  derived: z.string().min(1).optional(),
};

const price = z
  .strictObject({
    scope: oneOf('scope', PRICE_SCOPES),
    regions: regions.optional(),
    except: regionList.optional(),
    byRegion: z.array(z.strictObject({ regions, ...cells })).optional(),
    from: instant.optional(),
    to: instant.optional(),
    promptAbove: bandLimit.optional(),
    promptUpTo: bandLimit.optional(),
    ...provenance,
    ...cells,
  })
  .superRefine((entry, ctx) => {
    const problem = (message: string, ...path: string[]) => ctx.addIssue({ code: 'custom', message, path });
    if ((entry.verified === undefined) === (entry.derived === undefined)) {
      problem('needs either verified: true or derived: the rule');
    }
    if ((entry.regions === undefined) === (entry.byRegion === undefined)) {
      problem('needs either regions or byRegion');
    }
    if (entry.from && entry.to && parseInstant(entry.from) !== undefined) {
      if ((parseInstant(entry.from) ?? 0) >= (parseInstant(entry.to) ?? 0))
        problem('to is not after from', 'to');
    }
    const [above, upTo] = [Number(entry.promptAbove ?? 0), Number(entry.promptUpTo ?? Infinity)];
    if (above >= upTo) problem('promptUpTo is not above promptAbove', 'promptUpTo');
    if (entry.byRegion ? hasCells(entry) : !hasCells(entry)) {
      problem(
        entry.byRegion ? 'rates belong into the rows of byRegion' : 'no rate: standard, batch, …, units',
      );
    }
    if (entry.except && typeof entry.regions !== 'string')
      problem('except needs a class of Regions', 'except');
    entry.byRegion?.forEach((row, i) => {
      if (!hasCells(row)) ctx.addIssue({ code: 'custom', message: 'no rate', path: ['byRegion', i] });
    });
  });

const CELL_KEYS = [...RATE_CLASSES, 'units', 'reserved'] as const;
const hasCells = (row: { readonly [K in (typeof CELL_KEYS)[number]]?: unknown }): boolean =>
  CELL_KEYS.some((key) => row[key] !== undefined);

/** USD per hour for one model unit. */
const provisioned = z.strictObject({
  regions,
  noCommitment: positiveRate.optional(),
  oneMonth: positiveRate.optional(),
  sixMonths: positiveRate.optional(),
  ...provenance,
});

/** What customising, storing or importing a model costs, in USD, by {@link FEES}. */
const fee = z.strictObject({
  regions,
  trainingMillionTokens: positiveRate.optional(),
  trainingHour: positiveRate.optional(),
  trainingImage: positiveRate.optional(),
  storageMonth: positiveRate.optional(),
  importUnitMinute: positiveRate.optional(),
  importUnitMonth: positiveRate.optional(),
  ...provenance,
});

const model = z
  .strictObject({
    name: z.string().min(1),
    /** TTL at which a cache write is billed when a record does not state one. */
    cacheWriteTtl: oneOf('cache TTL', CACHE_WRITE_TTLS).optional(),
    /** Why a model that is known has no price on purpose. */
    unpriced: z.string().min(1).optional(),
    prices: z.array(price).min(1).optional(),
    provisioned: z.array(provisioned).min(1).optional(),
    fees: z.array(fee).min(1).optional(),
  })
  .superRefine((entry, ctx) => {
    const { prices, unpriced, provisioned: units, fees } = entry;
    const fixed = units !== undefined || fees !== undefined;
    if (prices === undefined ? unpriced === undefined && !fixed : unpriced !== undefined) {
      ctx.addIssue({ code: 'custom', message: 'needs either prices or unpriced: why' });
    }
  });

const source = z.strictObject({
  title: z.string().min(1),
  date: z.string().regex(/^(\d{4}-\d{2}-\d{2}|undated)$/, `a date is YYYY-MM-DD, or ${UNDATED}`),
  url: z.string().optional(),
});

export const catalogFile = z
  .strictObject({
    provider: z.string().min(1),
    name: z.string().min(1),
    sources: z.record(z.string(), source),
    models: z.record(z.string(), model),
  })
  .superRefine((file, ctx) => {
    const known = Object.keys(file.sources);
    const check = (keys: readonly string[], path: (string | number)[]) => {
      keys.forEach((key, i) => {
        if (known.includes(key)) return;
        const message = `unknown source ${JSON.stringify(key)}${didYouMean(key, known)}`;
        ctx.addIssue({ code: 'custom', message, path: [...path, i] });
      });
    };
    for (const [id, model] of Object.entries(file.models)) {
      for (const list of ['prices', 'provisioned', 'fees'] as const) {
        for (const [i, entry] of (model[list] ?? []).entries()) {
          check(entry.sources, ['models', id, list, i, 'sources']);
        }
      }
    }
  });

export type CatalogFile = z.infer<typeof catalogFile>;
export type CatalogModel = z.infer<typeof model>;
export type CatalogPrice = z.infer<typeof price>;
export type CatalogFee = z.infer<typeof fee>;
export type CatalogProvisioned = z.infer<typeof provisioned>;
export type CatalogUnitPrice = z.infer<typeof unitPrice>;

/** Every key that the form knows, for "did you mean". */
export const CATALOG_KEYS: readonly string[] = [
  ...Object.keys(catalogFile.shape),
  ...Object.keys(model.shape),
  ...Object.keys(price.shape),
  ...Object.keys(provisioned.shape),
  ...Object.keys(fee.shape),
  ...Object.keys(unitPrice.shape),
  ...Object.keys(tokenRates.shape),
  ...Object.keys(reserved.shape),
  ...Object.keys(source.shape),
];
