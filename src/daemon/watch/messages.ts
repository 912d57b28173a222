/**
 * What the watching thread is started with and what it tells.
 * @module
 */
import type { Config } from '../../config/schema.ts';
import type { EpochSeconds } from '../../domain/time.ts';

/** Fixed for the life of a thread. */
export interface WatchSetup {
  readonly database: string;
  readonly config: Config;
  /** Where people reach the dashboard, without a slash at the end. */
  readonly publicUrl: string;
  /** A fixed clock, for reproducible output; null: the machine's. */
  readonly now: EpochSeconds | null;
}

export type WatchEvent =
  /** Alarms that began, got worse or ended. */
  | { readonly kind: 'alarm'; readonly alarm: number; readonly what: string; readonly title: string }
  /** A rule that fails (its error), or is well again (null). */
  | { readonly kind: 'rule'; readonly rule: string; readonly error: string | null }
  /** A message that was handed to the outbox, with the reason why. */
  | { readonly kind: 'message'; readonly notifier: string; readonly reason: string; readonly alarms: number }
  /** A notifier that fails (what it answered), or took a message again (null). */
  | { readonly kind: 'notifier'; readonly notifier: string; readonly error: string | null }
  /** The report of a month that was written by schedule. */
  | { readonly kind: 'report'; readonly month: string; readonly paths: readonly string[] }
  /** The watching itself failed; it goes on. */
  | { readonly kind: 'fault'; readonly error: string };
