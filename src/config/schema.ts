/**
 * The configuration file: its shape, defaults and limits. The types are derived from the schema; so is the JSON
 * Schema that `bedrock-meter config schema` prints.
 * @module
 */
import { z } from 'zod';

const accountId = z.string().regex(/^\d{12}$/, 'an account id is twelve digits');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, 'a Region looks like us-east-1');
const utcDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a UTC day looks like 2026-01-31');
/** Exact decimal in quotes or plain; never a float by the time it is money. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^\d+(\.\d+)?$/.test(text), 'a price is a decimal such as "2.5"');

const account = z.strictObject({
  name: z.string().min(1),
  id: accountId.optional(),
  regions: z.array(region).min(1),
  role: z.strictObject({ arn: z.string(), externalId: z.string().optional() }).optional(),
});

const override = z.strictObject({
  /** Base model id, or a profile id, whose prefix then says the scope. */
  model: z.string().min(1),
  scope: z.enum(['in-region', 'geo', 'regional', 'global']).optional(),
  region: region.optional(),
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
  usd: z.number().positive(),
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
  accounts: z.array(account).default([]),
  store: z.strictObject({ path: z.string().min(1).default('./data/bedrock-meter.db') }).prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(8484),
      auth: auth.optional(),
    })
    .prefault({}),
  pricing: z
    .strictObject({
      discountPercent: z.number().min(0).max(100).default(0),
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
