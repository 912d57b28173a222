/**
 * Reports that the daemon writes by itself.
 * @module
 */
import { z } from 'zod';

const FORMATS = ['html', 'md', 'csv', 'json'] as const;

const monthly = z.strictObject({
  enabled: z.boolean().default(true),
  /** Day of the month and hour, UTC, from which the month before is written: its last calls have arrived by then. */
  day: z.number().int().min(1).max(28).default(2),
  hour: z.number().int().min(0).max(23).default(6),
  /** Folder; by default `reports` beside the database. */
  dir: z.string().min(1).optional(),
  formats: z.array(z.enum(FORMATS)).min(1).default(['html', 'md', 'csv', 'json']),
});

export const reports = z.strictObject({ monthly: monthly.prefault({}) });

export type MonthlyReportConfig = z.output<typeof monthly>;
