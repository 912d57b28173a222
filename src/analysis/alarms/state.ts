/**
 * The state of an alarm as people see it: its phase, with what people did about it.
 * @module
 */
import type { Alarm, Silence } from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { silenceOf } from './silences.ts';

export const ALARM_STATES = ['firing', 'acknowledged', 'silenced', 'pending', 'resolved'] as const;
export type AlarmStateName = (typeof ALARM_STATES)[number];

/** Silenced hides acknowledged, because it is what keeps the alarm quiet for certain. */
export function stateOf(alarm: Alarm, silences: readonly Silence[], now: EpochSeconds): AlarmStateName {
  if (alarm.phase === 'resolved') return 'resolved';
  if (silenceOf(alarm, silences, now)) return 'silenced';
  if (alarm.phase === 'pending') return 'pending';
  return alarm.acknowledged === null ? 'firing' : 'acknowledged';
}
