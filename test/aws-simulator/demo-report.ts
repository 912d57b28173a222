/**
 * The report of the last month, written by the product's own command once the demo's history is complete: the schedule
 * of a fresh daemon leaves months before its time to people.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HistoryReport } from '../../src/daemon/collect/history.ts';
import { dayOf, type EpochSeconds, epochSeconds, isoMonth, monthOf } from '../../src/domain/time.ts';

/** The built command: beside this file where it is built as well. */
const BUILT = import.meta.url.endsWith('.ts') ? '../../dist/src/main.js' : '../../src/main.js';
const MAIN = fileURLToPath(new URL(BUILT, import.meta.url));

export interface ReportWriter {
  /** Writes once, as soon as everything has been read. */
  readonly onHistory: (history: HistoryReport) => void;
  readonly stop: () => void;
}

export function reportWriter(folder: string, configFile: string, now: () => EpochSeconds): ReportWriter {
  let child: ChildProcess | undefined;
  return {
    onHistory: ({ sources }) => {
      if (child !== undefined || sources.length === 0 || sources.some(({ status }) => status !== 'done'))
        return;
      const month = isoMonth(dayOf(epochSeconds(monthOf(now()).from - 1)));
      const args = [MAIN, 'report', month, '--config', configFile, '--out', join(folder, 'reports')];
      child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    },
    stop: () => {
      child?.kill();
    },
  };
}
