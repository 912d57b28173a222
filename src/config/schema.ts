/**
 * The configuration file: its shape, defaults and limits. The types are derived from the schema; so is the JSON
 * Schema that `bedrock-meter config schema` prints.
 * @module
 */
import { z } from 'zod';
import { accountList } from './accounts.ts';
import { agents } from './agents.ts';
import { alarms } from './alarms.ts';
import { budgetList } from './budgets.ts';
import { capacity } from './capacity.ts';
import { collect } from './collect.ts';
import { numeric } from './fields.ts';
import { notifierList } from './notifiers.ts';
import { pricing } from './pricing.ts';
import { quotas } from './quotas.ts';
import { reports } from './reports.ts';
import { retention } from './retention.ts';
import { tags } from './tags.ts';

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
      /** Where people reach the dashboard, for links in messages; by default the address it binds. */
      publicUrl: z
        .url({ protocol: /^https?$/, error: 'not an address such as https://meter.example.com' })
        .optional(),
    })
    .prefault({}),
  pricing: pricing.prefault({}),
  privacy: z
    .strictObject({
      /** Keep a keyed hash of each prompt, to count repeats. */
      promptHash: z.boolean().default(true),
    })
    .prefault({}),
  retention: retention.prefault({}),
  agents: agents.prefault({}),
  capacity: capacity.prefault({}),
  quotas: quotas.prefault({}),
  tags: tags.prefault({}),
  reports: reports.prefault({}),
  budgets: budgetList,
  alarms: alarms.prefault({}),
  notifiers: notifierList.default([]),
});

export type Config = z.output<typeof configSchema>;

/** What holds without any file. */
export const defaultConfig = (): Config => configSchema.parse({});

/** JSON Schema of the file as people write it. */
export const jsonSchema = () => configSchema.toJSONSchema({ io: 'input' });
