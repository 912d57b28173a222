/**
 * The price list as commands and the daily check read it, with the machine's clock and chance.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BULK_ENDPOINT,
  bulkPriceList,
  MAX_OFFER_BYTES,
  type PriceListSource,
} from '../../../collectors/price-list/index.ts';
import { UsageError } from '../../domain/errors.ts';
import type { AwsCalls } from '../../domain/own-cost.ts';
import type { EpochSeconds } from '../../domain/time.ts';

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 4;
const CONCURRENCY = 4;
/** The query API answers few calls a second; the SDK waits longer before each attempt. */
const API_ATTEMPTS = 8;
/** As the AWS SDKs name the endpoint of one service. */
export const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_PRICING';

/** The bulk files, which need no credentials, or `GetProducts`. */
export const PRICE_SOURCES = ['bulk', 'api'] as const;
export type PriceSourceName = (typeof PRICE_SOURCES)[number];

export interface SourceOptions {
  readonly name: PriceSourceName;
  /** `--endpoint`; else the environment's, else AWS's own. */
  readonly endpoint?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => EpochSeconds;
}

export interface OpenSource {
  readonly source: PriceListSource;
  /** Calls of the SDK counted since the last time; downloads of files are no calls. */
  readonly takeCalls: () => AwsCalls[];
}

/** @throws UsageError for an endpoint that is no http(s) URL */
export async function openPriceList({ name, endpoint, env, now }: SourceOptions): Promise<OpenSource> {
  const address = checked(endpoint, '--endpoint') ?? checked(env[ENDPOINT_VARIABLE], ENDPOINT_VARIABLE);
  if (name === 'api') return openQuery(address, env, now);
  const source = bulkPriceList({
    endpoint: address ?? BULK_ENDPOINT,
    fetch: globalThis.fetch,
    concurrency: CONCURRENCY,
    attempts: ATTEMPTS,
    maxBytes: MAX_OFFER_BYTES,
    timeout: () => AbortSignal.timeout(TIMEOUT_MS),
    sleep: async (milliseconds) => void (await sleep(milliseconds)),
    random: Math.random,
  });
  return { source, takeCalls: () => [] };
}

/** Only this way needs the SDK; everything else starts without it. */
async function openQuery(
  endpoint: string | undefined,
  env: SourceOptions['env'],
  now: () => EpochSeconds,
): Promise<OpenSource> {
  const [{ PricingClient }, { countCalls, createCallTally, httpHandler }, query] = await Promise.all([
    import('@aws-sdk/client-pricing'),
    import('../../../collectors/aws/index.ts'),
    import('../../../collectors/price-list/query-source.ts'),
  ]);
  const region = query.queryRegionFor(env.AWS_REGION ?? env.AWS_DEFAULT_REGION);
  const client = new PricingClient({
    region,
    maxAttempts: API_ATTEMPTS,
    retryMode: 'adaptive',
    requestHandler: httpHandler(),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const tally = createCallTally({ account: CALLER, region, now });
  return { source: query.queryPriceList({ client: countCalls(client, tally.count) }), takeCalls: tally.take };
}

/** Prices belong to no account: the calls are counted for whoever the machine's credentials are. */
const CALLER = 'price list';

function checked(url: string | undefined, name: string): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(`${name} ${url}: not a URL such as https://pricing.us-east-1.amazonaws.com`);
}
