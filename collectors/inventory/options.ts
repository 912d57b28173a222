/**
 * How the inventory is read.
 * @module
 */
import type { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { AccountId, RegionId } from '../../src/domain/ids.ts';

export interface InventoryOptions {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly bedrock: BedrockClient;
  readonly runtime: BedrockRuntimeClient;
  readonly agent: BedrockAgentClient;
  /** Seconds between runs; default 3,600. */
  readonly every?: number;
}
