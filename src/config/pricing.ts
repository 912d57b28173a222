/**
 * The user's own prices, credits, and how the price list is watched.
 * @module
 */
import { z } from 'zod';
import { parseSpan } from '../domain/time.ts';
import { regionName } from './accounts.ts';
import { numeric, utcDay } from './fields.ts';

/** Exact decimal in quotes or plain; never a float by the time it is money. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^\d+(\.\d+)?$/.test(text), 'a price is a decimal such as "2.5"');

const override = z.strictObject({
  /** Base model id, or a profile id, whose prefix then says the scope. */
  model: z.string().min(1),
  /** The price book does not know this model, and that is meant: without it, an unknown id is taken for a typo. */
  newModel: z.boolean().optional(),
  scope: z.enum(['in-region', 'geo', 'regional', 'global', 'custom']).optional(),
  region: regionName.optional(),
  tier: z.enum(['standard', 'batch', 'flex', 'priority', 'latencyOptimized']).optional(),
  from: utcDay.optional(),
  usdPerMillion: z
    .strictObject({
      input: decimal.optional(),
      output: decimal.optional(),
      cacheRead: decimal.optional(),
      cacheWrite: decimal.optional(),
      cacheWrite5m: decimal.optional(),
      cacheWrite30m: decimal.optional(),
      cacheWrite1h: decimal.optional(),
    })
    .default({}),
  /** What is not a token: images, queries, seconds of video, guardrail text units. */
  units: z
    .array(
      z.strictObject({
        unit: z.string().min(1),
        usd: decimal,
        /** So many for the price; one when absent. */
        per: z.number().int().positive().optional(),
      }),
    )
    .optional(),
});

const credit = z
  .strictObject({
    name: z.string().min(1),
    usd: numeric(z.number().positive()),
    from: utcDay.optional(),
    /** Exclusive. */
    to: utcDay.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    message: 'to is not after from',
    path: ['to'],
  });

const HOUR = 3_600;
/** Timers of Node hold less than 25 days. */
const LONGEST = 14 * 24 * HOUR;
const ofCheck = (span: number): boolean => span >= HOUR && span <= LONGEST;

const check = z.strictObject({
  every: z
    .string()
    .refine(
      (text) => text === 'off' || ofCheck(parseSpan(text) ?? 0),
      'a span from 1h to 14d such as 24h, or off',
    )
    .default('24h'),
  source: z.enum(['bulk', 'api']).default('bulk'),
});
export type PriceCheckConfig = z.output<typeof check>;

export const pricing = z.strictObject({
  discountPercent: numeric(z.number().min(0).max(100)).default(0),
  overrides: z.array(override).default([]),
  /** Told beside the cost, never taken off it. */
  credits: z.array(credit).default([]),
  /** How often the daemon compares its prices with the AWS Price List; nothing is changed by it. */
  check: check.prefault({}),
});
export type PricingConfig = z.output<typeof pricing>;
