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
  /** By name. */
  ruleHealth(): Promise<RuleHealth[]>;
}
