/**
 * An account of the configuration with its credentials and clients. Credentials, endpoints and proxies are the SDK's
 * own unless a role is named; every call is counted and waits for its turn in the account's budget.
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
import { STSClient } from '@aws-sdk/client-sts';
import {
  type AwsClient,
  assumedRole,
  type CallTally,
  type CountedCall,
  type CredentialProvider,
  countCalls,
  createCallTally,
  type HttpLimits,
  httpHandler,
  paceCalls,
  type RateLimiter,
} from '../../../collectors/aws/index.ts';
import { type AccountConfig, configuredId } from '../../config/accounts.ts';
import { type RegionId, regionId } from '../../domain/ids.ts';
import { type AwsCalls, OF_HISTORY } from '../../domain/own-cost.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { createSharedLimiter, isHistory } from './background.ts';
import { shared } from './credentials.ts';

/** Time as waiting needs it, apart from the clock that data is read by. */
export interface WallClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface AccountDeps {
  readonly now: () => EpochSeconds;
  readonly wall: WallClock;
  /** Calls a second of the whole account. */
  readonly callsPerSecond: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Attempts of one request, by the SDK; default 3. */
  readonly attempts?: number;
  /** How long a connection may take; default: see `collectors/aws/http.ts`. */
  readonly http?: HttpLimits;
}

/** `FilterLogEvents` allows 5 calls a second per account and Region; source: CloudWatch Logs quotas. */
const LOG_READS_PER_SECOND = 5;
/** What history may take of these, beside live collection, which reads a group once a minute. */
const HISTORY_OF_LOG_READS = 0.8;
/** What history may take of the account's budget. */
const HISTORY_OF_CALLS = 0.5;

export type Clients = ReturnType<typeof makeClients>;

export interface Account {
  readonly config: AccountConfig;
  /** Clients of a Region, made once. */
  readonly in: (region: RegionId) => Clients;
  /** Calls counted since the last time. */
  readonly takeCalls: () => AwsCalls[];
  /** Assumes the role, if there is one, unless that is done and not about to expire. */
  readonly credentials: () => Promise<unknown>;
  /** Says whose calls these are, once STS has told. */
  readonly name: (id: string) => void;
}

/** Puts an account together; nothing is asked of AWS yet. */
export function openAccount(config: AccountConfig, deps: AccountDeps): Account {
  let id = configuredId(config) ?? config.name;
  const { wall } = deps;
  const clock = { clock: wall.now, wait: wall.wait };
  const { callsPerSecond } = deps;
  const limit = { ...clock, perSecond: callsPerSecond, burst: Math.ceil(callsPerSecond) };
  const budget = createSharedLimiter(limit, HISTORY_OF_CALLS);
  const home = regionId(config.regions[0] ?? 'us-east-1');
  const made = new Map<string, Clients>();
  const tallies = new Map<string, CallTally>();
  const tallyIn = (region: RegionId): CallTally => {
    const known = tallies.get(region);
    if (known) return known;
    const owner = {
      get account() {
        return id;
      },
      region,
      now: deps.now,
    };
    const tally = createCallTally(owner);
    tallies.set(region, tally);
    return tally;
  };
  const watcher =
    (region: RegionId): Watch =>
    (client) =>
      countCalls(paceCalls(client, budget.take), (call) => tallyIn(region).count(marked(call)));
  const credentials = credentialsOf(config, home, deps, watcher(home));
  return {
    config,
    in: (region) => {
      const known = made.get(region);
      if (known) return known;
      const logReads = createSharedLimiter(
        { ...clock, perSecond: LOG_READS_PER_SECOND },
        HISTORY_OF_LOG_READS,
      );
      const clients = makeClients(region, {
        ...{ credentials, logReads, watch: watcher(region) },
        ...{ pathStyle: hasOwn(deps.env, 'S3'), ownQueues: hasOwn(deps.env, 'SQS') },
        base: { ...attemptsOf(deps), requestHandler: httpHandler(deps.http) },
      });
      made.set(region, clients);
      return clients;
    },
    takeCalls: () => [...tallies.values()].flatMap((tally) => tally.take()),
    credentials: async () => credentials?.(),
    name: (known) => {
      id = known;
    },
  };
}

function credentialsOf(
  config: AccountConfig,
  region: RegionId,
  { wall, http }: AccountDeps,
  watch: Watch,
): CredentialProvider | undefined {
  const { role } = config;
  if (!role) return undefined;
  const { arn, externalId } = role;
  const given = { ...(externalId === undefined ? {} : { externalId }), ...(http ? { http } : {}) };
  return shared(assumedRole({ arn, region, watch, ...given }), wall.now);
}

/** Endpoints other than AWS's own seldom have a host name for each bucket, and queues with addresses of AWS's. */
const hasOwn = (env: AccountDeps['env'], service: 'S3' | 'SQS'): boolean =>
  Boolean(env[`AWS_ENDPOINT_URL_${service}`] ?? env.AWS_ENDPOINT_URL);

/** Without a number the SDK's own: `AWS_MAX_ATTEMPTS`, the profile's `max_attempts`, else three. */
const attemptsOf = ({ attempts }: AccountDeps) => (attempts === undefined ? {} : { maxAttempts: attempts });

/** What is read once is told from what goes on. */
const marked = (call: CountedCall): CountedCall =>
  isHistory() ? { ...call, operation: `${call.operation}${OF_HISTORY}` } : call;

/** Counts and paces what a client sends. */
type Watch = <C extends AwsClient>(client: C) => C;

interface Making {
  readonly credentials: CredentialProvider | undefined;
  readonly watch: Watch;
  readonly logReads: RateLimiter;
  readonly pathStyle: boolean;
  /** Whether queues are asked for at the endpoint, and not at the host of their address. */
  readonly ownQueues: boolean;
  readonly base: { readonly maxAttempts?: number; readonly requestHandler: ReturnType<typeof httpHandler> };
}

function makeClients(region: RegionId, making: Making) {
  const { credentials, watch, logReads, pathStyle, ownQueues, base: given } = making;
  const base = { ...given, region, ...(credentials ? { credentials } : {}) };
  return {
    region,
    logReads,
    sts: watch(new STSClient(base)),
    bedrock: watch(new BedrockClient(base)),
    runtime: watch(new BedrockRuntimeClient(base)),
    agent: watch(new BedrockAgentClient(base)),
    cloudwatch: watch(new CloudWatchClient(base)),
    logs: watch(new CloudWatchLogsClient(base)),
    quotas: watch(new ServiceQuotasClient(base)),
    bill: watch(new CostExplorerClient(base)),
    sqs: watch(new SQSClient({ ...base, useQueueUrlAsEndpoint: !ownQueues })),
    s3: watch(new S3Client({ ...base, forcePathStyle: pathStyle })),
  };
}
