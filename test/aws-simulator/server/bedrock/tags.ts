/**
 * ListTagsForResource (Bedrock API Reference).
 * @module
 */
import { z } from 'zod';
import { APPLICATION_PROFILE, PROVISIONED_MODEL } from '../../world/models.ts';
import { AwsError } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';

const TAGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [APPLICATION_PROFILE]: { app: 'pull-request-review', team: 'platform', 'cost-center': 'ENG-2200' },
  [PROVISIONED_MODEL]: { app: 'recommendations', team: 'merchandising' },
};

export const listTagsForResource = operation(
  z.object({ resourceARN: z.string() }),
  ({ resourceARN }, context) => {
    const { account, region } = context;
    if (!resourceARN.startsWith(`arn:aws:bedrock:${region}:${account}:`)) {
      throw new AwsError('ResourceNotFoundException', 404, 'The resource is not known.');
    }
    const tags = TAGS[resourceARN.split('/').at(-1) ?? ''] ?? {};
    return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  },
);
