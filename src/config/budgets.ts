/**
 * Budgets: whose spend, how much, over which period, and at which shares of it to tell.
 * @module
 */
import { z } from 'zod';
import { dimensionNames, parseDimension } from '../domain/dimension.ts';
import { numeric } from './fields.ts';

/** Whole or part percent of the budget, each once, in rising order. */
const percents = (standard: readonly number[]) =>
  z
    .array(
      z.number().refine((n) => n > 0 && n <= 1_000, {
        error: ({ input }) => `${input}: a threshold is above 0 and at most 1000 percent`,
      }),
    )
    .transform((list) => [...new Set(list)].sort((a, b) => a - b))
    .prefault([...standard]);

const NO_SCOPE = new Set(['hour', 'day', 'month', 'tokenType']);

const where = z
  .record(
    z.string().refine((name) => parseDimension(name) !== undefined && !NO_SCOPE.has(name), {
      error: ({ input }) =>
        `${input}: no such dimension for a budget; known are ${dimensionNames()
          .split(', ')
          .filter((name) => !NO_SCOPE.has(name))
          .join(', ')}`,
    }),
    z.union([z.string(), z.array(z.string()).min(1)]),
  )
  .default({});

const budget = z.strictObject({
  name: z.string().min(1).max(200),
  usd: numeric(z.number().positive().max(1e12)),
  /** UTC days, weeks from Monday, or months. */
  period: z.enum(['day', 'week', 'month']).default('month'),
  /** Dimension to value or values, `account` by name or id; all of them must hold. */
  where,
  /** Percent spent that are told. */
  thresholds: percents([50, 80, 100]),
  /** Percent forecast for the end of the period that are told. */
  forecast: percents([100]),
});

export const budgetList = z
  .array(budget)
  .superRefine((budgets, context) => {
    const seen = new Set<string>();
    for (const [i, { name }] of budgets.entries()) {
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [i, 'name'],
          message: `${name}: two budgets have this name`,
        });
      }
      seen.add(name);
    }
  })
  .default([]);

export type Budget = z.output<typeof budget>;
