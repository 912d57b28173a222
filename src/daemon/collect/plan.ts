/**
 * The sources that a configuration means. Pure: AWS is not asked.
 * @module
 */
import { type AccountConfig, configuredId } from '../../config/accounts.ts';
import type { Config } from '../../config/schema.ts';
import type { CurConfig } from '../../config/sources.ts';

type Named = { readonly kind: 'cloudwatch'; readonly logGroup: string };
type Bucket = {
  readonly kind: 's3';
  readonly bucket: string;
  readonly prefix?: string;
  readonly queueUrl?: string;
};
/** Invocation logs wherever Bedrock's configuration says that they go, as far as that is switched on. */
type Found = { readonly kind: 'logs'; readonly allowed: ReadonlySet<'cloudwatch' | 's3'> };
type Plain = { readonly kind: 'metrics' | 'quotas' | 'inventory' };
/** By Cost Explorer, by the files of an export, or by both. */
type Bill = { readonly kind: 'bill'; readonly costExplorer?: boolean; readonly cur?: CurConfig };
export type What = Named | Bucket | Found | Plain | Bill;

export interface SourcePlan {
  /** Unique in the configuration. */
  readonly key: string;
  /** As in `metrics`; a found source of logs is more exact once it is found. */
  readonly name: string;
  readonly accountName: string;
  /** Its id as far as the configuration says it, else its name. */
  readonly account: string;
  readonly region: string;
  /** Seconds between runs. */
  readonly every: number;
  readonly what: What;
}

/** A source that the configuration switches off. */
export interface SkippedSource extends Pick<SourcePlan, 'name' | 'accountName' | 'account' | 'region'> {
  /** What would switch it on. */
  readonly setting: string;
}

export interface Plan {
  /** What people wait for first, in the order in which they start. */
  readonly sources: readonly SourcePlan[];
  readonly skipped: readonly SkippedSource[];
}

const ORDER: readonly What['kind'][] = ['cloudwatch', 's3', 'logs', 'metrics', 'inventory', 'quotas', 'bill'];

/** Reads the plan off a configuration. */
export function planOf({ accounts, collect }: Pick<Config, 'accounts' | 'collect'>): Plan {
  const parts = accounts.flatMap((account) =>
    account.regions.map((region, i) => ofRegion(account, region, i === 0)),
  );
  const every = collect.everySeconds;
  const sources = parts
    .flatMap((part) => part.wanted)
    .map(
      ({ what, ...rest }): SourcePlan => ({
        ...rest,
        what,
        name: NAMES[what.kind],
        key: `${NAMES[what.kind]} ${rest.accountName} ${rest.region}`,
        every: what.kind === 'logs' ? every.cloudwatchLogs : every[KEYS[what.kind]],
      }),
    )
    .sort((a, b) => ORDER.indexOf(a.what.kind) - ORDER.indexOf(b.what.kind));
  return { sources, skipped: parts.flatMap((part) => part.skipped) };
}

const NAMES: Readonly<Record<What['kind'], string>> = {
  logs: 'invocation-logs',
  cloudwatch: 'invocation-logs/cloudwatch',
  s3: 'invocation-logs/s3',
  metrics: 'metrics',
  quotas: 'quotas',
  inventory: 'inventory',
  bill: 'bill',
};
const KEYS = {
  cloudwatch: 'cloudwatchLogs',
  s3: 's3',
  metrics: 'metrics',
  quotas: 'quotas',
  inventory: 'inventory',
  bill: 'bill',
} as const;

type Wanted = Pick<SourcePlan, 'accountName' | 'account' | 'region' | 'what'>;

/** @param first whether to plan what an account has once: its bill */
function ofRegion(account: AccountConfig, region: string, first: boolean) {
  const { name: accountName, sources } = account;
  const place = { accountName, account: configuredId(account) ?? accountName, region };
  const wanted: Wanted[] = logsOf(sources).map((what) => ({ ...place, what }));
  const skipped: SkippedSource[] = [];
  const skip = (name: string, key: string) =>
    skipped.push({ ...place, name, setting: `accounts[${accountName}].sources.${key}` });
  if (wanted.length === 0) skip('invocation-logs', 'cloudwatchLogs');
  for (const kind of ['metrics', 'inventory', 'quotas'] as const) {
    if (sources[kind]) wanted.push({ ...place, what: { kind } });
    else skip(kind, kind);
  }
  if (first) {
    if (sources.bill) wanted.push({ ...place, what: billOf(sources.bill) });
    else skip('bill', 'bill');
  }
  return { wanted, skipped };
}

function billOf(bill: Exclude<AccountConfig['sources']['bill'], false>): Bill {
  if (bill === true) return { kind: 'bill', costExplorer: true };
  const { costExplorer, cur } = bill;
  return { kind: 'bill', costExplorer, ...(cur === undefined ? {} : { cur }) };
}

/** What is named is read; only where nothing is named, the place is found out. */
function logsOf({ cloudwatchLogs, s3 }: AccountConfig['sources']): What[] {
  const named: What[] = [];
  if (cloudwatchLogs) named.push({ kind: 'cloudwatch', ...cloudwatchLogs });
  if (s3) {
    const { bucket, prefix, notifications } = s3;
    named.push({
      ...{ kind: 's3', bucket },
      ...(prefix === undefined ? {} : { prefix }),
      ...(notifications === undefined ? {} : notifications),
    });
  }
  if (named.length > 0) return named;
  const allowed = new Set<'cloudwatch' | 's3'>();
  if (cloudwatchLogs !== false) allowed.add('cloudwatch');
  if (s3 !== false) allowed.add('s3');
  return allowed.size === 0 ? [] : [{ kind: 'logs', allowed }];
}
