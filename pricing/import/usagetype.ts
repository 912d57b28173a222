/**
 * A usagetype of the AWS Price List, read token by token. Which grammar applies follows from its form; within each the
 * order is: reserved, provisioned, custom, storage; modality; cache reads, cache writes with TTL, output, input;
 * scope; prompt size; class; endpoint. A token that is left over makes the row unknown, never nearly right.
 * @module
 */
import { readDashed } from './dashed.ts';
import { isMantle, readMantle } from './mantle.ts';
import { readMarketplace } from './marketplace.ts';
import type { Reading } from './usage.ts';

export interface UsagetypeReading {
  /** `USE1`; null where a usagetype has none. */
  readonly prefix: string | null;
  /** The one inside a marketplace usagetype; null elsewhere. */
  readonly innerPrefix: string | null;
  /** The usagetype without its prefix, the same in every Region. */
  readonly body: string;
  readonly reading: Reading;
}

const PREFIX = /^([A-Z]{2,4}\d?)-(.+)$/;

export function readUsagetype(usagetype: string): UsagetypeReading {
  const match = PREFIX.exec(usagetype);
  const [prefix, body] = match ? [match[1] ?? null, match[2] ?? ''] : [null, usagetype];
  const marketplace = readMarketplace(body);
  if (marketplace) {
    const { innerPrefix, reading } = marketplace;
    return { prefix, innerPrefix, body: body.replace(`MP:${innerPrefix}_`, 'MP:'), reading };
  }
  const reading = isMantle(body) ? readMantle(body) : readDashed(body);
  return { prefix, innerPrefix: null, body, reading };
}
