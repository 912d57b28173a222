/**
 * Where the AWS Price List is read from: the bulk files, which need no credentials, or the query API (`GetProducts`).
 * A source hands over what came, as text in the form of the bulk files: what it says is not its matter.
 * @module
 */

/** No single one of them has all models: AmazonBedrock has Amazon's and open models, the second the marketplace's. */
export const PRICE_LIST_CODES = [
  'AmazonBedrock',
  'AmazonBedrockFoundationModels',
  'AmazonBedrockService',
] as const;
export type PriceListCode = (typeof PRICE_LIST_CODES)[number];

/** The offer file of one service code and one Region. */
export interface OfferDocument {
  readonly serviceCode: PriceListCode;
  readonly region: string;
  /** Where it came from, for messages: a URL, or the action that was asked. */
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
