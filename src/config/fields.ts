/**
 * Fields that several areas of the configuration have.
 * @module
 */
import { z } from 'zod';

export const utcDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a UTC day looks like 2026-01-31');

/** A number; as text where it comes from the environment. */
export const numeric = (number: z.ZodNumber) =>
  z.union([
    number,
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'not a number')
      .transform(Number)
      .pipe(number),
  ]);

export const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, 'a Region looks like us-east-1');
