/**
 * The text of an offer file to its products. A file that is not one (HTML, cut in half) is an error as a whole.
 * @module
 */
import { MeterError, messageOf } from '../../src/domain/errors.ts';
import { type RegionId, regionId } from '../../src/domain/ids.ts';
import { firstIssue, type OfferItem, offerFile, readItem } from './offer-schema.ts';

/** An offer file as it came: for one service code and one Region. */
export interface OfferText {
  readonly serviceCode: string;
  readonly region: string;
  /** For messages. */
  readonly url: string;
  readonly text: string;
}

/** A product that is not as expected. */
export interface ItemProblem {
  readonly sku: string;
  readonly usagetype: string | null;
  readonly problem: string;
}

export interface Offer {
  readonly serviceCode: string;
  readonly region: RegionId;
  readonly version: string;
  /** `2026-10-08`. */
  readonly published: string;
  readonly items: readonly OfferItem[];
  readonly problems: readonly ItemProblem[];
}

/** An offer file that cannot be read: nothing of the import is used. */
export class OfferError extends MeterError {
  constructor(offer: OfferText, what: string, cause?: unknown) {
    super(`price list ${offer.serviceCode} ${offer.region} (${offer.url}): ${what}`, {
      hint: 'nothing was changed; run bedrock-meter prices update again later',
      cause,
    });
    this.name = 'OfferError';
  }
}

/** @throws OfferError when the text is not an offer file of this service code */
export function readOffer(offer: OfferText): Offer {
  const parsed = offerFile.safeParse(parseJson(offer));
  if (!parsed.success) throw new OfferError(offer, firstIssue('not an offer file:', parsed.error));
  const file = parsed.data;
  if (file.offerCode !== offer.serviceCode) throw new OfferError(offer, `it is the offer ${file.offerCode}`);
  const items: OfferItem[] = [];
  const problems: ItemProblem[] = [];
  for (const sku of Object.keys(file.products).sort()) {
    const reading = readItem(file, sku);
    if (reading.ok) items.push(reading.item);
    else problems.push({ sku, usagetype: reading.usagetype, problem: reading.problem });
  }
  return {
    serviceCode: offer.serviceCode,
    region: regionId(offer.region),
    version: file.version,
    published: file.publicationDate.slice(0, 10),
    items,
    problems,
  };
}

function parseJson(offer: OfferText): unknown {
  try {
    return JSON.parse(offer.text);
  } catch (cause) {
    const what = /^\s*</.test(offer.text) ? 'HTML came instead of JSON' : `not JSON: ${messageOf(cause)}`;
    throw new OfferError(offer, what, cause);
  }
}
