/**
 * Makers of observations, evaluations and settings for the tests of alarms.
 * @module
 */
import { type LifecycleSettings, lifecycleSettings } from '../../../src/alarms/lifecycle/settings.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { AlarmChange, AlarmState, Evaluation, Observation } from '../../../src/domain/alarm.ts';
import type { EpochSeconds } from '../../../src/domain/time.ts';

export const EMPTY_STATE: AlarmState = {
  alarms: [],
  silences: [],
  queue: [],
  notices: [],
  lastMessageAt: {},
  nextAlarm: 1,
  nextSilence: 1,
  nextMessage: 1,
};

/** An observation with plain words; `now` is where its data end. */
export function observation(now: EpochSeconds, part: Partial<Observation> = {}): Observation {
  return {
    rule: 'throttleShare',
    labels: { account: '111122223333', region: 'us-east-1', modelId: 'us.test-model-v1:0' },
    verdict: 'firing',
    severity: 'warning',
    since: (now - 300) as EpochSeconds,
    until: now,
    title: 'Throttling of us.test-model-v1:0 in us-east-1',
    summary: 'AWS refused 12 of 100 calls within five minutes.',
    observed: '12.0 % of calls throttled in 5 min',
    expected: 'below 5 %',
    atRisk: null,
    causes: [],
    fix: 'Lower max_tokens.',
    link: '/quota',
    ...part,
  };
}

export const evaluation = (
  observations: readonly Observation[],
  part: Partial<Evaluation> = {},
): Evaluation => ({
  rule: observations[0]?.rule ?? 'throttleShare',
  observations,
  blind: [],
  error: null,
  ...part,
});

/** Settings as a configuration makes them. */
export const settingsOf = (config: Parameters<typeof configSchema.parse>[0]): LifecycleSettings =>
  lifecycleSettings(configSchema.parse(config));

/** What the store does with a change. */
export function applied(state: AlarmState, change: AlarmChange): AlarmState {
  const alarms = new Map(state.alarms.map((alarm) => [alarm.id, alarm]));
  for (const alarm of change.alarms) alarms.set(alarm.id, alarm);
  for (const id of change.dropped) alarms.delete(id);
  const silences = new Map(state.silences.map((one) => [one.id, one]));
  for (const silence of change.silences) silences.set(silence.id, silence);
  const queue = new Map(state.queue.map((message) => [message.id, message]));
  const lastMessageAt = { ...state.lastMessageAt };
  for (const message of change.messages) {
    if (!queue.has(message.id)) lastMessageAt[message.notifier] = message.createdAt;
    queue.set(message.id, message);
  }
  const next = (least: number, ids: readonly number[]) => Math.max(least, ...ids.map((id) => id + 1));
  return {
    alarms: [...alarms.values()],
    silences: [...silences.values()],
    queue: [...queue.values()].filter((message) => message.state === 'queued'),
    notices: [...new Set([...state.notices, ...(change.notices ?? [])])],
    lastMessageAt,
    nextAlarm: next(
      state.nextAlarm,
      change.alarms.map(({ id }) => id),
    ),
    nextSilence: next(
      state.nextSilence,
      change.silences.map(({ id }) => id),
    ),
    nextMessage: next(
      state.nextMessage,
      change.messages.map(({ id }) => id),
    ),
  };
}
