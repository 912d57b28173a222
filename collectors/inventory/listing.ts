/**
 * What every listing of the inventory is given.
 * @module
 */
import type { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockAgentClient } from '@aws-sdk/client-bedrock-agent';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { Faults } from '../aws/index.ts';

export interface Asking {
  readonly bedrock: BedrockClient;
  readonly runtime: BedrockRuntimeClient;
  readonly agent: BedrockAgentClient;
  readonly now: EpochSeconds;
  readonly abort: { readonly abortSignal: AbortSignal };
  /** For parts of a listing that fail alone. */
  readonly faults: Faults;
}

/** The parameters of a page; only a token that there is. */
export const next = (token: string | undefined): { nextToken?: string } =>
  token === undefined ? {} : { nextToken: token };

/** An instant some days before now, for listings that would otherwise grow for ever. */
export const daysAgo = (now: EpochSeconds, days: number): Date => new Date((now - days * 86_400) * 1000);
