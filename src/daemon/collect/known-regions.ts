/**
 * The Regions that are known here: where to look for activity, and which names of the configuration are odd.
 * @module
 */
import { KNOWN_REGIONS, REGION_CLASSES } from '../../../pricing/index.ts';
import type { AccountConfig } from '../../config/accounts.ts';
import type { RegionId } from '../../domain/ids.ts';
import { didYouMean } from '../../domain/nearest.ts';

/**
 * Every Region that the price book knows, of the partition of a Region: credentials hold for one partition.
 * @param home where the account is asked first
 */
export const regionsToLookAt = (home: string): readonly RegionId[] =>
  home.startsWith('us-gov-') ? REGION_CLASSES.gov : REGION_CLASSES.commercial;

export interface OddRegion {
  /** As in `accounts.0.regions.1`. */
  readonly key: string;
  readonly message: string;
}

/** Regions that are not known: a typo, or newer than this program, which only a person can tell. So they are told, and read. */
export function oddRegions(accounts: readonly Pick<AccountConfig, 'regions'>[]): OddRegion[] {
  const known: ReadonlySet<string> = new Set(KNOWN_REGIONS);
  return accounts.flatMap(({ regions }, i) =>
    regions.flatMap((region, j) =>
      known.has(region)
        ? []
        : {
            key: `accounts.${i}.regions.${j}`,
            message: `${region} is no Region known here, and has no prices${didYouMean(region, KNOWN_REGIONS)}`,
          },
    ),
  );
}
