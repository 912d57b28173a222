/**
 * The clock may be set back: no stored time may then lie in the future, or what waits for it would wait for ever.
 * @module
 */
import type { Alarm, AlarmState, Silence, Told } from '../../domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';

/** The state with every time that cannot be brought down to `now`. What is in order stays the same object. */
export function heldToClock(state: AlarmState, now: EpochSeconds): AlarmState {
  const past = (at: EpochSeconds): EpochSeconds => epochSeconds(Math.min(at, now));
  const orNull = (at: EpochSeconds | null) => (at === null ? null : past(at));

  const told = (one: Told): Told => ({ ...one, at: past(one.at) });
  const alarm = (one: Alarm): Alarm => {
    const times = [one.seenAt, one.lastSeenAt, one.firedAt, one.clearSince, one.resolvedAt];
    const late = [...times, ...Object.values(one.told).map(({ at }) => at)].some((at) => (at ?? 0) > now);
    if (!late) return one;
    return {
      ...one,
      seenAt: past(one.seenAt),
      lastSeenAt: past(one.lastSeenAt),
      firedAt: orNull(one.firedAt),
      clearSince: orNull(one.clearSince),
      resolvedAt: orNull(one.resolvedAt),
      told: Object.fromEntries(Object.entries(one.told).map(([name, what]) => [name, told(what)])),
    };
  };
  const silence = (one: Silence): Silence =>
    one.from <= now ? one : { ...one, from: now, to: epochSeconds(now + one.to - one.from) };
  return {
    ...state,
    alarms: state.alarms.map(alarm),
    silences: state.silences.map(silence),
    // One from the future says nothing of how long ago it was.
    lastMessageAt: Object.fromEntries(Object.entries(state.lastMessageAt).filter(([, at]) => at <= now)),
  };
}
