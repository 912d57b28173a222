/**
 * Limits of agent sessions.
 * @module
 */
import { z } from 'zod';

const limit = z.strictObject({
  /** Dollars of one session. */
  usd: z.number().positive().optional(),
  /** Model calls of one session. */
  calls: z.number().int().positive().optional(),
  /** Tokens of one session, every kind. */
  tokens: z.number().int().positive().optional(),
});

/** `sessionBudget` holds for every agent; an entry of `agents.budgets` replaces it for one. */
export const agents = z.strictObject({
  sessionBudget: limit.default({ usd: 10, calls: 200 }),
  budgets: z
    .array(
      z.strictObject({
        /** Agent id, ten upper-case alphanumerics. */
        agent: z.string().regex(/^[A-Z0-9]{10}$/, 'an agent id looks like AGENT12345'),
        ...limit.shape,
      }),
    )
    .default([]),
});

export type AgentsConfig = z.output<typeof agents>;
export type SessionBudget = z.output<typeof limit>;
