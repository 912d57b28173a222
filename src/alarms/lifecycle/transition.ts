/**
 * The one step of the alarms: state and observations in, changes and messages out. Pure, so that the store can apply
 * it in a transaction and a test can play a year of it.
 * @module
 */
import {
  type Alarm,
  type AlarmChange,
  type AlarmEvent,
  type AlarmState,
  type Evaluation,
  type Gravity,
  type Message,
  type News,
  type RuleHealth,
  type Told,
  toldOf,
} from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { advance } from './advance.ts';
import { heldToClock } from './clock.ts';
import { type Decision, decide, type Item } from './decide.ts';
import type { LifecycleSettings } from './settings.ts';

/**
 * @param evaluations one for each rule that was asked; alarms of rules that were not stay as they are
 */
export function transition(
  stored: AlarmState,
  evaluations: readonly Evaluation[],
  now: EpochSeconds,
  settings: LifecycleSettings,
): { change: AlarmChange; decisions: readonly Decision[] } {
  const state = heldToClock(stored, now);
  const { alarms, dropped, events } = advance(state.alarms, evaluations, now, settings, state.nextAlarm);
  const history: AlarmEvent[] = events.filter(({ alarm }) => !dropped.includes(alarm));
  const messages: Message[] = orphans(state, now, settings);
  for (const { notifier, items } of messages) {
    for (const { news, alarm } of items) {
      const current = alarms.get(alarm.id);
      const told = current && toldOf(current, notifier);
      // Nobody heard it: should the notifier come back, it hears of what still fires then.
      if (current && news !== 'resolved' && told?.status === 'firing')
        alarms.set(alarm.id, {
          ...current,
          told: { ...current.told, [notifier]: { ...told, status: 'lost' } },
        });
    }
  }
  const decisions = settings.routes.map((route) => decide(route, [...alarms.values()], state, now, settings));
  let nextMessage = state.nextMessage;
  for (const { notifier, reason, items, muted } of decisions) {
    const tell = (alarm: Alarm, told: Told) =>
      alarms.set(alarm.id, {
        ...latest(alarms, alarm),
        told: { ...latest(alarms, alarm).told, [notifier]: told },
      });
    for (const alarm of muted) tell(alarm, { status: 'muted', ...gravityOf(alarm), at: now });
    if (items.length === 0 || !isSaid(reason)) continue;
    messages.push(messageOf(notifier, reason, items, nextMessage, now));
    nextMessage += 1;
    for (const { news, alarm } of items) {
      tell(alarm, toldAs(news, alarm, now, notifier));
      history.push({ alarm: alarm.id, at: now, kind: 'told', by: '', note: `${notifier}: ${news}` });
    }
  }
  const before = new Map(stored.alarms.map((alarm) => [alarm.id, alarm]));
  const change: AlarmChange = {
    alarms: [...alarms.values()].filter((alarm) => before.get(alarm.id) !== alarm),
    dropped: dropped.filter((id) => before.has(id)),
    events: history,
    silences: state.silences.filter((silence, i) => silence !== stored.silences[i]),
    messages,
    rules: evaluations.map((evaluation) => healthOf(evaluation, now)),
  };
  return { change, decisions };
}

const latest = (alarms: ReadonlyMap<number, Alarm>, alarm: Alarm): Alarm => alarms.get(alarm.id) ?? alarm;

type Said = Message['reason'];
const isSaid = (reason: Decision['reason']): reason is Said =>
  reason !== 'nothing-new' && reason !== 'group-wait' && reason !== 'group-interval';

function messageOf(
  notifier: string,
  reason: Said,
  items: readonly Item[],
  id: number,
  now: EpochSeconds,
): Message {
  return {
    ...{ id, notifier, createdAt: now, reason, items },
    ...{ state: 'queued', attempts: 0, nextAttemptAt: now, endedAt: null, error: null, plain: false },
  };
}

function toldAs(news: News, alarm: Alarm, now: EpochSeconds, notifier: string): Told {
  if (news === 'resolved' || news === 'brief') return { status: 'resolved', ...gravityOf(alarm), at: now };
  // A repeat of something that has eased is still no news when it gets as bad as it was.
  const known = news === 'repeat' ? toldOf(alarm, notifier) : undefined;
  return { status: 'firing', ...gravityOf(alarm, known), at: now };
}

function gravityOf({ observation }: Alarm, known: Gravity = observation): Gravity {
  const { severity, grade } = known;
  return grade === undefined ? { severity } : { severity, grade };
}

/** Messages to notifiers that the configuration no longer has: nobody would ever take them. */
function orphans(state: AlarmState, now: EpochSeconds, { routes }: LifecycleSettings): Message[] {
  const names = new Set(routes.map(({ notifier }) => notifier));
  return state.queue
    .filter(({ notifier }) => !names.has(notifier))
    .map((message) => ({
      ...message,
      ...{ state: 'dead', endedAt: now, error: 'this notifier is no longer configured' },
    }));
}

function healthOf({ rule, error, blind }: Evaluation, now: EpochSeconds): RuleHealth {
  return { rule, at: now, okAt: error === null ? now : null, error, blind };
}
