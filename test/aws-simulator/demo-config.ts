/**
 * The demo's configuration, as a person would write it: three accounts by their roles, every source on.
 * @module
 */
import { stringify } from 'yaml';
import { parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { DEFAULT_EXTERNAL_ID } from './server/simulator.ts';
import { ACCOUNTS } from './world/accounts.ts';
import { iso } from './world/clock.ts';
import { PRIVATE_RATE } from './world/stories.ts';

export interface DemoConfig {
  /** As it would stand in `config.yaml`. */
  readonly text: string;
  readonly config: Config;
}

const role = (account: keyof typeof ACCOUNTS) => ({
  arn: `arn:aws:iam::${ACCOUNTS[account]}:role/bedrock-meter`,
  externalId: DEFAULT_EXTERNAL_ID,
});

/** @param end where the history ends, in seconds since the epoch */
export function demoConfig(days: number, end: number, database: string): DemoConfig {
  const sources = { bill: true };
  const text = stringify({
    accounts: [
      { name: 'prod', regions: ['us-east-1', 'us-west-2'], role: role('shop'), sources },
      { name: 'research', regions: ['us-west-2', 'us-east-1'], role: role('engineering'), sources },
      { name: 'europe', regions: ['eu-west-1'], role: role('europe'), sources },
    ],
    collect: {
      // The simulator is near and free: it is asked as often and as fast as can be.
      everySeconds: { cloudwatchLogs: 5, s3: 10, metrics: 60 },
      awsCallsPerSecond: 1000,
      backfill: `${days}d`,
    },
    store: { path: database },
    pricing: {
      overrides: [{ ...PRIVATE_RATE.override, from: iso(PRIVATE_RATE.from(end)).slice(0, 10) }],
    },
    capacity: {
      // What an account team says; the simulator bills the same.
      units: [
        {
          ...{ model: 'amazon.nova-pro-v1:0', inputTpm: 60_000, outputTpm: 12_000 },
          usdPerHour: { none: '19.60', '1-month': '17.50' },
        },
      ],
    },
    budgets: [{ name: 'everything', usd: 1500, period: 'month' }],
  });
  const readSecret = (path: string): never => {
    throw new Error(`the demo has no secret in ${path}`);
  };
  return { text, config: parseConfig({ file: 'config.yaml', text, env: {}, readSecret }) };
}
