/**
 * The whole price list, read and checked for being one; what could not be read is named.
 * @module
 */
import type { PriceListFailure, PriceListSource } from '../../../collectors/price-list/index.ts';
import { type Offer, OfferError, readOffer } from '../../../pricing/import/index.ts';

export interface ReadOffers {
  readonly offers: readonly Offer[];
  /** Empty: the list was read in full. */
  readonly failures: readonly PriceListFailure[];
}

/** Never throws for what came, only for a mistake of ours. */
export async function readOffers(source: PriceListSource): Promise<ReadOffers> {
  const offers: Offer[] = [];
  const unreadable: PriceListFailure[] = [];
  const failures = await source.read((offer) => {
    try {
      offers.push(readOffer(offer));
    } catch (error) {
      if (!(error instanceof OfferError)) throw error;
      const { serviceCode, region, url } = offer;
      unreadable.push({ serviceCode, region, url, message: error.message });
    }
  });
  return { offers, failures: [...failures, ...unreadable] };
}
