/**
 * Prompt routers and the models that they choose from.
 * @module
 */
import { ListPromptRoutersCommand, type PromptRouterSummary } from '@aws-sdk/client-bedrock';
import { listAll } from '../aws/index.ts';
import type { PromptRouterBody } from './body.ts';
import { type Asking, next } from './listing.ts';

export async function promptRouters({ bedrock, abort }: Asking): Promise<PromptRouterBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListPromptRouters' },
    (token) => bedrock.send(new ListPromptRoutersCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.promptRouterSummaries,
  );
  return found.flatMap((router: PromptRouterSummary) =>
    router.promptRouterArn === undefined
      ? []
      : {
          arn: router.promptRouterArn,
          name: router.promptRouterName ?? null,
          type: router.type ?? null,
          status: router.status ?? null,
          models: (router.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
          fallbackModel: router.fallbackModel?.modelArn ?? null,
        },
  );
}
