/**
 * Where the AWS Price List is read from. The bulk files need no credentials; the query API (`GetProducts`) can be a
 * second source behind the same port. A source hands over what came, as text: what it says is not its matter.
 * @module
 */

/** No single one of them has all models: AmazonBedrock has Amazon's and open models, the second the marketplace's. */
export const PRICE_LIST_CODES = [
  'AmazonBedrock',
  'AmazonBedrockFoundationModels',
  'AmazonBedrockService',
] as const;
export type PriceListCode = (typeof PRICE_LIST_CODES)[number];

/** The offer file of one service code and one Region, as it came. */
export interface OfferDocument {
  readonly serviceCode: PriceListCode;
  readonly region: string;
  readonly url: string;
  readonly text: string;
}

/** What could not be read. The message names the URL and what came back. */
export interface PriceListFailure {
  readonly serviceCode: PriceListCode;
  /** Null: not even the list of Regions. */
  readonly region: string | null;
  readonly url: string;
  readonly message: string;
}

export interface PriceListSource {
  /**
   * Reads every offer file, in no particular order.
   * @param visit called with each, once; what it throws ends the reading
   * @returns what could not be read; empty: `visit` saw all of the list
   */
  read(visit: (offer: OfferDocument) => void): Promise<readonly PriceListFailure[]>;
}
