/**
 * Every source once, as `collect --once` does it: a few of each account beside each other, none in another's way.
 * @module
 */
import type { AccountId } from '../../domain/ids.ts';
import { ReadTwice } from './claims.ts';
import { LoggingOff } from './found-logs.ts';
import type { Failure } from './outcome.ts';
import type { SkippedSource } from './plan.ts';
import type { PlannedSource } from './planned-source.ts';
import type { RunDeps } from './run-collector.ts';
import { runSource } from './run-source.ts';

export interface SourceResult {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly records: number;
  readonly error?: string;
  readonly hint?: string;
}

/** Sources of one account that run beside each other. */
const BESIDE = 4;

/** Runs every source; the results stand in the order of the plan, what is switched off behind them. */
export async function collectOnce(
  sources: readonly PlannedSource[],
  skipped: readonly SkippedSource[],
  deps: RunDeps,
  onResult: (result: SourceResult) => void = () => undefined,
): Promise<SourceResult[]> {
  const results = new Map<string, SourceResult>();
  const lanes = Map.groupBy(sources, ({ accountName }) => accountName);
  await Promise.all(
    [...lanes.values()].map(async (queue) => {
      const waiting = queue.values();
      const worker = async () => {
        for (const planned of waiting) {
          const result = await runOne(planned, deps);
          results.set(planned.key, result);
          onResult(result);
        }
      };
      await Promise.all(Array.from({ length: BESIDE }, worker));
    }),
  );
  const ids = new Map(sources.map(({ key, accountName }) => [accountName, results.get(key)?.account]));
  return [
    ...sources.flatMap(({ key }) => results.get(key) ?? []),
    ...skipped.map((one) => skippedResult({ ...one, account: ids.get(one.accountName) ?? one.account })),
  ];
}

async function runOne(planned: PlannedSource, deps: RunDeps): Promise<SourceResult> {
  let off = false;
  const open = (account: AccountId) =>
    planned.open(account).catch((error: unknown) => {
      off = error instanceof LoggingOff || error instanceof ReadTwice;
      throw error;
    });
  const { source, outcome } = await runSource({ ...planned, open }, deps);
  const place = {
    name: source.collector,
    account: source.account ?? planned.account,
    region: source.region ?? planned.region,
  };
  const { failure, records } = outcome;
  if (failure === null) return { ...place, status: outcome.status === 'ok' ? 'ok' : 'skipped', records };
  return { ...place, status: off ? 'skipped' : 'failed', records, ...said(failure) };
}

const said = ({ message, hint }: Failure) => ({ error: message, ...(hint === undefined ? {} : { hint }) });

const skippedResult = ({ name, account, region, setting }: SkippedSource): SourceResult => ({
  ...{ name, account, region, status: 'skipped', records: 0 },
  error: 'switched off in the configuration',
  hint: `${setting} switches it on`,
});
