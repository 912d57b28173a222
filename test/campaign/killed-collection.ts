/**
 * Collection killed by SIGKILL at any moment, again and again, against a simulated AWS whose clock jumps ahead between
 * two lives and at which everything goes wrong. At the end it is left alone for once, and what is stored is laid
 * beside the simulator's ledger.
 * @module
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { manualClock, type RunningSimulator, startSimulator } from '../aws-simulator/server/index.ts';
import { ACCOUNTS, SOURCES } from '../aws-simulator/world/index.ts';
import { Random } from '../aws-simulator/world/random.ts';
import { cli, start } from '../integration/cli.ts';
import { storedCalls, storedMinutes, storedUsage } from '../integration/ledger/stored.ts';
import { callsIn, minutesIn, usageIn } from '../integration/ledger/truth.ts';
import { DELIVERIES, REQUESTS } from '../integration/ledger/weather.ts';
import { type Difference, differenceOf } from '../integration/ledger/week.ts';

const HOUR = 3600;
/** A Thursday morning in America: every source is busy. */
const FIRST_LIFE = Date.parse('2026-11-19T14:00:00Z') / 1000;
/** The history before it, and what the first run of each source reads. */
const HISTORY_HOURS = 6;
/** Between two lives, in seconds. */
const JUMP = { least: 300, most: 2400 };
/** After this everything late has arrived. */
const SETTLES = 4 * HOUR;
/** A life that is not killed by requests is killed after a random time, from before its first line to its end. */
const LONGEST_LIFE_MILLISECONDS = 6000;

/** Exit code of a command that was not understood. */
const WRONG_USAGE = 2;

const PLACES = [SOURCES.shopEast, SOURCES.shopWest, SOURCES.engineeringWest];

export interface KillReport {
  readonly kills: number;
  /** Lives by command, killed or not. */
  readonly lives: Readonly<Record<string, number>>;
  /** Those that were killed before their first request to AWS. */
  readonly killedEarly: number;
  /** Those that ended by themselves before it was their turn. */
  readonly ended: number;
  readonly requests: number;
  readonly faults: number;
  /** Of simulated time, without the time at the end. */
  readonly hours: number;
  /** SQLite's own check of the file. */
  readonly integrity: string;
  /** Commands of the last round, and daemons that were asked to end, that did not end with 0. */
  readonly unwell: readonly string[];
  readonly differences: readonly Difference[];
}

export interface KillOptions {
  readonly kills: number;
  readonly seed: string;
  /** Of the world, in calls an hour. */
  readonly rate?: number;
  /** A life that is not ended by its requests is ended within this. */
  readonly longestLifeMilliseconds?: number;
  /** `SIGTERM`: only daemons, asked to end in the middle of their work; each has to end with 0. */
  readonly signal?: 'SIGKILL' | 'SIGTERM';
}

