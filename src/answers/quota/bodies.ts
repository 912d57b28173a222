/**
 * What of the collectors' listings the quota checker reads. A body in another form is left out, not guessed at.
 * @module
 */
import { z } from 'zod';
import type { DatedItem } from '../../domain/snapshot.ts';

const quotaBody = z.object({
  code: z.string(),
  name: z.string(),
  value: z.number().nullable(),
  adjustable: z.boolean(),
});
export type QuotaItem = z.output<typeof quotaBody>;

const requestBody = z.object({
  code: z.string(),
  desired: z.number().nullable(),
  status: z.string(),
  created: z.number().nullable(),
  updated: z.number().nullable(),
});
export type RequestItem = z.output<typeof requestBody>;

const modelBody = z.object({ id: z.string(), name: z.string().nullable() });
export type ModelItem = z.output<typeof modelBody>;

const profileBody = z.object({
  id: z.string(),
  arn: z.string(),
  type: z.string().nullable(),
  models: z.array(z.string()),
});
export type ProfileItem = z.output<typeof profileBody>;

export interface Read<T> {
  readonly item: DatedItem;
  readonly body: T;
}

const reader =
  <T>(schema: z.ZodType<T>) =>
  (items: readonly DatedItem[]): Read<T>[] =>
    items.flatMap((item) => {
      const { success, data } = schema.safeParse(item.body);
      return success ? [{ item, body: data }] : [];
    });

export const readQuotas = reader(quotaBody);
export const readRequests = reader(requestBody);
export const readModels = reader(modelBody);
export const readProfiles = reader(profileBody);
