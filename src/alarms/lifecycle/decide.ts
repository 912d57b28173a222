/**
 * Who hears what now, and why; or why nobody does. After Alertmanager's `needsUpdate`
 * (github.com/prometheus/alertmanager, notify/notify.go): the reason is a value, so that it can be tested and logged.
 * @module
 */
import { silenceOf } from '../../analysis/alarms/silences.ts';
import {
  type Alarm,
  type AlarmState,
  compareGravity,
  compareSeverity,
  type News,
  type NotifyReason,
  type Told,
  toldOf,
} from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { hears, type LifecycleSettings, type Route } from './settings.ts';

/** Why a notifier hears nothing now. */
export type QuietReason = 'nothing-new' | 'group-wait' | 'group-interval';

export interface Item {
  readonly news: News;
  readonly alarm: Alarm;
}

export interface Decision {
  readonly notifier: string;
  readonly reason: NotifyReason | QuietReason;
  /** Empty where nothing is said. Worst first. */
  readonly items: readonly Item[];
  /** Ended alarms that this notifier never heard of and never will. */
  readonly muted: readonly Alarm[];
}

/** What one notifier hears now. */
export function decide(
  route: Route,
  alarms: readonly Alarm[],
  state: Pick<AlarmState, 'silences' | 'queue' | 'lastMessageAt'>,
  now: EpochSeconds,
  settings: LifecycleSettings,
): Decision {
  const { notifier } = route;
  const known = alarms.flatMap((alarm) => {
    const told = alarm.pages ? toldOf(alarm, notifier) : undefined;
    return told === undefined ? [] : [{ alarm, told, quiet: isQuiet(alarm, state, now) }];
  });
  const muted = known.filter(isMuted).map(({ alarm }) => alarm);
  const fresh = known.flatMap((one): Item[] => {
    const news = newsOf(one, route);
    return news === null ? [] : [{ news, alarm: one.alarm }];
  });
  const items = fresh.length > 0 ? fresh : repeats(known, route, state, now, settings);
  if (items.length === 0) return { notifier, reason: 'nothing-new', items, muted };
  const wait = waitOf(items, notifier, state, now, settings);
  if (wait !== null) return { notifier, reason: wait, items: [], muted };
  const told = known.filter(({ alarm, told }) => alarm.phase === 'firing' && told.status === 'firing');
  return { notifier, reason: reasonOf(items, told.length), items: items.toSorted(worstFirst), muted };
}

interface Known {
  readonly alarm: Alarm;
  readonly told: Told;
  /** Silenced or acknowledged. */
  readonly quiet: boolean;
}

function isQuiet(alarm: Alarm, { silences }: Pick<AlarmState, 'silences'>, now: EpochSeconds): boolean {
  return alarm.acknowledged !== null || silenceOf(alarm, silences, alarm.resolvedAt ?? now) !== undefined;
}

const isMuted = ({ alarm, told, quiet }: Known): boolean =>
  alarm.phase === 'resolved' && (told.status === 'owed' || told.status === 'lost') && quiet;

/**
 * The end of an alarm is told to whoever heard of its beginning, silenced or not: a receiver that opened an incident
 * must be able to close it.
 */
function newsOf({ alarm, told, quiet }: Known, route: Route): News | null {
  if (alarm.phase === 'resolved') {
    if (told.status === 'firing') return 'resolved';
    // Whether a message that was given up arrived after all nobody knows: who opened an incident must be able to close it.
    return (told.status === 'owed' || told.status === 'lost') && !quiet ? 'brief' : null;
  }
  if (quiet || alarm.phase === 'pending') return null;
  if (told.status === 'owed') return hears(route, alarm) ? 'firing' : null;
  return compareGravity(alarm.observation, told) > 0 ? 'escalated' : null;
}

/** When one alarm is to be repeated, all go along: later repeats then share messages. */
function repeats(
  known: readonly Known[],
  route: Route,
  { queue }: Pick<AlarmState, 'queue'>,
  now: EpochSeconds,
  { repeat }: LifecycleSettings,
): Item[] {
  // While an earlier message waits to be delivered, saying it again would only make a flood of it.
  if (queue.some(({ notifier }) => notifier === route.notifier)) return [];
  const open = known.filter(
    ({ alarm, told, quiet }) =>
      alarm.phase === 'firing' &&
      !quiet &&
      (told.status === 'firing' || told.status === 'lost') &&
      hears(route, alarm),
  );
  if (!open.some(({ told }) => now - told.at >= repeat)) return [];
  return open.map(({ alarm, told }) => ({ news: told.status === 'lost' ? 'firing' : 'repeat', alarm }));
}

function waitOf(
  items: readonly Item[],
  notifier: string,
  { lastMessageAt }: Pick<AlarmState, 'lastMessageAt'>,
  now: EpochSeconds,
  { groupWait, groupInterval }: LifecycleSettings,
): QuietReason | null {
  const owed = items.flatMap(({ alarm }) => {
    const told = toldOf(alarm, notifier);
    return told?.status === 'owed' ? [told.at] : [];
  });
  if (owed.length > 0 && now - Math.min(...owed) < groupWait) return 'group-wait';
  const urgent = items.some(
    ({ news, alarm }) => alarm.severity === 'critical' && (news === 'firing' || news === 'escalated'),
  );
  const last = Object.hasOwn(lastMessageAt, notifier) ? lastMessageAt[notifier] : undefined;
  return !urgent && last !== undefined && now - last < groupInterval ? 'group-interval' : null;
}

function reasonOf(items: readonly Item[], toldBefore: number): NotifyReason {
  const has = (...kinds: News[]) => items.some(({ news }) => kinds.includes(news));
  if (has('firing', 'brief')) return toldBefore === 0 ? 'first' : 'new-alarms';
  if (has('escalated')) return 'escalated';
  if (has('repeat')) return 'repeat';
  return toldBefore === 0 ? 'all-resolved' : 'resolved';
}

const ORDER: readonly News[] = ['escalated', 'firing', 'repeat', 'brief', 'resolved'];

function worstFirst(a: Item, b: Item): number {
  return (
    ORDER.indexOf(a.news) - ORDER.indexOf(b.news) ||
    compareSeverity(b.alarm.severity, a.alarm.severity) ||
    a.alarm.id - b.alarm.id
  );
}
