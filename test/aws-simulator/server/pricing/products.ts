/**
 * The products of the price list: every price of the table, as offer files state it.
 * @module
 */
import { Random } from '../../world/random.ts';
import { otherProducts } from './other-products.ts';
import { kindsOf, type Offer, rateOf, type Tier, usdText } from './rate.ts';
import { type Kind, RATE_TABLE, type RateEntry } from './rate-table.ts';
import { unitOf, usageTypeOf } from './usage-type.ts';

export const SERVICE_CODES = [
  'AmazonBedrock',
  'AmazonBedrockFoundationModels',
  'AmazonBedrockService',
] as const;
export type ServiceCode = (typeof SERVICE_CODES)[number];

export const OFFERED_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const;

export interface Product {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly usd: string;
  readonly description: string;
}

const LOCATIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
};

/** A Region's products of a service code, at the prices of a UTC day. */
export function productsOf(code: ServiceCode, region: string, day: string): Product[] {
  const own = RATE_TABLE.filter(
    (entry) => !entry.unlisted && (entry.grammar === 'dashed') === (code === 'AmazonBedrock'),
  );
  if (code === 'AmazonBedrockService') return [];
  const other = code === 'AmazonBedrock' ? otherProducts(region) : [];
  return [...other, ...own.flatMap((entry) => tokenProducts(entry, region, day))];
}

/** Every tier, scope, prompt size and kind that the entry is sold by. */
function tokenProducts(entry: RateEntry, region: string, day: string): Product[] {
  const scopes = entry.global ? [false, true] : [false];
  const bands = entry.longContext ? [false, true] : [false];
  const tiers: Tier[] =
    entry.provider === 'Amazon' && entry.grammar === 'dashed' ? ['standard', 'batch', 'flex'] : ['standard'];
  return scopes.flatMap((global) =>
    bands.flatMap((longContext) =>
      tiers.flatMap((tier) =>
        kindsOf(entry)
          // No prompt caching in batch.
          .filter((kind) => tier !== 'batch' || kind === 'input' || kind === 'output')
          .flatMap((kind) => productOf({ entry, region, global, tier, longContext }, kind, day)),
      ),
    ),
  );
}

function productOf(offer: Offer, kind: Kind, day: string): Product[] {
  const rate = rateOf(offer, kind, day);
  if (rate === undefined) return [];
  const { entry, region, tier } = offer;
  const usagetype = usageTypeOf(offer, kind);
  const unit = unitOf(offer);
  const usd = Number(usdText(rate * unit.tokens)).toFixed(10);
  const attributes = {
    servicecode: entry.grammar === 'dashed' ? 'AmazonBedrock' : 'AmazonBedrockFoundationModels',
    servicename: entry.grammar === 'dashed' ? 'Amazon Bedrock' : entry.label,
    regionCode: region,
    location: LOCATIONS[region] ?? region,
    locationType: 'AWS Region',
    usagetype,
    operation: '',
    ...(entry.grammar === 'dashed'
      ? {
          model: entry.name ?? entry.label,
          provider: entry.provider,
          inferenceType: kind === 'output' ? 'Output tokens' : 'Input tokens',
          feature: tier === 'batch' ? 'Batch Inference' : 'On-demand Inference',
          service_tier: offer.global ? `global-${tier}` : tier,
        }
      : {}),
  };
  return [
    {
      sku: new Random(`sku ${entry.model} ${usagetype}`).hex(2).toUpperCase(),
      attributes,
      unit: unit.name,
      usd,
      description: `$${usd} per ${unit.name} of ${usagetype}`,
    },
  ];
}

const TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';

/** The one on-demand term of a product, as offer files and GetProducts state it. */
export function termsOf(product: Product, effectiveDate: string): object {
  const { sku, unit, usd, description } = product;
  const term = `${sku}.${TERM}`;
  const rate = `${term}.${RATE}`;
  return {
    [term]: {
      offerTermCode: TERM,
      sku,
      effectiveDate,
      priceDimensions: {
        [rate]: {
          rateCode: rate,
          description,
          beginRange: '0',
          endRange: 'Inf',
          unit,
          pricePerUnit: { USD: usd },
          appliesTo: [],
        },
      },
      termAttributes: {},
    },
  };
}

/** A product's frame without its terms. */
export const frameOf = ({ sku, attributes }: Product): object => ({
  sku,
  productFamily: 'Amazon Bedrock',
  attributes,
});
