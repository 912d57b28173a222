/**
 * Regions that prices may name, and the classes that stand for many of them. A Region that is not listed
 * has no price: a new one is added here once a price document names it.
 * @module
 */
import { type RegionId, regionId } from '../src/domain/ids.ts';

const list = (text: string): readonly RegionId[] => text.split(/\s+/).map(regionId);

export const REGION_CLASSES = {
  /** Regions of the partition `aws` (AWS Price List 2026-08-20, and ap-east-1). */
  commercial: list(
    `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`,
  ),
  /** AWS GovCloud (US). */
  gov: list('us-gov-east-1 us-gov-west-1'),
} as const;

export type RegionClass = keyof typeof REGION_CLASSES;
export const REGION_CLASS_NAMES = Object.keys(REGION_CLASSES) as readonly RegionClass[];

/** Every Region with a name here, in the order of the classes. */
export const KNOWN_REGIONS: readonly RegionId[] = [...REGION_CLASSES.commercial, ...REGION_CLASSES.gov];
