/**
 * What becomes of alarms when rules have looked: the part of the transition that knows nothing of notifiers.
 * @module
 */
import { covers } from '../../analysis/alarms/silences.ts';
import {
  type Alarm,
  type AlarmEvent,
  type AlarmEventKind,
  alarmKey,
  compareGravity,
  type Evaluation,
  type Observation,
  type Told,
} from '../../domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';
import { hears, type LifecycleSettings } from './settings.ts';

/** Alarms after the step, by id, and what happened to them. */
export interface Advanced {
  readonly alarms: Map<number, Alarm>;
  /** Pending alarms that cleared before they fired. */
  readonly dropped: readonly number[];
  readonly events: readonly AlarmEvent[];
  readonly nextAlarm: number;
}

/** Steps every alarm of the rules that were asked; alarms of other rules stay as they are. */
export function advance(
  known: readonly Alarm[],
  evaluations: readonly Evaluation[],
  now: EpochSeconds,
  settings: LifecycleSettings,
  nextAlarm: number,
): Advanced {
  const step = new Step(known, now, settings, nextAlarm);
  for (const evaluation of evaluations) step.take(evaluation);
  return step;
}

class Step implements Advanced {
  readonly alarms: Map<number, Alarm>;
  readonly dropped: number[] = [];
  readonly events: AlarmEvent[] = [];
  nextAlarm: number;
  readonly #now: EpochSeconds;
  readonly #settings: LifecycleSettings;
  readonly #byKey: Map<string, Alarm[]>;

  constructor(known: readonly Alarm[], now: EpochSeconds, settings: LifecycleSettings, nextAlarm: number) {
    this.alarms = new Map(known.map((alarm) => [alarm.id, alarm]));
    this.nextAlarm = nextAlarm;
    this.#now = now;
    this.#settings = settings;
    this.#byKey = Map.groupBy(known, ({ key }) => key);
  }

  take({ rule, observations, blind }: Evaluation): void {
    const current = new Map<string, Observation>();
    for (const observation of observations) {
      const key = alarmKey(rule, observation.labels);
      if (this.#isHistory(observation)) {
        this.#record(key, observation);
        continue;
      }
      const other = current.get(key);
      if (other === undefined || speaksLouder(observation, other)) current.set(key, observation);
    }
    for (const [key, observation] of current) this.#see(key, observation);
    for (const alarm of [...this.alarms.values()]) {
      if (alarm.rule !== rule || alarm.phase === 'resolved' || current.has(alarm.key)) continue;
      if (blind.some((labels) => covers(labels, alarm.labels))) this.#put({ ...alarm, clearSince: null });
      else this.#clear(alarm);
    }
  }

  #isHistory({ verdict, until }: Observation): boolean {
    return verdict === 'past' || (verdict === 'firing' && until < this.#now - this.#settings.freshness);
  }

