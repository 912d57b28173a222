/**
 * The price list as commands read it: the bulk files, with the machine's clock and chance.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BULK_ENDPOINT,
  bulkPriceList,
  MAX_OFFER_BYTES,
  type PriceListSource,
} from '../../collectors/price-list/index.ts';
import { UsageError } from '../domain/errors.ts';

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;
const CONCURRENCY = 4;
/** As the AWS SDKs name the endpoint of one service. */
export const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_PRICING';

/**
 * @param endpoint `--endpoint`; else the environment's, else AWS's own
 * @throws UsageError for an endpoint that is no http(s) URL
 */
export function priceListSource(endpoint: string | undefined, env: NodeJS.ProcessEnv): PriceListSource {
  return bulkPriceList({
    endpoint:
      checked(endpoint, '--endpoint') ?? checked(env[ENDPOINT_VARIABLE], ENDPOINT_VARIABLE) ?? BULK_ENDPOINT,
    fetch: globalThis.fetch,
    concurrency: CONCURRENCY,
    attempts: ATTEMPTS,
    maxBytes: MAX_OFFER_BYTES,
    timeout: () => AbortSignal.timeout(TIMEOUT_MS),
    sleep: async (milliseconds) => void (await sleep(milliseconds)),
    random: Math.random,
  });
}

function checked(url: string | undefined, name: string): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(`${name} ${url}: not a URL such as https://pricing.us-east-1.amazonaws.com`);
}
