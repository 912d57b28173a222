/**
 * The AWS Price List Bulk API ("Getting price list files manually"): no credentials, static files.
 * `offers/v1.0/aws/<code>/current/region_index.json` names the current version of each Region.
 * @module
 */
import { z } from 'zod';
import { messageOf } from '../../src/domain/errors.ts';
import { eachOf } from './each-of.ts';
import {
  type OfferDocument,
  PRICE_LIST_CODES,
  type PriceListCode,
  type PriceListFailure,
  type PriceListSource,
} from './port.ts';
import { FetchError, readText, type TextLimits } from './read-text.ts';
import { type RetryPolicy, withRetry } from './retry.ts';

export const BULK_ENDPOINT = 'https://pricing.us-east-1.amazonaws.com';
/** Several times the largest offer file of one Region. */
export const MAX_OFFER_BYTES = 64 * 1024 * 1024;

export interface BulkOptions extends TextLimits, RetryPolicy {
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
  /** Files read at the same time. */
  readonly concurrency: number;
}

const regionIndex = z.object({
  regions: z.record(z.string(), z.object({ regionCode: z.string(), currentVersionUrl: z.string().min(1) })),
});

interface OfferPlace {
  readonly serviceCode: PriceListCode;
  readonly region: string;
  readonly url: string;
}

/** Reads the list of Regions of every service code, then every offer file that they name. */
export function bulkPriceList(options: BulkOptions): PriceListSource {
  const get = (url: string) => withRetry(() => readText(options.fetch, url, options), options);
  return {
    async read(visit) {
      const failures: PriceListFailure[] = [];
      const places: OfferPlace[] = [];
      await eachOf(PRICE_LIST_CODES, options.concurrency, async (serviceCode) => {
        const url = new URL(`/offers/v1.0/aws/${serviceCode}/current/region_index.json`, options.endpoint)
          .href;
        try {
          places.push(...placesOf(serviceCode, await get(url), url));
        } catch (error) {
          failures.push(failure({ serviceCode, region: null, url }, error));
        }
      });
      await eachOf(places, options.concurrency, async (place) => {
        let offer: OfferDocument;
        try {
          offer = { ...place, text: await get(place.url) };
        } catch (error) {
          failures.push(failure(place, error));
          return;
        }
        visit(offer);
      });
      return failures.sort((a, b) => (a.url < b.url ? -1 : 1));
    },
  };
}

function placesOf(serviceCode: PriceListCode, text: string, url: string): OfferPlace[] {
  const parsed = regionIndex.safeParse(parseJson(text));
  if (!parsed.success) throw new FetchError('not a region index: no Regions with a currentVersionUrl', false);
  const regions = Object.values(parsed.data.regions);
  if (regions.length === 0) throw new FetchError('the region index is empty', false);
  return regions.map(({ regionCode, currentVersionUrl }) => {
    const offerUrl = new URL(currentVersionUrl, url);
    if (offerUrl.origin !== new URL(url).origin) {
      throw new FetchError(`the region index leads to another host, ${offerUrl.origin}`, false);
    }
    return { serviceCode, region: regionCode, url: offerUrl.href };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FetchError(`not JSON: ${messageOf(cause)}`, false, cause);
  }
}

/** Anything but a failed request is a mistake of ours, and is not hidden among failures. */
function failure(place: { serviceCode: PriceListCode; region: string | null; url: string }, error: unknown) {
  if (!(error instanceof FetchError)) throw error;
  return { ...place, message: `${place.url}: ${error.message}` };
}