  /** Keeps an episode that was over before anybody looked; once, however often it is seen. */
  #record(key: string, observation: Observation): void {
    const { since, until } = observation;
    const overlaps = ({ phase, observation: other }: Alarm) =>
      since <= (phase === 'resolved' ? other.until : this.#now) && until >= other.since;
    if (this.#byKey.get(key)?.some(overlaps)) return;
    const alarm = this.#begin(key, observation, {
      ...{
        phase: 'resolved',
        seenAt: since,
        lastSeenAt: until,
        firedAt: since,
        resolvedAt: until,
        pages: false,
      },
    });
    this.#note(alarm, 'recorded', 'found in data that came late: nobody was told');
  }

  #see(key: string, observation: Observation): void {
    const open = this.#open(key);
    if (observation.verdict === 'firing') {
      if (open === undefined) this.#appear(key, observation);
      else if (open.phase === 'pending') this.#wait(open, observation);
      else this.#goOn(open, observation);
    } else if (open !== undefined) {
      if (observation.verdict === 'clear' || open.phase === 'pending') this.#clear(open);
      else this.#put({ ...open, clearSince: null });
    }
  }

  #appear(key: string, observation: Observation): void {
    const alarm = this.#begin(key, observation, { phase: 'pending' });
    this.#note(alarm, 'seen', observation.observed);
    if (this.#settings.patience(alarm.rule).wait === 0) this.#fire(alarm);
  }

  #wait(alarm: Alarm, seen: Observation): void {
    const observation = fromItsBeginning(alarm, seen);
    const now = this.#now;
    // After a gap nobody knows what was between: the wait begins anew.
    const seenAt = now - alarm.lastSeenAt > this.#settings.gap ? now : alarm.seenAt;
    const { severity } = observation;
    const waiting = this.#put({ ...alarm, seenAt, lastSeenAt: now, clearSince: null, severity, observation });
    if (now - seenAt >= this.#settings.patience(alarm.rule).wait) this.#fire(waiting);
  }

  #fire(alarm: Alarm): void {
    const fired = this.#put({ ...alarm, phase: 'firing', firedAt: this.#now });
    this.#put({ ...fired, told: this.#owed(fired) });
    this.#note(alarm, 'fired', alarm.observation.observed);
  }

  #goOn(alarm: Alarm, latest: Observation): void {
    const observation = fromItsBeginning(alarm, latest);
    const { severity } = observation;
    const change = compareGravity(observation, alarm.observation);
    const seen: Alarm = { ...alarm, lastSeenAt: this.#now, clearSince: null, severity, observation };
    const step = `${alarm.severity === severity ? '' : `${alarm.severity} to ${severity}: `}${observation.observed}`;
    if (change > 0) {
      // It is worse than what was acknowledged.
      this.#put({ ...seen, acknowledged: null, told: this.#owed(seen) });
      this.#note(alarm, 'escalated', step);
    } else {
      this.#put({ ...seen, told: this.#owed(seen) });
      if (change < 0) this.#note(alarm, 'eased', step);
    }
  }

  #clear(alarm: Alarm): void {
    if (alarm.phase === 'pending') {
      this.alarms.delete(alarm.id);
      this.dropped.push(alarm.id);
      this.#forget(alarm);
      return;
    }
    const clearSince = alarm.clearSince ?? this.#now;
    if (this.#now - clearSince < this.#settings.patience(alarm.rule).keep) {
      this.#put({ ...alarm, clearSince });
      return;
    }
    this.#put({ ...alarm, phase: 'resolved', clearSince, resolvedAt: this.#now });
    this.#note(alarm, 'resolved', alarm.observation.title);
  }

  /** Every notifier that hears of the alarm and knows nothing of it is owed the news. */
  #owed(alarm: Alarm): Readonly<Record<string, Told>> {
    const missing = this.#settings.routes.filter(
      (route) => hears(route, alarm) && !Object.hasOwn(alarm.told, route.notifier),
    );
    if (missing.length === 0) return alarm.told;
    const owed: Told = { status: 'owed', severity: alarm.severity, at: this.#now };
    return { ...alarm.told, ...Object.fromEntries(missing.map(({ notifier }) => [notifier, owed])) };
  }

  #begin(key: string, observation: Observation, more: Partial<Alarm>): Alarm {
    const { rule, labels, severity } = observation;
    const alarm: Alarm = {
      ...{ id: this.nextAlarm, key, rule, labels, phase: 'pending', severity, observation },
      ...{ seenAt: this.#now, lastSeenAt: this.#now, firedAt: null, clearSince: null, resolvedAt: null },
      ...{ acknowledged: null, pages: true, told: {} },
      ...more,
    };
    this.nextAlarm += 1;
    return this.#put(alarm);
  }

  #put(alarm: Alarm): Alarm {
    this.alarms.set(alarm.id, alarm);
    this.#forget(alarm);
    this.#byKey.set(alarm.key, [...(this.#byKey.get(alarm.key) ?? []), alarm]);
    return alarm;
  }

  #forget({ key, id }: Alarm): void {
    this.#byKey.set(
      key,
      (this.#byKey.get(key) ?? []).filter((one) => one.id !== id),
    );
  }

  #open(key: string): Alarm | undefined {
    return this.#byKey.get(key)?.find(({ phase }) => phase !== 'resolved');
  }

  #note(alarm: Alarm, kind: AlarmEventKind, note: string): void {
    // History is dated when it happened, not when it was found.
    const at = kind === 'recorded' ? epochSeconds(alarm.observation.until) : this.#now;
    this.events.push({ alarm: alarm.id, at, kind, by: '', note });
  }
}

/** Rules look at windows that move on: what goes on began when it was first seen, not where the window begins now. */
function fromItsBeginning({ observation: { since } }: Alarm, latest: Observation): Observation {
  return latest.since <= since ? latest : { ...latest, since };
}

const LOUDNESS = { past: 0, clear: 0, hold: 1, firing: 2 } as const;

/** Of two observations of one thing the worse one holds. */
function speaksLouder(a: Observation, b: Observation): boolean {
  return (LOUDNESS[a.verdict] - LOUDNESS[b.verdict] || compareGravity(a, b) || a.until - b.until) > 0;
}
