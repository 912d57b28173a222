/**
 * Every command, in the order of `--help`. Each is loaded when it is called: most need neither the AWS SDK nor charts.
 * @module
 */
import type { Command } from 'commander';
import type { Action } from './run.ts';

/** Adds a command to the program and returns its runnable parts; `choose` takes the work to be done. */
export type AddCommand = (program: Command, choose: (action: Action) => void) => Command[];

const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  ingest: async () => (await import('./ingest.ts')).addIngest,
  collect: async () => (await import('./collect.ts')).addCollect,
  backfill: async () => (await import('./backfill.ts')).addBackfill,
  backup: async () => (await import('./backup.ts')).addBackup,
  spend: async () => (await import('./spend.ts')).addSpend,
  anomalies: async () => (await import('./anomalies.ts')).addAnomalies,
  forecast: async () => (await import('./forecast.ts')).addForecast,
  alarms: async () => (await import('./alarms.ts')).addAlarms,
  whatif: async () => (await import('./whatif.ts')).addWhatIf,
  agents: async () => (await import('./agents.ts')).addAgents,
  savings: async () => (await import('./savings.ts')).addSavings,
  report: async () => (await import('./report.ts')).addReport,
  export: async () => (await import('./export.ts')).addExport,
  coverage: async () => (await import('./coverage.ts')).addCoverage,
  capacity: async () => (await import('./capacity.ts')).addCapacity,
  quota: async () => (await import('./quota.ts')).addQuota,
  estimate: async () => (await import('./estimate.ts')).addEstimate,
  prices: async () => (await import('./prices.ts')).addPrices,
  init: async () => (await import('./init.ts')).addInit,
  serve: async () => (await import('./serve.ts')).addServe,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  config: async () => (await import('./config.ts')).addConfig,
};

/** The command that is called; all of them where none is, or an unknown one, so that help and complaints are whole. */
export async function commandsFor(args: readonly string[]): Promise<AddCommand[]> {
  const [name = ''] = args;
  const called = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (called !== undefined) return [await called()];
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}
