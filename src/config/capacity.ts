/**
 * What units of provisioned throughput carry and cost. AWS publishes neither; its account team says.
 * @module
 */
import { z } from 'zod';
import { regionName } from './accounts.ts';
import { numeric } from './fields.ts';

const tokensPerMinute = numeric(z.number().int().positive());
const usd = z.string().regex(/^\d{1,7}(\.\d{1,9})?$/, 'dollars in quotes, as in "39.60"');

export const capacity = z.strictObject({
  units: z
    .array(
      z.strictObject({
        /** Base model id, as in `amazon.nova-pro-v1:0`. */
        model: z.string().min(1),
        /** Everywhere, if it is not said. */
        region: regionName.optional(),
        inputTpm: tokensPerMinute,
        outputTpm: tokensPerMinute,
        /** Of one unit, by commitment; the price book's where it is not said. */
        usdPerHour: z
          .strictObject({ none: usd.optional(), '1-month': usd.optional(), '6-months': usd.optional() })
          .prefault({}),
      }),
    )
    .default([]),
});

export type CapacityConfig = z.output<typeof capacity>;
