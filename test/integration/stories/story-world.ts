/**
 * Four weeks of the demo's world in a store: logs through the parser and `ingest`, metrics and listings through the real
 * collectors. Logs come as time goes on, so that nothing is known before it happened.
 * @module
 */
import {
  createInventoryCollector,
  createMetricsCollector,
  createQuotasCollector,
} from '../../../collectors/index.ts';
import { parseRecord } from '../../../collectors/invocation-logs/record.ts';
import { createRater, loadPriceBook, withPricing } from '../../../pricing/index.ts';
import type { AnswerContext } from '../../../src/answers/context.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { CollectContext, Collector, ModelResolution } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { demoConfig } from '../../aws-simulator/demo-config.ts';
import { manualClock, startSimulator } from '../../aws-simulator/server/index.ts';
import { type Range, SOURCES, type Source, type World } from '../../aws-simulator/world/index.ts';
import { at } from '../../support.ts';
import { clientsFor } from '../collectors/bench.ts';

/** A Thursday: the Monday of the throttle lies within the last four days. */
export const NOW = at('2026-11-19T10:30:00Z');
/** Stories keep their distance to the whole hour. */
export const END = at('2026-11-19T10:00:00Z');
/** Long enough for a baseline by the hour of the day. */
const DAYS = 21;
/** Europe has little traffic, and two stories that take weeks. */
const EUROPE_DAYS = 63;
const HOUR = 3600;
const DAY = 86_400;
/** When listings were read: what is listed later is not known before. */
const LISTED = epochSeconds(END - 12 * DAY);
/** Metrics by the minute, from before the first story that they tell of. */
const METRIC_HOURS = 84;

export interface StoryWorld {
  readonly world: World;
  readonly config: Config;
  /** Commits the logs up to an instant, as collectors that are never behind. */
  goTo(time: EpochSeconds): Promise<void>;
  /** What answers are computed from, at the instant that was reached. */
  context(): AnswerContext;
  close(): Promise<void>;
}

export async function openStoryWorld(): Promise<StoryWorld> {
  const aws = await startSimulator({
    ...{ seed: 'stories', now: NOW, days: EUROPE_DAYS, bodies: 'small', rateLimits: 'off' },
    clock: manualClock(NOW * 1000),
    metricHoursKept: 500,
  });
  const { config } = demoConfig(EUROPE_DAYS, NOW, ':memory:');
  const book = withPricing(loadPriceBook(), config.pricing);
  const rater = createRater(book);
  const store = openSqliteStore(':memory:');
  const hashKey = await store.hashKey();
  const resolutions: ModelResolution[] = [];
  let reached = epochSeconds(END - DAYS * DAY);

  const read = async (source: Source, from: EpochSeconds, to: EpochSeconds): Promise<void> => {
    const { account, region } = source;
    const own = { collector: 'invocation-logs', account, region };
    const facts = factsOf(aws.world, source, { from, to }, hashKey);
    if (facts.length > 0) await store.ingest({ source: own, facts, now: to }, rater);
    await store.noteAttempt({ source: own, at: to, error: null, hint: null });
  };
  const goTo = async (time: EpochSeconds): Promise<void> => {
    for (const source of aws.world.sources) await read(source, reached, time);
    // An id that was never seen before is resolved by the next listing.
    await store.resolveModels(resolutions, rater);
    for (const { account, region } of Object.values<Source>(SOURCES)) {
      for (const collector of ['metrics', 'quotas', 'inventory'])
        await store.noteAttempt({
          source: { collector, account, region },
          at: time,
          error: null,
          hint: null,
        });
    }
    reached = time;
  };
  const collectContext: CollectContext = {
    now: () => NOW,
    cursor: (name) => store.cursor(name),
    unseenObjects: (names) => store.unseenObjects(names),
    hashKey,
    signal: new AbortController().signal,
  };
  const run = async (collector: Collector, now = NOW): Promise<void> => {
    for await (const batch of collector.collect({ ...collectContext, now: () => now })) {
      if (batch.kind === 'metrics') await store.putMetrics(batch);
      else if (batch.kind === 'snapshot') await store.putSnapshot(batch.snapshot);
      else if (batch.kind === 'resolutions') resolutions.push(...batch.resolutions);
    }
  };
  for (const { account, region } of Object.values<Source>(SOURCES)) {
    const { bedrock, runtime, agent, cloudwatch, quotas } = clientsFor(aws.url, account, region);
    const place = { account: accountId(account), region: regionId(region) };
    await run(createInventoryCollector({ ...place, bedrock, runtime, agent }), LISTED);
    await run(createQuotasCollector({ ...place, client: quotas }), LISTED);
    await run(createMetricsCollector({ ...place, client: cloudwatch, firstLookback: METRIC_HOURS * HOUR }));
  }
  await read(SOURCES.europeWest, epochSeconds(END - EUROPE_DAYS * DAY), reached);
  return {
    world: aws.world,
    config,
    goTo,
    context: () => ({ store, book, rater, config, now: reached }),
    close: async () => {
      await aws.close();
      await store.close();
    },
  };
}

function factsOf(world: World, source: Source, { from, to }: Range, hashKey: Uint8Array): InvocationFact[] {
  return world.hours({ from, to }).flatMap((hour) =>
    world
      .callsOf(hour, source)
      .filter((call) => call.at >= from && call.at < to)
      .map((call) => {
        const outcome = parseRecord(Buffer.from(world.lineOf(call)), { hashKey });
        if (outcome.kind !== 'fact') throw new Error(`a record that is no fact: ${outcome.kind}`);
        return outcome.fact;
      }),
  );
}
