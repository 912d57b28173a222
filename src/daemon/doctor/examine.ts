/**
 * Everything that `doctor` looks at, account by account and Region by Region.
 * @module
 */
import { queueRegion } from '../../../collectors/index.ts';
import type { Config } from '../../config/schema.ts';
import { regionId } from '../../domain/ids.ts';
import { type Account, type AccountDeps, openAccount } from '../collect/accounts.ts';
import { destinationOf } from '../collect/logging.ts';
import { planOf, type SourcePlan } from '../collect/plan.ts';
import { checkBillExport } from './bill-export.ts';
import { checkBucket } from './bucket.ts';
import type { CheckResult } from './check.ts';
import { checkDelivery } from './delivery.ts';
import { checkIdentity } from './identity.ts';
import { checkLogGroup, checkLogging } from './logging.ts';
import { checkPermissions } from './permissions.ts';
import type { Probing } from './probes.ts';
import { checkQueue } from './queue.ts';

/** Looks at each account; told of each result as it comes. */
export async function examine(
  config: Pick<Config, 'accounts' | 'collect'>,
  deps: Omit<AccountDeps, 'callsPerSecond'>,
  onResult: (result: CheckResult) => void = () => undefined,
): Promise<CheckResult[]> {
  const { sources } = planOf(config);
  const perAccount = await Promise.all(
    config.accounts.map((one) => {
      const account = openAccount(one, { ...deps, callsPerSecond: config.collect.awsCallsPerSecond });
      const own = sources.filter(({ accountName }) => accountName === one.name);
      return examineAccount(account, own, deps, onResult);
    }),
  );
  return perAccount.flat();
}

async function examineAccount(
  account: Account,
  sources: readonly SourcePlan[],
  deps: Omit<AccountDeps, 'callsPerSecond'>,
  onResult: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const tell = (results: readonly CheckResult[]) => {
    for (const result of results) onResult(result);
    return results;
  };
  const { checks, id } = await checkIdentity(account, deps.wall.now);
  tell(checks);
  if (id === undefined) return [...checks];
  const regions = await Promise.all(
    account.config.regions.map(async (region) => {
      const probing = { clients: account.in(regionId(region)), account: id, now: deps.now() };
      return tell(
        await examineRegion(
          probing,
          account,
          sources.filter((one) => one.region === region),
        ),
      );
    }),
  );
  return [...checks, ...regions.flat()];
}

async function examineRegion(
  probing: Probing,
  account: Account,
  sources: readonly SourcePlan[],
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const logs = sources.filter(({ name }) => name.startsWith('invocation-logs'));
  if (logs.length > 0) {
    const { checks, config } = await checkLogging(probing);
    results.push(...checks);
    for (const { what } of logs) {
      const place = what.kind === 'logs' ? destinationOf(config ?? null, what.allowed) : what;
      if (place?.kind === 'cloudwatch') results.push(...(await checkLogGroup(probing, place.logGroup)));
      if (place?.kind === 's3') results.push(...(await checkBucket(probing, place.bucket, place.prefix)));
      if (what.kind === 's3' && what.queueUrl !== undefined) {
        const { sqs } = account.in(queueRegion(what.queueUrl) ?? probing.clients.region);
        results.push(...(await checkQueue(probing, sqs, what.queueUrl)));
      }
    }
  }
  // Its one action is what the logging check has asked.
  const wanted = new Set(sources.map(({ name }) => name).filter((name) => name !== 'invocation-logs'));
  const bill = sources.flatMap(({ what }) => (what.kind === 'bill' ? [what] : []))[0];
  // Asking Cost Explorer costs a cent: not where an export is all that is read.
  if (bill && !bill.costExplorer) wanted.delete('bill');
  results.push(...(await checkPermissions(probing, wanted)));
  if (bill?.cur) {
    const { s3 } = account.in(
      bill.cur.region === undefined ? probing.clients.region : regionId(bill.cur.region),
    );
    results.push(...(await checkBillExport(probing, s3, bill.cur)));
  }
  if (wanted.has('metrics')) results.push(await checkDelivery(probing));
  return results;
}
