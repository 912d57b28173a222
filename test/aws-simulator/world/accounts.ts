/**
 * Whose calls the world makes, and how each account's logging delivers them.
 * @module
 */

/** One account in one Region: the unit of Bedrock's logging configuration. */
export interface Source {
  readonly account: string;
  readonly region: string;
  /** `text`: bodies are delivered; `metadata`: only counts; `off`: no logging, the usage stays dark. */
  readonly delivery: 'text' | 'metadata' | 'off';
  /** Where the record has its schema name: older deliveries first, newer ones last. */
  readonly schema: 'first' | 'last';
}

export const ACCOUNTS = {
  shop: '111122223333',
  engineering: '444455556666',
  europe: '777788889999',
} as const;

const source = (
  account: keyof typeof ACCOUNTS,
  region: string,
  delivery: Source['delivery'],
  schema: Source['schema'] = 'last',
): Source => ({ account: ACCOUNTS[account], region, delivery, schema });

export const SOURCES = {
  shopEast: source('shop', 'us-east-1', 'text'),
  shopWest: source('shop', 'us-west-2', 'text', 'first'),
  engineeringWest: source('engineering', 'us-west-2', 'text'),
  /** Switched logging off: seen by metrics and the bill only. */
  engineeringEast: source('engineering', 'us-east-1', 'off'),
  europeWest: source('europe', 'eu-west-1', 'metadata'),
} as const;
export type SourceName = keyof typeof SOURCES;

/** Regions to which a geographic profile sends a call made in `region`. */
export function geography(region: string): readonly [string, ...string[]] {
  return region.startsWith('eu-')
    ? ['eu-west-1', 'eu-central-1', 'eu-west-3', 'eu-north-1']
    : ['us-east-1', 'us-east-2', 'us-west-2'];
}
