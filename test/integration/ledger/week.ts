/**
 * A week with everything going wrong at once, through the daemon's own scheduler and the SDK's own clients; the
 * machine is off for five hours of it. Then the weather clears, and what is stored lies beside what is true.
 * @module
 */
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { manualClock, type RunningSimulator, startSimulator } from '../../aws-simulator/server/index.ts';
import { ACCOUNTS, SOURCES } from '../../aws-simulator/world/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { VirtualDaemon } from './daemon.ts';
import {
  storedBill,
  storedCalls,
  storedInventory,
  storedMinutes,
  storedQuotas,
  storedUsage,
} from './stored.ts';
import { type Book, billIn, callsIn, inventoryIn, minutesIn, quotasIn, usageIn } from './truth.ts';
import { badWeather } from './weather.ts';

const HOUR = 3600;
const END = Date.parse('2026-11-20T16:00:00Z') / 1000;
const START = END - 7 * 24 * HOUR;
const WEEK = { from: START, to: END };
/** Everything late has arrived, and has been read. */
const SETTLED = END + 4 * HOUR;

const PLACES = [SOURCES.shopEast, SOURCES.shopWest, SOURCES.engineeringWest, SOURCES.engineeringEast];
const role = { arn: `arn:aws:iam::${ACCOUNTS.engineering}:role/bedrock-meter`, externalId: 'bedrock-meter' };
const CONFIG = {
  accounts: [
    { name: 'shop', regions: ['us-east-1', 'us-west-2'], sources: { bill: true } },
    { name: 'engineering', regions: ['us-west-2', 'us-east-1'], role, sources: { bill: true } },
  ],
  // A week is long: what is cheap for AWS is still a call here.
  collect: {
    awsCallsPerSecond: 1000,
    everySeconds: {
      ...{ cloudwatchLogs: 3600, s3: 3600, metrics: 7200 },
      ...{ quotas: 43_200, inventory: 43_200, bill: 86_400 },
    },
  },
};

export interface Difference {
  readonly what: string;
  /** Things that are true. */
  readonly size: number;
  readonly count: number;
  /** The first of them, in words. */
  readonly first: readonly string[];
}

export interface WeekReport {
  readonly differences: readonly Difference[];
  /** What did not end well in the last round. */
  readonly unwell: readonly object[];
  /** How often each kind of request fault has struck. */
  readonly struck: Readonly<Record<string, number>>;
  /** Ways in which runs failed: collector and kind of fault. */
  readonly failures: ReadonlyMap<string, number>;
  /** What was odd and needed no person. */
  readonly odd: readonly string[];
  readonly requests: number;
}

/** @param seed of the world, its faults and the scheduler's chance */
export async function stormyWeek(seed: string): Promise<WeekReport> {
  const clock = manualClock(START * 1000);
  const aws = await startSimulator({ seed, now: END, days: 7, rate: 5, clock, rateLimits: 'off' });
  const restore = setEnvironment(aws.env);
  const store = openSqliteStore(':memory:');
  const weather = badWeather(aws, START);
  const random = new Random(`ledger/${seed}`);
  const failures = new Map<string, number>();
  const odd: string[] = [];
  const daemon = new VirtualDaemon({
    ...{ aws, store, config: CONFIG, random: () => random.unit(), onTime: weather.at },
    http: { answerMilliseconds: 1000 },
    onTell: (what) => odd.push(what),
    onReport: ({ kind, collector }) => {
      if (kind !== null)
        failures.set(`${collector} ${kind}`, (failures.get(`${collector} ${kind}`) ?? 0) + 1);
    },
  });
  try {
    await daemon.run(START + 72 * HOUR);
    clock.advance(5 * HOUR * 1000);
    await daemon.run(START + 130 * HOUR);
    await daemon.run(END);
    weather.clears();
    await daemon.run(SETTLED);
    const last = await daemon.once();
    const inventory = await inventoryIn(aws, PLACES);
    const kinds = new Set([...inventory.keys()].map((key) => key.split(' ')[2] ?? ''));
    const now = epochSeconds(Math.floor(clock.now() / 1000));
    const bill = billIn(aws, [ACCOUNTS.shop, ACCOUNTS.engineering], WEEK);
    return {
      differences: [
        differenceOf('calls', await storedCalls(store, WEEK), callsIn(aws, PLACES, WEEK)),
        differenceOf('usage', await storedUsage(store, WEEK), usageIn(aws, PLACES, WEEK)),
        differenceOf('minutes', await storedMinutes(store, WEEK), minutesIn(aws, PLACES, WEEK)),
        differenceOf('quotas', await storedQuotas(store), quotasIn(PLACES)),
        differenceOf('inventory', await storedInventory(store, [...kinds]), inventory),
        differenceOf('bill', await storedBill(store, WEEK, now), bill),
      ],
      unwell: last.filter(({ status }) => status !== 'ok'),
      struck: weather.struck(),
      ...{ failures, odd, requests: requestsTo(aws) },
    };
  } finally {
    await aws.close();
    await store.close();
    restore();
  }
}

const requestsTo = ({ calls }: RunningSimulator): number =>
  calls.list().reduce((sum, { requests }) => sum + requests, 0);

/** Compares two books, both ways round. */
export function differenceOf(what: string, found: Book, wanted: Book): Difference {
  const different = [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (key) => found.get(key) !== wanted.get(key),
  );
  const first = different
    .slice(0, 10)
    .map((key) => `${key}: stored ${found.get(key)}, true ${wanted.get(key)}`);
  return { what, size: wanted.size, count: different.length, first };
}

/** The SDK reads the environment when a client is made. @returns what puts it back */
export function setEnvironment(env: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
