/**
 * `bedrock-meter prices update`: imports the AWS Price List as a new dated version. All of it was read and understood
 * as far as the report says, or nothing is written.
 * @module
 */
import type { PriceListFailure } from '../../collectors/price-list/index.ts';
import {
  confirmVersion,
  currentVersion,
  type ImportOutcome,
  importOffers,
  loadCatalog,
  type Offer,
  OfferError,
  pricesFolder,
  readOffer,
  writeVersion,
} from '../../pricing/import/index.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import { type CommonOptions, configOf, databaseOf, nowOf, print } from './context.ts';
import { priceListSource } from './price-list-source.ts';
import { failureText, type UpdateAnswer, updateText } from './prices-update-text.ts';

export interface UpdateOptions extends CommonOptions {
  readonly endpoint?: string;
  readonly dryRun?: boolean;
  readonly accept?: boolean;
}

/** Exit code 3 when part of the list could not be read, 1 when none of it could; the version in force stays then. */
export async function runUpdate(options: UpdateOptions): Promise<ExitCode> {
  const folder = pricesFolder(databaseOf(options, configOf(options)));
  const previous = currentVersion(folder);
  const { offers, failures } = await readOffers(options);
  if (failures.length > 0) {
    const inForce = previous?.name ?? null;
    print(
      options,
      () => ({ status: 'failed', version: inForce, offersRead: offers.length, failures }),
      () => failureText(failures, inForce),
    );
    return offers.length === 0 ? EXIT.failed : EXIT.partial;
  }
  const now = nowOf(options);
  const { accept = false, dryRun = false } = options;
  const outcome = importOffers({ offers, catalog: loadCatalog(), previous, now, accept });
  if (!dryRun) keep(folder, outcome, previous?.name ?? null, now);
  const answer: UpdateAnswer = {
    status: dryRun ? 'dry-run' : outcome.isNew ? 'written' : 'unchanged',
    version: outcome.isNew ? outcome.version.name : (previous?.name ?? null),
    previous: previous?.name ?? null,
    folder,
    accepted: accept,
    ...outcome.report,
    failures: [],
  };
  print(
    options,
    () => answer,
    () => updateText(answer),
  );
  return EXIT.done;
}

function keep(
  folder: string,
  outcome: ImportOutcome,
  previous: string | null,
  now: ReturnType<typeof nowOf>,
): void {
  if (outcome.isNew) writeVersion(folder, outcome.version);
  else if (previous !== null) confirmVersion(folder, previous, now);
}

async function readOffers(options: UpdateOptions) {
  const offers: Offer[] = [];
  const unreadable: PriceListFailure[] = [];
  const failures = await priceListSource(options.endpoint, process.env).read((offer) => {
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
