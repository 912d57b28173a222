/**
 * Which days of the bill an export has said, and by which refresh: what the collector keeps of it.
 * @module
 */
import { z } from 'zod';
import type { EpochDay } from '../../../src/domain/time.ts';

const state = z.object({
  months: z.record(
    z.string().regex(/^\d{4}-\d{2}$/),
    z.object({
      /** ETag of the manifest that was read. */
      version: z.string(),
      /** First and last day that it has said, the last one exclusive. */
      from: z.int().transform((day) => day as EpochDay),
      to: z.int().transform((day) => day as EpochDay),
      provisional: z.boolean(),
    }),
  ),
});

export type Covered = z.output<typeof state>['months'];

export const writeCovered = (months: Covered): string => JSON.stringify({ months });

/** Nothing without a value, and for one that is none of ours: everything is read again, which doubles nothing. */
export function readCovered(value: string | undefined): Covered {
  try {
    return value === undefined ? {} : state.parse(JSON.parse(value)).months;
  } catch {
    return {};
  }
}

/** Whether the export has said a day. */
export const covers = (months: Covered, day: EpochDay): boolean =>
  Object.values(months).some(({ from, to }) => day >= from && day < to);
