/**
 * `bedrock-meter init`: finds account, Regions and logs, and writes a commented configuration.
 * @module
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseConfig } from '../config/load.ts';
import { DEFAULT_CONFIG_FILE } from '../config/read.ts';
import { defaultConfig } from '../config/schema.ts';
import { type Account, openAccount } from '../daemon/collect/accounts.ts';
import { findActivity } from '../daemon/collect/activity.ts';
import { identityOf } from '../daemon/collect/identity.ts';
import { regionsToLookAt } from '../daemon/collect/known-regions.ts';
import { destinationOf, readLogging } from '../daemon/collect/logging.ts';
import { failureOf } from '../daemon/collect/run-collector.ts';
import { sleep } from '../daemon/collect/sleep.ts';
import { EXIT, type ExitCode, MeterError, messageOf, UsageError } from '../domain/errors.ts';
import { regionId } from '../domain/ids.ts';
import { say } from './collecting.ts';
import { type CommonOptions, nowOf, print } from './context.ts';
import { configText, type FoundRegion } from './init/config-text.ts';
import { type Ask, suggestions, withQuestions } from './init/questions.ts';
import type { Action } from './run.ts';

interface Options extends CommonOptions {
  readonly name?: string;
  readonly regions?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export function addInit(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('init')
    .description('find account, Regions and logs, and write a commented configuration')
    .option('--name <name>', 'what to call the account')
    .option(
      '--regions <list>',
      'Regions to read, with commas; default: those of all priced Regions with Bedrock activity',
    )
    .option('--role-arn <arn>', 'role to assume for reading')
    .option('--external-id <id>', 'its ExternalId')
    .option('--yes', 'ask nothing')
    .option('--force', 'replace an existing file')
    .action((options: Options) => choose(() => run(options)));
  return [command];
}

async function run(options: Options): Promise<ExitCode> {
  const file = options.config ?? DEFAULT_CONFIG_FILE;
  if (existsSync(file) && !options.force) {
    throw new UsageError(`${file} exists already, and stays as it is`, {
      hint: '--force replaces it; --config names another file',
    });
  }
  const talks = !options.yes && process.stdin.isTTY === true && process.stderr.isTTY === true;
  const found = talks ? await withQuestions((ask) => find(options, ask)) : await find(options, suggestions);
  const { failed } = found;
  const text = configText(found, options.db ?? defaultConfig().store.path);
  // What is written can be read: a strange name must not give a broken file.
  parseConfig({ file, text, env: process.env, readSecret: () => '' });
  write(file, text, options.force === true);
  print(
    options,
    () => ({ file, account: found.id ?? null, name: found.name, regions: found.regions, failed }),
    () => `wrote ${file}; next: bedrock-meter doctor --config ${file}`,
  );
  return failed.length > 0 ? EXIT.partial : EXIT.done;
}

/** What could not be looked at: the file then holds what was found without it. */
interface FailedLook {
  readonly region: string;
  readonly error: string;
}

async function find(options: Options, ask: Ask) {
  const role = await askRole(options, ask);
  const account = probe(options, role, options.regions?.split(',')[0]?.trim());
  const id = await identityOf(account)
    .id()
    .catch((error: unknown) => {
      const { message, hint } = failureOf(error);
      throw new MeterError(message, hint === undefined ? {} : { hint });
    });
  say(`account ${id}`);
  const name = options.name ?? (await ask('What to call this account', id));
  const failed: FailedLook[] = [];
  const regions = await chooseRegions(options, account, ask, failed);
  const named = await Promise.all(regions.map((region) => logsOf(account, region, failed)));
  return { name, id, role, regions: named, failed };
}

async function askRole(options: Options, ask: Ask) {
  const arn = options.roleArn ?? (await ask('Role to assume (empty: the credentials as they are)', ''));
  if (arn === '') return undefined;
  const externalId = options.externalId ?? (await ask('Its ExternalId (empty: none)', ''));
  return { arn, ...(externalId === '' ? {} : { externalId }) };
}

function probe(
  options: Options,
  role: { arn: string; externalId?: string } | undefined,
  first = 'us-east-1',
): Account {
  const name = options.name ?? 'this account';
  const regions = [process.env.AWS_REGION ?? first];
  const text = JSON.stringify({ accounts: [{ name, regions, ...(role ? { role } : {}) }] });
  const { accounts } = parseConfig({ file: 'init', text, env: {}, readSecret: () => '' });
  const [config] = accounts;
  if (config === undefined) throw new UsageError('init: no account');
  return openAccount(config, {
    now: () => nowOf(options),
    wall: { now: Date.now, wait: sleep },
    callsPerSecond: 10,
    env: process.env,
  });
}

async function chooseRegions(
  options: Options,
  account: Account,
  ask: Ask,
  failed: FailedLook[],
): Promise<string[]> {
  if (options.regions !== undefined) return listOf(options.regions);
  const all = regionsToLookAt(process.env.AWS_REGION ?? account.config.regions[0] ?? '');
  say(`looking for Bedrock activity in ${all.length} Regions`);
  const looked = await findActivity(account, all);
  const off = looked.filter((one) => one.off).map(({ region }) => region);
  if (off.length > 0) say(`not switched on for this account, as it seems: ${off.join(', ')}`);
  const blind = looked.filter(({ active }) => active === null);
  if (blind.length > 0) {
    say(`could not look in ${blind.map(({ region }) => region).join(', ')}: ${blind[0]?.failure?.message}`);
  }
  for (const { region, failure } of blind) failed.push({ region, error: failure?.message ?? 'no answer' });
  const active = looked.filter((one) => one.active).map(({ region }) => region);
  const suggested = active.length > 0 ? active : [process.env.AWS_REGION ?? 'us-east-1'];
  if (active.length === 0) say('found no activity of the last two weeks');
  return listOf(await ask('Regions to read', suggested.join(',')));
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

async function logsOf(account: Account, region: string, failed: FailedLook[]): Promise<FoundRegion> {
  try {
    const config = await readLogging(account.in(regionId(region)));
    const place = destinationOf(config, new Set(['cloudwatch', 's3']));
    if (place === null) return { region, logs: null };
    return {
      region,
      logs: place.kind === 'cloudwatch' ? `log group ${place.logGroup}` : `bucket ${place.bucket}`,
    };
  } catch (error) {
    say(`${region}: ${messageOf(error)}`);
    failed.push({ region, error: messageOf(error) });
    return { region, logs: undefined };
  }
}

function write(file: string, text: string, force: boolean): void {
  try {
    // `wx` keeps a file that appeared meanwhile.
    writeFileSync(file, text, { flag: force ? 'w' : 'wx', mode: 0o600 });
  } catch (cause) {
    throw new MeterError(`cannot write ${file}: ${messageOf(cause)}`, {
      hint: 'name another file with --config',
      cause,
    });
  }
}
