/**
 * `bedrock-meter doctor`: what is missing, what that hides, and what mends it.
 * @module
 */
import type { Command } from 'commander';
import { sleep } from '../daemon/collect/sleep.ts';
import type { CheckResult, CheckStatus } from '../daemon/doctor/check.ts';
import { examine } from '../daemon/doctor/examine.ts';
import { EXIT, type ExitCode } from '../domain/errors.ts';
import { noAccounts, say } from './collecting.ts';
import { type CommonOptions, configOf, nowOf, print } from './context.ts';
import type { Action } from './run.ts';

export function addDoctor(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('doctor')
    .description('check credentials, permissions and logging one by one, and say what mends them')
    .action((options: CommonOptions) => choose(() => run(options)));
  return [command];
}

async function run(options: CommonOptions): Promise<ExitCode> {
  const config = configOf(options);
  if (config.accounts.length === 0) throw noAccounts();
  const now = nowOf(options);
  const deps = { now: () => now, wall: { now: Date.now, wait: sleep }, env: process.env };
  const checks = await examine(config, deps, (result) => {
    if (options.json && result.status !== 'ok') say(headOf(result));
  });
  print(
    options,
    () => ({ checks, summary: summaryOf(checks) }),
    () => textOf(checks),
  );
  return exitCodeOf(checks);
}

/** Failed credentials everywhere leave nothing to check; anything else that fails is a part. */
function exitCodeOf(checks: readonly CheckResult[]): ExitCode {
  if (checks.every(({ status }) => status !== 'fail')) return EXIT.done;
  const known = checks.some(({ check, status }) => check === 'credentials' && status === 'ok');
  return known ? EXIT.partial : EXIT.failed;
}

function summaryOf(checks: readonly CheckResult[]): Record<CheckStatus, number> {
  const summary = { ok: 0, warn: 0, fail: 0, unknown: 0 };
  for (const { status } of checks) summary[status] += 1;
  return summary;
}

const headOf = ({ check, account, region, status, message }: CheckResult): string =>
  `${status.padEnd(7)} ${account} ${region ?? '-'} ${check}: ${message}`;

function textOf(checks: readonly CheckResult[]): string {
  const lines = checks.flatMap((result) => [
    headOf(result),
    ...(result.degrades === undefined ? [] : [`        without it: ${result.degrades}`]),
    ...(result.mend === undefined ? [] : [`        Try: ${result.mend}`]),
  ]);
  const { ok, warn, fail, unknown } = summaryOf(checks);
  return [...lines, '', `${ok} ok, ${warn} warnings, ${fail} failures, ${unknown} unknown`].join('\n');
}
