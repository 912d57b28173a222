/**
 * ListProvisionedModelThroughputs (Bedrock API Reference). The story: a unit of Nova Pro, bought for a month,
 * idle, and nobody has thought of the day when the commitment ends.
 * @module
 */
import { z } from 'zod';
import { SOURCES } from '../../world/accounts.ts';
import { DAY, iso } from '../../world/clock.ts';
import { MODELS, PROVISIONED_MODEL } from '../../world/models.ts';
import { COMMITMENT_LEFT } from '../../world/stories.ts';
import type { Context } from '../wire/service.ts';
import { foundationModelArn } from './catalogue.ts';
import { pagedList } from './paged-list.ts';

export const listProvisionedModelThroughputs = pagedList(
  'provisionedModelSummaries',
  {
    statusEquals: z.string().optional(),
    modelArnEquals: z.string().optional(),
    nameContains: z.string().optional(),
  },
  ({ statusEquals, modelArnEquals, nameContains }, context) =>
    provisionedIn(context).filter(
      (each) =>
        (statusEquals ?? each.status) === each.status &&
        (modelArnEquals ?? each.modelArn) === each.modelArn &&
        each.provisionedModelName.includes(nameContains ?? ''),
    ),
);

/** What an account has in a Region. */
export function provisionedIn({
  account,
  region,
  simulator,
}: Pick<Context, 'account' | 'region' | 'simulator'>) {
  const { shopWest, engineeringWest } = SOURCES;
  const { history } = simulator.world;
  const arn = (name: string) => `arn:aws:bedrock:${region}:${account}:provisioned-model/${name}`;
  const model = foundationModelArn(region, MODELS.novaPro.id);
  const units = (name: string, id: string, count: number, since: number, ends?: number) => ({
    provisionedModelName: name,
    provisionedModelArn: arn(id),
    modelArn: model,
    desiredModelArn: model,
    foundationModelArn: model,
    modelUnits: count,
    desiredModelUnits: count,
    status: 'InService',
    ...(ends === undefined
      ? {}
      : { commitmentDuration: 'OneMonth', commitmentExpirationTime: iso(history.to + ends) }),
    creationTime: iso(history.to - since),
    lastModifiedTime: iso(history.to - since),
  });
  if (account === shopWest.account && region === shopWest.region) {
    return [units('recommendations', PROVISIONED_MODEL, 1, 30 * DAY - COMMITMENT_LEFT, COMMITMENT_LEFT)];
  }
  if (account === engineeringWest.account && region === engineeringWest.region) {
    return [units('load-test', 'k9d3w7s1f5ty', 1, 3 * DAY)];
  }
  return [];
}
