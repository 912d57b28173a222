/**
 * The planned sources of a configuration with their accounts: what can be opened and run.
 * @module
 */
import {
  createBillCollector,
  createCloudWatchLogsCollector,
  createCurCollector,
  createInventoryCollector,
  createMetricsCollector,
  createQuotasCollector,
  createS3LogsCollector,
  queueRegion,
} from '../../../collectors/index.ts';
import type { CollectConfig } from '../../config/collect.ts';
import type { Config } from '../../config/schema.ts';
import type { Collector } from '../../domain/collector.ts';
import { type AccountId, type RegionId, regionId } from '../../domain/ids.ts';
import type { AwsCalls } from '../../domain/own-cost.ts';
import { parseSpan } from '../../domain/time.ts';
import { type Account, type AccountDeps, type Clients, openAccount } from './accounts.ts';
import { Claims } from './claims.ts';
import { foundLogs } from './found-logs.ts';
import { identityOf } from './identity.ts';
import { oddRegions } from './known-regions.ts';
import { planOf, type SkippedSource, type SourcePlan } from './plan.ts';
import type { PlannedSource } from './planned-source.ts';

export interface Collection {
  readonly sources: readonly PlannedSource[];
  readonly skipped: readonly SkippedSource[];
  /** Calls to AWS counted since the last time, of all accounts. */
  readonly takeCalls: () => AwsCalls[];
}

export interface CollectionDeps extends Omit<AccountDeps, 'callsPerSecond'> {
  /** Told what is odd and needs no person. */
  readonly tell: (source: string, what: string) => void;
}

/** Puts together what a configuration collects; AWS is asked only when a source is opened. */
export function collectionOf(config: Pick<Config, 'accounts' | 'collect'>, deps: CollectionDeps): Collection {
  const { sources, skipped } = planOf(config);
  for (const { key, message } of oddRegions(config.accounts)) deps.tell(key, message);
  const callsPerSecond = config.collect.awsCallsPerSecond;
  const claims = new Claims();
  const accounts = new Map(
    config.accounts.map((one) => {
      const account = openAccount(one, { ...deps, callsPerSecond });
      return [one.name, { account, identity: identityOf(account) }] as const;
    }),
  );
  return {
    skipped,
    takeCalls: () => [...accounts.values()].flatMap(({ account }) => account.takeCalls()),
    sources: sources.flatMap((plan): PlannedSource[] => {
      const found = accounts.get(plan.accountName);
      if (!found) return [];
      const make = opener(plan, found.account, config.collect, deps);
      const open = async (id: AccountId) => {
        const doubt = await found.identity.doubt();
        if (doubt === null) claims.take(plan, id);
        // Nobody else reads it: it says itself what it cannot read, and may read what it can.
        else if (claims.giveUp(plan, id)) throw doubt;
        return make(id);
      };
      return [{ ...plan, identify: found.identity.id, open }];
    }),
  };
}

/** Between two looks whether metrics are due: passes that have to be rarer for their price keep close to their pace. */
const METRICS_LOOK_SECONDS = 300;
/** Between two readings of everything that is active. */
const METRICS_FULL_SECONDS = 3600;

type Open = (account: AccountId) => Collector | Promise<Collector>;

/** Makes a source's collector once it is known whose account it is; the same one every time. */
function opener(plan: SourcePlan, account: Account, settings: CollectConfig, deps: CollectionDeps): Open {
  const region = regionId(plan.region);
  const clients = account.in(region);
  const { what, every } = plan;
  const tell = (text: string) => deps.tell(plan.key, text);
  const firstLookback = parseSpan(settings.firstLookback) ?? 86_400;
  switch (what.kind) {
    case 'cloudwatch':
    case 's3':
      return once((id) => logsCollector(what, id, { account, clients, settings, tell }));
    case 'logs':
      return foundLogs({
        clients,
        allowed: what.allowed,
        clock: deps.wall.now,
        make: (destination, id) => logsCollector(destination, id, { account, clients, settings, tell }),
      });
    case 'metrics':
      // The setting is how fresh what alarms wait for is; a look whether something is due costs nothing.
      return once((id) =>
        createMetricsCollector({
          ...{ region, tell, firstLookback, account: id, client: clients.cloudwatch },
          every: Math.min(METRICS_LOOK_SECONDS, every),
          liveEvery: every,
          fullEvery: Math.max(METRICS_FULL_SECONDS, every),
        }),
      );
    case 'quotas':
      return once((id) => createQuotasCollector({ region, every, account: id, client: clients.quotas }));
    case 'inventory': {
      const { bedrock, runtime, agent } = clients;
      return once((id) => createInventoryCollector({ region, every, account: id, bedrock, runtime, agent }));
    }
    case 'bill':
      return once((id) => billCollector(what, { region, every, tell, account: id }, account));
  }
}

type BillPlan = Extract<SourcePlan['what'], { kind: 'bill' }>;
type Logs = Extract<SourcePlan['what'], { kind: 'cloudwatch' | 's3' }>;

interface LogsDeps {
  readonly account: Account;
  readonly clients: Clients;
  readonly settings: CollectConfig;
  readonly tell: (what: string) => void;
}

function logsCollector(what: Logs, account: AccountId, deps: LogsDeps) {
  const { clients, settings, tell } = deps;
  const { region } = clients;
  if (what.kind === 'cloudwatch') {
    return createCloudWatchLogsCollector({
      ...{ account, region, tell, logGroup: what.logGroup, client: clients.logs, limiter: clients.logReads },
      every: settings.everySeconds.cloudwatchLogs,
      firstLookback: parseSpan(settings.firstLookback) ?? 86_400,
    });
  }
  return createS3LogsCollector({
    ...{ account, region, tell, bucket: what.bucket, client: clients.s3 },
    clientIn: (other) => deps.account.in(other).s3,
    ...(what.queueUrl === undefined ? {} : { queue: queueOf(what.queueUrl, deps) }),
    ...(what.prefix === undefined ? {} : { keyPrefix: what.prefix }),
    every: settings.everySeconds.s3,
  });
}

interface BillPlace {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly every: number;
  readonly tell: (what: string) => void;
}

/** Cost Explorer, an export, or an export with Cost Explorer for the days that it does not have. */
function billCollector({ costExplorer, cur }: BillPlan, place: BillPlace, of: Account): Collector {
  const explorer = createBillCollector({ ...place, client: of.in(place.region).bill });
  if (cur === undefined) return explorer;
  const { bucket, exportName, prefix, region } = cur;
  return createCurCollector({
    ...{ ...place, bucket, exportName },
    ...(prefix === undefined ? {} : { prefix }),
    client: of.in(region === undefined ? place.region : regionId(region)).s3,
    clientIn: (other) => of.in(other).s3,
    ...(costExplorer ? { costExplorer: explorer } : {}),
  });
}

/** A queue is asked in its own Region, and may announce what all Regions of the account deliver. */
function queueOf(url: string, { account, clients }: LogsDeps) {
  const { sqs } = account.in(queueRegion(url) ?? clients.region);
  return { url, client: sqs, regions: account.config.regions.map(regionId) };
}

function once(make: (account: AccountId) => Collector): Open {
  let made: Collector | undefined;
  return (account) => {
    made ??= make(account);
    return made;
  };
}
