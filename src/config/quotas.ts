/**
 * What the names and texts of AWS leave open about quotas, said by whoever knows.
 * @module
 */
import { z } from 'zod';
import { parseInstant } from '../domain/time.ts';

/** A model or profile id, as in `anthropic.claude-sonnet-4-6`. */
const model = z
  .string()
  .regex(/^[A-Za-z0-9_.:/-]{1,2048}$/, 'a model id looks like anthropic.claude-sonnet-4-6');

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== undefined;

export const quotas = z.strictObject({
  /** Data older than this make a quota's state `stale`. */
  staleMinutes: z.number().int().min(5).max(10_080).default(120),
  /** Which models a quota limits, where its name does not say it or says it wrongly. */
  models: z
    .array(
      z.strictObject({
        /** Code or exact name. */
        quota: z.string().min(1).max(512),
        models: z.array(model).min(1),
      }),
    )
    .default([]),
  /** Tokens of quota that one output token takes. */
  burndown: z
    .array(
      z.strictObject({
        model,
        rate: z.number().min(1).max(1000),
        from: z.string().refine(isDay, 'a UTC day looks like 2026-01-31').optional(),
      }),
    )
    .default([]),
  /** What is reserved for calls that set no output limit: the model's maximum. */
  maxOutputTokens: z
    .array(z.strictObject({ model, tokens: z.number().int().positive().max(100_000_000) }))
    .default([]),
});

export type QuotasConfig = z.output<typeof quotas>;
