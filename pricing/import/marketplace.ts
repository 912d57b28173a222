/**
 * The envelope of the service code AmazonBedrockFoundationModels, `MP:<Region prefix>_<dimension>-Units`, whose
 * dimension is written in one of two ways. The model is named by the product's `servicename` only.
 * @module
 */
import { readCamelDimension } from './marketplace-camel.ts';
import { readSnakeDimension } from './marketplace-snake.ts';
import type { Reading } from './usage.ts';

const ENVELOPE = /^MP:([A-Z0-9]+)_(.+)-Units$/;

export interface MarketplaceReading {
  /** The prefix inside the envelope: it has to name the same Region as the one outside. */
  readonly innerPrefix: string;
  readonly reading: Reading;
}

/** @returns undefined for what is not in the envelope */
export function readMarketplace(body: string): MarketplaceReading | undefined {
  const match = ENVELOPE.exec(body);
  if (!match) return undefined;
  const [innerPrefix = '', dimension = ''] = [match[1], match[2]];
  const reading = /^[a-z]/.test(dimension) ? readSnakeDimension(dimension) : readCamelDimension(dimension);
  return { innerPrefix, reading };
}
