/**
 * How long single calls are kept. Minutes have fixed times, roll-ups by hour, day and month are kept for good.
 * @module
 */
import { z } from 'zod';
import { numeric } from './fields.ts';

export const retention = z.strictObject({
  /** Counted from the UTC day on which a call's record arrived. */
  invocationDays: numeric(z.number().int().min(2).max(3_650)).default(35),
});

export type RetentionConfig = z.output<typeof retention>;
