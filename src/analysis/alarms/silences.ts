/**
 * Which alarms a silence keeps quiet.
 * @module
 */
import type { Alarm, Labels, Silence } from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';

/** The silence that keeps the alarm quiet at an instant; the one that lasts longest. */
export function silenceOf(
  alarm: Pick<Alarm, 'rule' | 'labels'>,
  silences: readonly Silence[],
  at: EpochSeconds,
): Silence | undefined {
  let found: Silence | undefined;
  for (const silence of silences) {
    if (at < silence.from || at >= silence.to || !matches(silence, alarm)) continue;
    if (found === undefined || silence.to > found.to) found = silence;
  }
  return found;
}

/** Whether everything that the silence names is so; its times are not looked at. */
export function matches(
  silence: Pick<Silence, 'rule' | 'labels'>,
  alarm: Pick<Alarm, 'rule' | 'labels'>,
): boolean {
  return (silence.rule === null || silence.rule === alarm.rule) && covers(silence.labels, alarm.labels);
}

/** Whether every label given is there with that value; a value ending in `*` stands for what begins so. */
export function covers(given: Labels, labels: Labels): boolean {
  return Object.entries(given).every(([name, wanted]) => {
    const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (value === undefined) return false;
    return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
  });
}
