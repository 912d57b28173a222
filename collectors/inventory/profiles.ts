/**
 * Inference profiles with the tags of those that applications have.
 * @module
 */
import {
  type InferenceProfileSummary,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock';
import { ask, listAll, secondsOf } from '../aws/index.ts';
import type { InferenceProfileBody } from './body.ts';
import { type Asking, next } from './listing.ts';

/** Tags are left out, as null, once reading them has been refused or failed. */
export async function inferenceProfiles(asking: Asking): Promise<InferenceProfileBody[]> {
  const system = await listProfiles(asking, 'SYSTEM_DEFINED');
  const profiles = system.flatMap((summary) => profileBody(summary, null) ?? []);
  let readable = true;
  for (const summary of await listProfiles(asking, 'APPLICATION')) {
    const arn = summary.inferenceProfileArn;
    const tags: Record<string, string> | undefined =
      readable && arn !== undefined ? await asking.faults.guard(() => tagsOf(asking, arn)) : undefined;
    if (tags === undefined) readable = false;
    const body = profileBody(summary, tags ?? null);
    if (body !== undefined) profiles.push(body);
  }
  return profiles;
}

function listProfiles(
  { bedrock, abort }: Asking,
  typeEquals: 'SYSTEM_DEFINED' | 'APPLICATION',
): Promise<InferenceProfileSummary[]> {
  return listAll(
    { action: 'bedrock:ListInferenceProfiles' },
    (token) => bedrock.send(new ListInferenceProfilesCommand({ typeEquals, ...next(token) }), abort),
    (page) => page.nextToken,
    (page) => page.inferenceProfileSummaries,
  );
}

async function tagsOf({ bedrock, abort }: Asking, resourceARN: string): Promise<Record<string, string>> {
  const { tags = [] } = await ask({ action: 'bedrock:ListTagsForResource' }, () =>
    bedrock.send(new ListTagsForResourceCommand({ resourceARN }), abort),
  );
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
}

function profileBody(
  summary: InferenceProfileSummary,
  tags: Record<string, string> | null,
): InferenceProfileBody | undefined {
  const { inferenceProfileId: id, inferenceProfileArn: arn } = summary;
  if (id === undefined || arn === undefined) return undefined;
  return {
    id,
    arn,
    name: summary.inferenceProfileName ?? null,
    type: summary.type ?? null,
    status: summary.status ?? null,
    models: (summary.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
    tags,
    created: secondsOf(summary.createdAt),
    updated: secondsOf(summary.updatedAt),
  };
}
