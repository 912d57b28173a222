/**
 * The configuration file: its shape, defaults and limits. The types are derived from the schema; so is the JSON
 * Schema that `bedrock-meter config schema` prints.
 * @module
 */
import { z } from 'zod';
import { accountList, regionName } from './accounts.ts';
import { collect } from './collect.ts';

const utcDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a UTC day looks like 2026-01-31');
/** Exact decimal in quotes or plain; never a float by the time it is money. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^\d+(\.\d+)?$/.test(text), 'a price is a decimal such as "2.5"');

/** A number; as text where it comes from the environment. */
const numeric = (number: z.ZodNumber) =>
  z.union([
    number,
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'not a number')
      .transform(Number)
      .pipe(number),
  ]);

const override = z.strictObject({
  /** Base model id, or a profile id, whose prefix then says the scope. */
  model: z.string().min(1),
  scope: z.enum(['in-region', 'geo', 'regional', 'global']).optional(),
  region: regionName.optional(),
  tier: z.enum(['standard', 'batch', 'flex', 'priority', 'latencyOptimized']).optional(),
  from: utcDay.optional(),
  usdPerMillion: z.strictObject({
    input: decimal.optional(),
    output: decimal.optional(),
    cacheRead: decimal.optional(),
    cacheWrite: decimal.optional(),
    cacheWrite5m: decimal.optional(),
    cacheWrite30m: decimal.optional(),
    cacheWrite1h: decimal.optional(),
  }),
});

const budget = z.strictObject({
  name: z.string().min(1),
  usd: numeric(z.number().positive()),
  period: z.enum(['day', 'week', 'month']).default('month'),
  where: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
});

const notifier = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['slack', 'webhook']),
  webhookUrl: z.url().optional(),
  webhookUrlFile: z.string().optional(),
});

const auth = z.strictObject({ token: z.string().min(8).optional(), tokenFile: z.string().optional() });

export const configSchema = z.strictObject({
  accounts: accountList.default([]),
  collect: collect.prefault({}),
  store: z.strictObject({ path: z.string().min(1).default('./data/bedrock-meter.db') }).prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: numeric(z.number().int().min(0).max(65_535)).default(8484),
      auth: auth.optional(),
    })
    .prefault({}),
  pricing: z
    .strictObject({
      discountPercent: numeric(z.number().min(0).max(100)).default(0),
      overrides: z.array(override).default([]),
    })
    .prefault({}),
  privacy: z
    .strictObject({
      /** Keep a keyed hash of each prompt, to count repeats. */
      promptHash: z.boolean().default(true),
    })
    .prefault({}),
  budgets: z.array(budget).default([]),
  notifiers: z.array(notifier).default([]),
});

export type Config = z.output<typeof configSchema>;

/** What holds without any file. */
export const defaultConfig = (): Config => configSchema.parse({});

/** JSON Schema of the file as people write it. */
export const jsonSchema = () => configSchema.toJSONSchema({ io: 'input' });
