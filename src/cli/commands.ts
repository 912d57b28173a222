/**
 * Every command, in the order of `--help`.
 * @module
 */
import type { Command } from 'commander';
import { addAgents } from './agents.ts';
import { addAlarms } from './alarms.ts';
import { addAnomalies } from './anomalies.ts';
import { addBackfill } from './backfill.ts';
import { addBackup } from './backup.ts';
import { addCapacity } from './capacity.ts';
import { addCollect } from './collect.ts';
import { addConfig } from './config.ts';
import { addCoverage } from './coverage.ts';
import { addDoctor } from './doctor.ts';
import { addEstimate } from './estimate.ts';
import { addForecast } from './forecast.ts';
import { addIngest } from './ingest.ts';
import { addInit } from './init.ts';
import { addPrices } from './prices.ts';
import { addQuota } from './quota.ts';
import { addReport } from './report.ts';
import type { Action } from './run.ts';
import { addSavings } from './savings.ts';
import { addServe } from './serve.ts';
import { addSpend } from './spend.ts';
import { addWhatIf } from './whatif.ts';

/** Adds a command to the program and returns its runnable parts; `choose` takes the work to be done. */
export type AddCommand = (program: Command, choose: (action: Action) => void) => Command[];

export const COMMANDS: readonly AddCommand[] = [
  addIngest,
  addCollect,
  addBackfill,
  addBackup,
  addSpend,
  addAnomalies,
  addForecast,
  addAlarms,
  addWhatIf,
  addAgents,
  addSavings,
  addReport,
  addCoverage,
  addCapacity,
  addQuota,
  addEstimate,
  addPrices,
  addInit,
  addServe,
  addDoctor,
  addConfig,
];
