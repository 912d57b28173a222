/**
 * Reads the AWS Price List: offer files as text, by service code and Region. Knows nothing of prices.
 * @module
 */
export { BULK_ENDPOINT, type BulkOptions, bulkPriceList, MAX_OFFER_BYTES } from './bulk-source.ts';
export type { OfferDocument, PriceListFailure, PriceListSource } from './port.ts';