export async function killCollection(options: KillOptions): Promise<KillReport> {
  const { kills: wanted, seed, rate = 20, longestLifeMilliseconds = LONGEST_LIFE_MILLISECONDS } = options;
  const { signal = 'SIGKILL' } = options;
  const clock = manualClock(FIRST_LIFE * 1000);
  const aws = await startSimulator({
    ...{ seed, now: FIRST_LIFE, days: HISTORY_HOURS / 24, rate, clock, rateLimits: 'off' },
  });
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-kill-'));
  const random = new Random(`kill/${seed}`);
  try {
    for (const fault of DELIVERIES) aws.faults.add(fault);
    const requestFaults = REQUESTS.map((fault) => aws.faults.add(fault));
    const file = configure(folder);
    const lives: Record<string, number> = {};
    let [kills, killedEarly, ended] = [0, 0, 0];
    const unwell: string[] = [];
    while (kills < wanted) {
      const command = signal === 'SIGTERM' ? 'serve' : random.pick(COMMANDS);
      lives[command] = (lives[command] ?? 0) + 1;
      const args = argumentsOf(command, file, aws);
      const life = await live(args, { folder, aws, random, longest: longestLifeMilliseconds, signal });
      if (life.killed) kills += 1;
      else ended += 1;
      if (signal === 'SIGTERM' && life.code !== 0) unwell.push(`${command} ended with ${life.code}`);
      if (life.killed && life.requests === 0) killedEarly += 1;
      clock.advance((JUMP.least + random.int(JUMP.most - JUMP.least)) * 1000);
    }
    const hours = (clock.now() / 1000 - FIRST_LIFE) / HOUR;
    const faults = aws.faults.list().reduce((sum, { struck }) => sum + struck, 0);
    const end = Math.floor(clock.now() / 1000 / HOUR) * HOUR;
    for (const id of requestFaults) aws.faults.remove(id);
    clock.advance(SETTLES * 1000);
    return {
      ...{
        kills,
        lives,
        killedEarly,
        ended,
        hours: Math.round(hours * 10) / 10,
        requests: requestsTo(aws),
        faults,
      },
      unwell: [...unwell, ...(await lastRound(file, folder, aws))],
      integrity: integrityOf(join(folder, 'meter.db')),
      differences: await compare(join(folder, 'meter.db'), aws, end),
    };
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const COMMANDS = ['serve', 'serve', 'collect', 'collect', 'backfill'] as const;

function configure(folder: string): string {
  const role = {
    arn: `arn:aws:iam::${ACCOUNTS.engineering}:role/bedrock-meter`,
    externalId: 'bedrock-meter',
  };
  const everySeconds = { cloudwatchLogs: 5, s3: 5, metrics: 5, quotas: 5, inventory: 5 };
  const file = join(folder, 'config.yaml');
  writeFileSync(
    file,
    stringify({
      accounts: [
        { name: 'shop', regions: ['us-east-1', 'us-west-2'] },
        { name: 'engineering', regions: ['us-west-2'], role },
      ],
      collect: { awsCallsPerSecond: 1000, firstLookback: `${HISTORY_HOURS}h`, everySeconds },
      store: { path: join(folder, 'meter.db') },
    }),
  );
  return file;
}

const nowOf = ({ clock }: RunningSimulator): string =>
  `${new Date(Math.floor(clock.now() / 1000) * 1000).toISOString().slice(0, 19)}Z`;

function argumentsOf(command: string, file: string, aws: RunningSimulator): string[] {
  const common = ['--config', file, '--now', nowOf(aws)];
  if (command === 'serve') return ['serve', '--port', '0', ...common];
  if (command === 'collect') return ['collect', '--once', ...common];
  return ['backfill', '--since', '2d', ...common];
}

interface Life {
  readonly folder: string;
  readonly aws: RunningSimulator;
  readonly random: Random;
  /** Milliseconds. */
  readonly longest: number;
  readonly signal: 'SIGKILL' | 'SIGTERM';
}

/** Starts a process and kills it: after so many requests to AWS, or after so long, whatever the throw says. */
async function live(
  args: readonly string[],
  { folder, aws, random, longest, signal }: Life,
): Promise<{ killed: boolean; code: number | null; requests: number }> {
  const before = requestsTo(aws);
  // Who asks waits until the daemon is at work: before that a signal ends it as any program.
  const byRequests = signal === 'SIGTERM' || random.chance(0.6);
  const after = byRequests ? 1 + random.int(90) : random.int(longest);
  const child = start(args, folder, { ...aws.env });
  const exit = once(child, 'exit');
  const said: Buffer[] = [];
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const began = performance.now();
  const isOver = () =>
    child.exitCode !== null ||
    performance.now() - began > 3 * longest ||
    (byRequests ? requestsTo(aws) - before >= after : performance.now() - began >= after);
  while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 2));
  const killed = child.kill(signal);
  const [code] = await exit;
  // A program that does not start would end every life at once, and prove nothing.
  if (code === WRONG_USAGE || (code !== null && requestsTo(aws) === 0))
    throw new Error(`${args.join(' ')}: ${Buffer.concat(said)}`);
  return {
    ...{ killed: signal === 'SIGTERM' ? killed : code === null, code },
    requests: requestsTo(aws) - before,
  };
}

/** Left alone, with AWS in order. @returns what did not end with 0 */
async function lastRound(file: string, folder: string, aws: RunningSimulator): Promise<string[]> {
  const unwell: string[] = [];
  for (const command of ['collect', 'backfill', 'collect']) {
    const { code, stdout, stderr } = await cli(argumentsOf(command, file, aws), {
      ...{ cwd: folder, env: { ...aws.env } },
    });
    if (code !== 0) unwell.push(`${command} ended with ${code}: ${stdout}${stderr}`);
  }
  return unwell;
}

function integrityOf(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    return String(database.pragma('integrity_check', { simple: true }));
  } finally {
    database.close();
  }
}

/** Everything from the first hour of the history to the last whole hour before the end. */
async function compare(file: string, aws: RunningSimulator, end: number): Promise<Difference[]> {
  const span = { from: aws.world.history.from, to: end };
  const store = openSqliteStore(file, { readonly: true });
  try {
    return [
      differenceOf('calls', await storedCalls(store, span), callsIn(aws, PLACES, span)),
      differenceOf('usage', await storedUsage(store, span), usageIn(aws, PLACES, span)),
      differenceOf('minutes', await storedMinutes(store, span), minutesIn(aws, PLACES, span)),
    ];
  } finally {
    await store.close();
  }
}

const requestsTo = ({ calls }: RunningSimulator): number =>
  calls.list().reduce((sum, { requests }) => sum + requests, 0);
