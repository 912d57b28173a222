/**
 * Every command, in the order of `--help`.
 * @module
 */
import type { Command } from 'commander';
import { addBackfill } from './backfill.ts';
import { addCollect } from './collect.ts';
import { addConfig } from './config.ts';
import { addDoctor } from './doctor.ts';
import { addEstimate } from './estimate.ts';
import { addIngest } from './ingest.ts';
import { addInit } from './init.ts';
import { addPrices } from './prices.ts';
import type { Action } from './run.ts';
import { addServe } from './serve.ts';
import { addSpend } from './spend.ts';
import { addWhatIf } from './whatif.ts';

/** Adds a command to the program and returns its runnable parts; `choose` takes the work to be done. */
export type AddCommand = (program: Command, choose: (action: Action) => void) => Command[];

export const COMMANDS: readonly AddCommand[] = [
  addIngest,
  addCollect,
  addBackfill,
  addSpend,
  addWhatIf,
  addEstimate,
  addPrices,
  addInit,
  addServe,
  addDoctor,
  addConfig,
];
