/**
 * What the inventory knows that coverage needs: profiles, provisioned models, and where logging is off.
 * @module
 */
import { z } from 'zod';
import { type ListedProfile, type ListedProvisioned, placeKey } from '../analysis/coverage/named-models.ts';
import type { AnswerContext } from './context.ts';

const profileBody = z.object({ id: z.string(), type: z.string().nullable(), models: z.array(z.string()) });
const provisionedBody = z.object({ arn: z.string(), foundationModelArn: z.string().nullable() });
const loggingBody = z.object({ enabled: z.boolean() });

export interface ListedInventory {
  readonly profiles: readonly ListedProfile[];
  readonly provisioned: readonly ListedProvisioned[];
  /** Places by their key. */
  readonly loggingOff: ReadonlySet<string>;
}

/** Names as they were ever listed, because units that are gone still name the calls they served; logging as of now. What cannot be read is left out. */
export async function listedInventory({
  store,
  now,
}: Pick<AnswerContext, 'store' | 'now'>): Promise<ListedInventory> {
  // What an id stands for was so before it was listed.
  const [profiles, provisioned, logging] = await Promise.all([
    store.items({ kind: 'inference-profile', history: true }),
    store.items({ kind: 'provisioned-model', history: true }),
    store.items({ kind: 'logging-configuration', at: now }),
  ]);
  return {
    profiles: profiles.flatMap(({ account, region, body }) => {
      const read = profileBody.safeParse(body);
      return read.success ? [{ account, region, ...read.data }] : [];
    }),
    provisioned: provisioned.flatMap(({ account, region, body }) => {
      const read = provisionedBody.safeParse(body);
      return read.success ? [{ account, region, ...read.data }] : [];
    }),
    loggingOff: new Set(
      logging.flatMap(({ account, region, body }) => {
        const read = loggingBody.safeParse(body);
        return read.success && !read.data.enabled ? [placeKey(account, region)] : [];
      }),
    ),
  };
}
