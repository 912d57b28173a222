/**
 * The log groups of an account in a Region: Bedrock's, and others that a collector must leave alone.
 * @module
 */
import type { Source } from '../../world/accounts.ts';
import { DAY } from '../../world/clock.ts';
import type { Simulator } from '../simulator.ts';
import { sourceOf } from '../truth/sources.ts';

export const BEDROCK_STREAM = 'aws/bedrock/modelinvocations';

export interface LogGroup {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Null: kept for ever. */
  readonly retentionDays: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Where Bedrock delivers to it. */
  readonly source: Source | undefined;
}

/** Days kept by Region: the US East group never had a retention set. */
const RETENTION: Readonly<Record<string, number>> = { 'us-west-2': 30, 'eu-west-1': 90 };

/** All groups of an account in a Region, by name. */
export function groupsOf(simulator: Simulator, account: string, region: string): LogGroup[] {
  const source = sourceOf(account, region);
  if (!source) return [];
  const createdAt = (simulator.world.history.from - 100 * DAY) * 1000;
  const bedrock = simulator.logging
    .history(source)
    .flatMap(({ config }) => (config?.cloudWatchConfig ? [config.cloudWatchConfig.logGroupName] : []));
  const others = ['/aws/lambda/public-chat', '/aws/lambda/translation', '/ecs/support-assistant'];
  return [...new Set([...bedrock, ...others])].sort().map((name) => ({
    name,
    account,
    region,
    retentionDays: bedrock.includes(name) ? (simulator.logRetentionDays ?? RETENTION[region] ?? null) : 14,
    createdAt,
    source: bedrock.includes(name) ? source : undefined,
  }));
}

export const groupArn = (group: LogGroup): string =>
  `arn:aws:logs:${group.region}:${group.account}:log-group:${group.name}`;
