/**
 * The AWS Price List Query API, `GetProducts`: the products of one service code in all Regions, page by page, each a
 * JSON text of its own. They are put together to the form of the bulk files, so that one reader understands both.
 * Source: AWS Billing user guide, "Using the AWS Price List Query API"; answers name no Region, products do.
 * @module
 */
import {
  GetProductsCommand,
  type GetProductsCommandOutput,
  type PricingClient,
} from '@aws-sdk/client-pricing';
import { z } from 'zod';
import { CollectFault } from '../../src/domain/collector.ts';
import { messageOf } from '../../src/domain/errors.ts';
import { ask } from '../aws/index.ts';
import {
  type OfferDocument,
  PRICE_LIST_CODES,
  type PriceListCode,
  type PriceListFailure,
  type PriceListSource,
} from './port.ts';

export const QUERY_ACTION = 'pricing:GetProducts';
/** Regions that have the endpoint. Source: AWS general reference, "AWS Price List endpoints and quotas". */
export const QUERY_REGIONS = ['us-east-1', 'eu-central-1', 'ap-south-1'] as const;
export type QueryRegion = (typeof QUERY_REGIONS)[number];

/** More pages than any service code of Bedrock has by far: an answer that never ends is no answer. */
const MOST_PAGES = 2_000;
const PAGE = 100;

export interface QueryOptions {
  readonly client: PricingClient;
}

/** The endpoint in the same part of the world, else us-east-1. */
export function queryRegionFor(region: string | undefined): QueryRegion {
  const exact = QUERY_REGIONS.find((known) => known === region);
  if (exact !== undefined) return exact;
  if (region?.startsWith('eu-')) return 'eu-central-1';
  return region?.startsWith('ap-') ? 'ap-south-1' : 'us-east-1';
}

const product = z.object({
  product: z.looseObject({
    sku: z.string().min(1),
    attributes: z.looseObject({ regionCode: z.string().min(1) }),
  }),
  serviceCode: z.string(),
  terms: z.record(z.string(), z.unknown()),
  version: z.string().min(1),
  publicationDate: z.string().min(1),
});
type Product = z.output<typeof product>;

/** Asks for one service code after the other: the API throttles early. */
export function queryPriceList({ client }: QueryOptions): PriceListSource {
  return {
    async read(visit) {
      const failures: PriceListFailure[] = [];
      for (const serviceCode of PRICE_LIST_CODES) {
        const url = `${QUERY_ACTION} ${serviceCode}`;
        let offers: OfferDocument[];
        try {
          offers = offersOf(serviceCode, url, await productsOf(client, serviceCode));
        } catch (error) {
          if (!(error instanceof CollectFault)) throw error;
          const hint = error.hint === undefined ? '' : ` (${error.hint})`;
          // Faults of the SDK name the action already.
          const what = error.message.replace(`${QUERY_ACTION}: `, '');
          failures.push({ serviceCode, region: null, url, message: `${url}: ${what}${hint}` });
          continue;
        }
        for (const offer of offers) visit(offer);
      }
      return failures;
    },
  };
}

async function productsOf(client: PricingClient, serviceCode: PriceListCode): Promise<Product[]> {
  const doing = { action: QUERY_ACTION };
  const products: Product[] = [];
  let token: string | undefined;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const sent: string | undefined = token;
    const answer: GetProductsCommandOutput = await ask(doing, () =>
      client.send(
        new GetProductsCommand({
          ServiceCode: serviceCode,
          FormatVersion: 'aws_v1',
          MaxResults: PAGE,
          ...(sent === undefined ? {} : { NextToken: sent }),
        }),
      ),
    );
    for (const text of answer.PriceList ?? []) products.push(readProduct(String(text), page));
    token = answer.NextToken || undefined;
    if (token === undefined) return products;
    if (token === sent) throw new CollectFault('misread', `page ${page} repeats its page token`);
  }
  throw new CollectFault('misread', `more than ${MOST_PAGES} pages`);
}

function readProduct(text: string, page: number): Product {
  const fail = (what: string, cause?: unknown) =>
    new CollectFault('misread', `page ${page} has a product that is ${what}: ${text.slice(0, 80)}`, {
      cause,
    });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw fail(`not JSON (${messageOf(cause)})`, cause);
  }
  const parsed = product.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw fail(`not as expected (${issue?.path.join('.')}: ${issue?.message})`);
  }
  return parsed.data;
}

/** One document for each Region, in the form of the bulk files. */
function offersOf(serviceCode: PriceListCode, url: string, products: readonly Product[]): OfferDocument[] {
  const stray = products.find((one) => one.serviceCode !== serviceCode);
  if (stray) throw new CollectFault('misread', `it has a product of ${stray.serviceCode}`);
  const newest = products.map(publication).sort().at(-1);
  if (newest === undefined) return [];
  const [publicationDate, version] = newest.split('\n');
  const byRegion = Map.groupBy(products, (one) => one.product.attributes.regionCode);
  return [...byRegion].map(([region, own]) => {
    const file = {
      offerCode: serviceCode,
      version,
      publicationDate,
      products: Object.fromEntries([...bySku(own)].map(([sku, one]) => [sku, one.product])),
      terms: termsBySku(own),
    };
    return { serviceCode, region, url, text: JSON.stringify(file) };
  });
}

const publication = ({ publicationDate, version }: Product): string => `${publicationDate}\n${version}`;

/** A list that moves under the paging shows a product twice; two different ones under one SKU are a misreading. */
function bySku(products: readonly Product[]): Map<string, Product> {
  const found = new Map<string, Product>();
  for (const one of products) {
    const { sku } = one.product;
    const known = found.get(sku);
    if (known !== undefined && JSON.stringify(known.terms) !== JSON.stringify(one.terms)) {
      throw new CollectFault('misread', `it has two prices under the SKU ${sku}`);
    }
    found.set(sku, one);
  }
  return found;
}

/** `terms` of the bulk files: by kind, then by SKU. Names come from outside: maps, until they are text. */
function termsBySku(products: readonly Product[]): Record<string, Record<string, unknown>> {
  const kinds = new Map<string, Map<string, unknown>>();
  for (const { product: frame, terms } of products) {
    for (const [kind, own] of Object.entries(terms)) {
      const sameKind = kinds.get(kind) ?? new Map<string, unknown>();
      kinds.set(kind, sameKind.set(frame.sku, own));
    }
  }
  return Object.fromEntries([...kinds].map(([kind, own]) => [kind, Object.fromEntries(own)]));
}
