/**
 * An application inference profile behind `prices show`: which model it stands for, and its tags, as the inventory has
 * them.
 * @module
 */
import { existsSync } from 'node:fs';
import { type InferenceProfileBody, inferenceProfileBody } from '../../collectors/inventory/body.ts';
import { profileResolutions } from '../../collectors/inventory/resolutions.ts';
import { isModelId, parseModelId } from '../domain/model-id.ts';
import { type CommonOptions, configOf, databaseOf, openExistingStore } from './context.ts';

export interface KnownProfile {
  readonly id: string;
  readonly arn: string;
  readonly name: string | null;
  readonly account: string;
  readonly region: string;
  /** The model that it stands for. */
  readonly base: string;
  readonly scope: string;
  /** Null: they could not be read. */
  readonly tags: Readonly<Record<string, string>> | null;
}

/** @param asked an id that says nothing of its model; undefined for others, and for profiles that nobody has listed */
export async function profileOf(asked: string, options: CommonOptions): Promise<KnownProfile | undefined> {
  if (!isModelId(asked) || parseModelId(asked).base !== null) return undefined;
  if (!existsSync(databaseOf(options, configOf(options)))) return undefined;
  const store = openExistingStore(options);
  try {
    const items = await store.items({ kind: 'inference-profile' });
    for (const { body, account, region } of items) {
      const parsed = inferenceProfileBody.safeParse(body);
      if (!parsed.success || !isAsked(parsed.data, asked)) continue;
      const place = items.filter((item) => item.account === account && item.region === region);
      const known = place.flatMap((item) => inferenceProfileBody.safeParse(item.body).data ?? []);
      const found = profileResolutions(known, region).find(({ called }) => called === parsed.data.arn);
      const { id, arn, name, tags } = parsed.data;
      if (found) return { id, arn, name, account, region, base: found.base, scope: found.scope, tags };
    }
    return undefined;
  } finally {
    await store.close();
  }
}

const isAsked = ({ id, arn, name }: InferenceProfileBody, asked: string): boolean =>
  [id, arn, name].includes(asked);

/** `application profile checkout (…): anthropic.claude-…, geo, called in us-east-1; tags team=shop`. */
export function profileText({ id, name, base, scope, region, tags }: KnownProfile): string {
  const pairs = Object.entries(tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const tagged = tags === null ? 'tags could not be read' : `tags ${pairs.join(', ') || '(none)'}`;
  return `application profile ${name ?? id} (${id}): ${base}, ${scope}, called in ${region}; ${tagged}`;
}
