/**
 * Each account and Region's invocation logging configuration, and since when: a call is delivered as the
 * configuration of its time said.
 * @module
 */
import { SOURCES, type Source } from '../world/accounts.ts';
import { bucketOf } from '../world/delivery.ts';

export interface S3Destination {
  readonly bucketName: string;
  readonly keyPrefix?: string | undefined;
}

/** As GetModelInvocationLoggingConfiguration answers. */
export interface LoggingConfig {
  readonly cloudWatchConfig?:
    | {
        readonly logGroupName: string;
        readonly roleArn: string;
        readonly largeDataDeliveryS3Config?: S3Destination | undefined;
      }
    | undefined;
  readonly s3Config?: S3Destination | undefined;
  readonly textDataDeliveryEnabled?: boolean | undefined;
  readonly imageDataDeliveryEnabled?: boolean | undefined;
  readonly embeddingDataDeliveryEnabled?: boolean | undefined;
  readonly videoDataDeliveryEnabled?: boolean | undefined;
  readonly audioDataDeliveryEnabled?: boolean | undefined;
}

interface Entry {
  /** Seconds since the epoch. */
  readonly from: number;
  readonly config: LoggingConfig | null;
}

type Place = Pick<Source, 'account' | 'region'>;
const nameOf = (place: Place): string => `${place.account} ${place.region}`;

export class LoggingBook {
  readonly #entries = new Map<string, Entry[]>();
  /** Changes with every change of a configuration. */
  version = 0;

  /** @param keyPrefix of the deliveries to S3 */
  constructor(keyPrefix: string) {
    for (const [name, source] of Object.entries(SOURCES)) {
      const config = initialConfig(source, DESTINATIONS[name] ?? [], keyPrefix);
      this.#entries.set(nameOf(source), [{ from: Number.NEGATIVE_INFINITY, config }]);
    }
  }

  /** The configuration at an instant; null where logging was off. */
  at(place: Place, at: number): LoggingConfig | null {
    return this.#entries.get(nameOf(place))?.findLast((entry) => entry.from <= at)?.config ?? null;
  }

  /** Every configuration that a place has had, oldest first. */
  history(place: Place): readonly Entry[] {
    return this.#entries.get(nameOf(place)) ?? [];
  }

  /** Puts a configuration in force; null switches logging off. */
  put(place: Place, config: LoggingConfig | null, from: number): void {
    this.version += 1;
    this.#entries.set(nameOf(place), [...this.history(place), { from, config }]);
  }
}

const DESTINATIONS: Readonly<Record<string, readonly ('cloudwatch' | 's3')[]>> = {
  shopEast: ['cloudwatch', 's3'],
  shopWest: ['cloudwatch'],
  engineeringWest: ['s3'],
  europeWest: ['cloudwatch'],
};

/** The log group that Bedrock writes to; its name is free, and differs between accounts. */
export const logGroupOf = (place: Place): string =>
  place.region.startsWith('eu-') ? 'bedrock-invocations' : '/aws/bedrock/modelinvocations';

function initialConfig(
  source: Source,
  destinations: readonly ('cloudwatch' | 's3')[],
  keyPrefix: string,
): LoggingConfig | null {
  if (destinations.length === 0) return null;
  const text = source.delivery === 'text';
  const bucket: S3Destination = { bucketName: bucketOf(source), ...(keyPrefix ? { keyPrefix } : {}) };
  return {
    ...(destinations.includes('cloudwatch')
      ? {
          cloudWatchConfig: {
            logGroupName: logGroupOf(source),
            roleArn: `arn:aws:iam::${source.account}:role/bedrock-logging`,
            ...(destinations.includes('s3') ? { largeDataDeliveryS3Config: bucket } : {}),
          },
        }
      : {}),
    ...(destinations.includes('s3') ? { s3Config: bucket } : {}),
    textDataDeliveryEnabled: text,
    imageDataDeliveryEnabled: text,
    embeddingDataDeliveryEnabled: false,
    videoDataDeliveryEnabled: false,
    audioDataDeliveryEnabled: false,
  };
}
