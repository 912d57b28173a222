/**
 * What an account has in Bedrock, and which models stand behind its ids. Source: Amazon Bedrock API reference.
 * @module
 */
import type {
  CollectContext,
  CollectedBatch,
  Collector,
  ModelResolution,
} from '../../src/domain/collector.ts';
import { Faults } from '../aws/index.ts';
import { agents } from './agents.ts';
import { foundationModels } from './foundation-models.ts';
import type { Asking } from './listing.ts';
import { loggingConfiguration } from './logging.ts';
import type { InventoryOptions } from './options.ts';
import { customModelDeployments, customModels, importedModels } from './own-models.ts';
import { inferenceProfiles } from './profiles.ts';
import { promptRouters } from './prompt-routers.ts';
import { provisionedModels } from './provisioned-models.ts';
import { customResolutions, profileResolutions, provisionedResolutions } from './resolutions.ts';
import { asyncInvocations, invocationJobs } from './work.ts';

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

/** A collector of listings, each of which fails alone: the fault at the end names all that failed. */
export function createInventoryCollector(options: InventoryOptions): Collector {
  const { account, region, bedrock, runtime, agent, every = 3600 } = options;

  async function* collect({ now, signal }: CollectContext): Batches {
    const faults = new Faults();
    const asking: Asking = { bedrock, runtime, agent, now: now(), abort: { abortSignal: signal }, faults };

    /** Yields a listing and returns it; undefined when it failed. */
    async function* listing<B>(
      kind: string,
      list: (asking: Asking) => Promise<B[]>,
      idOf: (body: B) => string,
    ): AsyncGenerator<CollectedBatch, B[] | undefined, undefined> {
      const bodies = await faults.guard(() => list(asking));
      if (bodies === undefined) return undefined;
      const items = bodies.map((body) => ({ id: idOf(body), body }));
      yield { kind: 'snapshot', snapshot: { account, region, kind, at: asking.now, items } };
      return bodies;
    }

    yield* listing('logging-configuration', loggingConfiguration, () => 'logging');
    yield* listing('foundation-model', foundationModels, byId);
    const profiles = yield* listing('inference-profile', inferenceProfiles, byId);
    const provisioned = yield* listing('provisioned-model', provisionedModels, byArn);
    const custom = yield* listing('custom-model', customModels, byArn);
    const deployments = yield* listing('custom-model-deployment', customModelDeployments, byArn);
    yield* resolved([
      ...profileResolutions(profiles ?? [], region),
      ...provisionedResolutions(provisioned ?? []),
      ...customResolutions(custom ?? [], deployments ?? []),
    ]);
    yield* listing('imported-model', importedModels, byArn);
    yield* listing('prompt-router', promptRouters, byArn);
    yield* listing('invocation-job', invocationJobs, byArn);
    yield* listing('async-invocation', asyncInvocations, byArn);
    yield* listing('agent', agents, byId);
    faults.throwAny();
  }

  return { name: 'inventory', account, region, every, collect };
}

const byId = ({ id }: { readonly id: string }): string => id;
const byArn = ({ arn }: { readonly arn: string }): string => arn;

function* resolved(resolutions: readonly ModelResolution[]): Generator<CollectedBatch, void, undefined> {
  if (resolutions.length > 0) yield { kind: 'resolutions', resolutions };
}
