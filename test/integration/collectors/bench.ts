/**
 * A simulated AWS, a store in memory, and a daemon of one line that commits what a collector yields.
 * @module
 */
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SQSClient } from '@aws-sdk/client-sqs';
import { httpHandler } from '../../../collectors/index.ts';
import {
  type CollectContext,
  type CollectedBatch,
  CollectFault,
  type Collector,
} from '../../../src/domain/collector.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import {
  manualClock,
  type RunningSimulator,
  type SimulatorOptions,
  startSimulator,
} from '../../aws-simulator/server/index.ts';
import { testRater } from '../../support.ts';

/** A Friday afternoon: every source is busy. */
export const NOW = Date.parse('2026-11-20T15:30:00Z') / 1000;

export interface Bench {
  readonly aws: RunningSimulator;
  readonly store: Store;
  readonly context: CollectContext;
  advance(seconds: number): void;
  clients(account: string, region: string): Clients;
  commit(collector: Collector, batch: CollectedBatch): Promise<void>;
  /** Runs a collector to its end. @returns its fault, if it had one */
  run(collector: Collector, batches?: CollectedBatch[]): Promise<CollectFault | undefined>;
  /** Commits so many batches, then drops the generator as a kill does. @returns whether it had more */
  runAndKill(collector: Collector, after: number): Promise<boolean>;
  close(): Promise<void>;
}

export async function openBench(
  options: Partial<SimulatorOptions> & { start?: number } = {},
): Promise<Bench> {
  const { start = NOW, ...simulator } = options;
  const clock = manualClock(start * 1000);
  const aws = await startSimulator({
    seed: 'bench',
    now: NOW,
    days: 3,
    rate: 60,
    clock,
    rateLimits: 'off',
    ...simulator,
  });
  const store = openSqliteStore(':memory:');
  const rater = testRater();
  const context: CollectContext = {
    now: () => epochSeconds(Math.floor(clock.now() / 1000)),
    cursor: (name) => store.cursor(name),
    unseenObjects: (names) => store.unseenObjects(names),
    hashKey: null,
    signal: new AbortController().signal,
  };

  async function commit({ name, account, region }: Collector, batch: CollectedBatch): Promise<void> {
    const source = { collector: name, account, region };
    switch (batch.kind) {
      case 'facts':
        await store.ingest({ source, now: context.now(), ...batch }, rater);
        return;
      case 'metrics':
        return store.putMetrics(batch);
      case 'snapshot':
        await store.putSnapshot(batch.snapshot);
        return;
      case 'resolutions':
        await store.resolveModels(batch.resolutions, rater);
        return;
      case 'bill':
        return batch.replaces ? store.replaceBill(batch.replaces, batch.rows) : store.putBill(batch.rows);
    }
  }

  return {
    aws,
    store,
    context,
    commit,
    advance: (seconds) => clock.advance(seconds * 1000),
    clients: (account, region) => clientsFor(aws.url, account, region),
    run: async (collector, batches = []) => {
      try {
        for await (const batch of collector.collect(context)) {
          await commit(collector, batch);
          batches.push(batch);
        }
        return undefined;
      } catch (error) {
        if (error instanceof CollectFault) return error;
        throw error;
      }
    },
    runAndKill: async (collector, after) => {
      let left = after;
      try {
        for await (const batch of collector.collect(context)) {
          if (left-- === 0) return true;
          await commit(collector, batch);
        }
      } catch (error) {
        if (!(error instanceof CollectFault)) throw error;
      }
      return false;
    },
    close: async () => {
      await aws.close();
      await store.close();
    },
  };
}

export type Clients = ReturnType<typeof clientsFor>;

/** The SDK's own clients. One attempt, so that no test waits for the SDK's pauses: the next run is the retry. */
export function clientsFor(endpoint: string, account: string, region: string) {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId: `AKIA${account}SIMU`, secretAccessKey: 'made-up' },
    maxAttempts: 1,
    requestHandler: httpHandler({ answerMilliseconds: 10_000 }),
  };
  return {
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    cloudwatch: new CloudWatchClient(config),
    quotas: new ServiceQuotasClient(config),
    bedrock: new BedrockClient(config),
    runtime: new BedrockRuntimeClient(config),
    agent: new BedrockAgentClient(config),
    costs: new CostExplorerClient(config),
  };
}

export const unlimited = { take: () => Promise.resolve() };
