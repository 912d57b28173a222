/**
 * The part of the store port that keeps alarms.
 * @module
 */
import type {
  Alarm,
  AlarmChange,
  AlarmEvent,
  AlarmState,
  Message,
  RuleHealth,
  Silence,
} from '../domain/alarm.ts';
import type { EpochSeconds } from '../domain/time.ts';

/** Absent filters match everything. */
export interface AlarmQuery {
  readonly ids?: readonly number[];
  /** `true`: those that have not ended. */
  readonly open?: boolean;
  readonly rule?: string;
  readonly limit: number;
}

/** Absent filters match everything. */
export interface MessageQuery {
  readonly state?: Message['state'];
  readonly notifier?: string;
  readonly limit: number;
}

/** What one step of letting go of old alarms took away. */
export interface AlarmPruneOutcome {
  /** Ended ones, with their history. */
  readonly alarms: number;
  readonly messages: number;
  /** There is more to take away. */
  readonly more: boolean;
}

export interface AlarmStore {
  /**
   * Reads the state, has `change` decide, and writes what it says, all in one transaction: nobody else changes alarms in
   * between. `change` is pure; it may be called again. What it throws passes through, and nothing is written.
   * @param endedSince alarms and silences that ended before are not part of the state
   */
  changeAlarms(change: (state: AlarmState) => AlarmChange, endedSince: EpochSeconds): Promise<AlarmChange>;
  /** The state that {@link changeAlarms} would hand on. */
  alarmState(endedSince: EpochSeconds): Promise<AlarmState>;
  /** Newest first. */
  alarms(query: AlarmQuery): Promise<Alarm[]>;
  /** Oldest first. */
  alarmEvents(alarm: number): Promise<AlarmEvent[]>;
  /** Those that end after the instant, longest first. */
  silences(endingAfter: EpochSeconds): Promise<Silence[]>;
  /** Newest first. */
  messages(query: MessageQuery): Promise<Message[]>;
  /** Newest first: those that tell of the alarm. */
  messagesOf(alarm: number, limit: number): Promise<Message[]>;
  /**
   * One short transaction of letting go: alarms and silences that ended, and messages that were given up, thirteen months
   * ago; messages that were taken, ninety days ago. What is open, waits or holds stays, however old.
   */
  pruneAlarms(now: EpochSeconds): Promise<AlarmPruneOutcome>;
  /** By name. */
  ruleHealth(): Promise<RuleHealth[]>;
}
