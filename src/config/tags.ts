/**
 * Request tags that mean something here.
 * @module
 */
import { z } from 'zod';

export const tags = z.strictObject({
  /** Keys of `requestMetadata` that every call should carry: the report has a table for each. */
  required: z.array(z.string().min(1).max(256)).max(10).default([]),
});
