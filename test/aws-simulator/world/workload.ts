/**
 * What describes an application, a team or an agent that calls models.
 * @module
 */
import type { SourceName } from './accounts.ts';
import type { Operation } from './call.ts';
import type { Callers } from './callers.ts';
import type { Form, ModelName } from './models.ts';
import type { Rhythm } from './rhythm.ts';

/** Calls per hour on average over the week around the end of the history. */
export const DEFAULT_RATE = 125;

/** Lognormal size. */
export interface Size {
  readonly median: number;
  readonly sigma: number;
}

export interface Workload {
  readonly name: string;
  readonly source: SourceName;
  /** Share of all calls, in a world where they add up to about one. */
  readonly share: number;
  readonly rhythm: Rhythm;
  readonly operation: Operation;
  readonly model: ModelName;
  /** Forms in which the model is named, with their weights. */
  readonly forms: Readonly<Partial<Record<Form, number>>>;
  readonly callers: Callers;
  /** Tokens of the first message. */
  readonly prompt: Size;
  readonly answer: Size;
  /** Tokens of the system prompt, part of every request. */
  readonly system: number;
  readonly maxTokens: number | null;
  readonly tags?: Readonly<Record<string, string>>;
  /** Calls carry the tag `tenant` with one of that many values. */
  readonly tenants?: number;
  /** Prompt caching: chance that what was sent before is still cached, and the time-to-live written. */
  readonly cache?: { readonly hit: number; readonly ttl: '5m' | '1h' };
  /** Calls come in sessions: steps on average, tokens that each adds, seconds between them. */
  readonly session?: { readonly steps: number; readonly growth: Size; readonly gap: number };
  readonly guardrail?: { readonly id: string; readonly blocksInput: number; readonly blocksOutput: number };
  readonly tier?: 'flex' | 'priority';
  /** Share of prompts taken from a few that never change. */
  readonly repeats?: number;
  readonly failures?: number;
  /** Every call is refused for want of a permission, and tried again at once. */
  readonly denied?: boolean;
  /** One call in every so many seconds at the default rate, by the clock, instead of calls by chance. */
  readonly everySeconds?: number;
  /** Growth in a week; 1.03 by default. */
  readonly weeklyGrowth?: number;
}
