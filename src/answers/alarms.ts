/**
 * What is wrong now, what was, who was told, and whether the watching itself is well. The CLI, the API, the pages,
 * messages and `/metrics` all show this answer.
 * @module
 */
import { silenceOf } from '../analysis/alarms/silences.ts';
import { type AlarmStateName, stateOf } from '../analysis/alarms/state.ts';
import {
  type Alarm,
  type AlarmChange,
  type AlarmEvent,
  type AlarmState,
  compareSeverity,
  type Message,
  type News,
  type RuleHealth,
  type Silence,
} from '../domain/alarm.ts';
import { usdString } from '../domain/money.ts';
import { type EpochSeconds, epochSeconds, isoInstant, SECONDS_PER_DAY } from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import type { AnswerContext } from './context.ts';

/** Alarms and silences that ended longer ago take no part in decisions. */
const REMEMBERED = 35 * SECONDS_PER_DAY;
export const rememberedSince = (now: EpochSeconds): EpochSeconds =>
  epochSeconds(Math.max(0, now - REMEMBERED));

/**
 * The same for a look of the rules, counted from the last look where that is longer ago: after a long standstill, or with a
 * clock that jumped ahead, the end of an alarm may still have to be told.
 */
export async function rememberedSinceLook(
  store: Pick<Store, 'ruleHealth'>,
  now: EpochSeconds,
): Promise<EpochSeconds> {
  const looks = (await store.ruleHealth()).map(({ at }) => at);
  return rememberedSince(epochSeconds(Math.min(now, ...(looks.length === 0 ? [now] : [Math.max(...looks)]))));
}

/** Ended alarms that are listed unless all are asked for. */
const RECENT = 50;
const ALL = 1000;
/** Rules that have not looked for so long are not being asked. */
const WATCH_SILENT_SECONDS = 600;

export interface AlarmView extends Alarm {
  readonly state: AlarmStateName;
  readonly silence: Silence | null;
}

/** How a notifier takes its messages. */
export interface NotifierHealth {
  readonly name: string;
  readonly type: string;
  readonly queued: number;
  /** Given up; the newest thousand are looked at. */
  readonly dead: number;
  readonly lastDeliveredAt: EpochSeconds | null;
  /** Of the message that waits, or of the last that was given up while none was delivered since. */
  readonly error: string | null;
}

export interface AlarmsAnswer {
  readonly now: EpochSeconds;
  /** Not ended: those that need somebody first, worst first. */
  readonly open: readonly AlarmView[];
  /** Ended, newest first. */
  readonly ended: readonly AlarmView[];
  readonly silences: readonly Silence[];
  readonly notifiers: readonly NotifierHealth[];
  readonly rules: readonly RuleHealth[];
  /** When rules last looked; null: never. */
  readonly evaluatedAt: EpochSeconds | null;
  /** Whether that is too long ago to trust that nothing is wrong. */
  readonly watching: boolean;
  /** Firing alarms by rule, acknowledged and silenced ones included; rules that watch and see nothing have 0. */
  readonly firingByRule: Readonly<Record<string, number>>;
}

/** Open and recent alarms. `all` lists up to 1,000 ended ones. */
export async function alarmsAnswer(
  { store, config, now }: AnswerContext,
  request: { readonly all?: boolean; readonly rule?: string | undefined } = {},
): Promise<AlarmsAnswer> {
  const filter = request.rule === undefined ? {} : { rule: request.rule };
  const [open, ended, silences, rules, queued, dead, delivered] = await Promise.all([
    store.alarms({ open: true, limit: ALL, ...filter }),
    store.alarms({ open: false, limit: request.all ? ALL : RECENT, ...filter }),
    store.silences(now),
    store.ruleHealth(),
    store.messages({ state: 'queued', limit: ALL }),
    store.messages({ state: 'dead', limit: ALL }),
    Promise.all(
      config.notifiers.map(({ name }) => store.messages({ state: 'delivered', notifier: name, limit: 1 })),
    ),
  ]);
  const view = (alarm: Alarm): AlarmView => viewOf(alarm, silences, now);
  const evaluatedAt = rules.reduce<EpochSeconds | null>(
    (last, { at }) => (last === null || at > last ? at : last),
    null,
  );
  return {
    now,
    open: open.map(view).toSorted(neediestFirst),
    ended: ended.map(view),
    silences,
    notifiers: config.notifiers.map(({ name, type }, i) =>
      healthOf(name, type, { queued, dead, last: delivered[i]?.[0] }),
    ),
    rules,
    evaluatedAt,
    watching: evaluatedAt !== null && now - evaluatedAt <= WATCH_SILENT_SECONDS,
    firingByRule: countByRule(rules, open),
  };
}

/** One alarm with all that is known of it. */
export interface AlarmStory {
  readonly alarm: AlarmView;
  /** Oldest first, as are the messages that tell of it: those of the last ninety days, the newest hundred. */
  readonly events: readonly AlarmEvent[];
  readonly messages: readonly Message[];
}

const MOST_MESSAGES = 100;

/** Null: there is none of that number. */
export async function alarmAnswer(
  { store, now }: Pick<AnswerContext, 'store' | 'now'>,
  id: number,
): Promise<AlarmStory | null> {
  const [[alarm], events, silences, messages] = await Promise.all([
    store.alarms({ ids: [id], limit: 1 }),
    store.alarmEvents(id),
    store.silences(now),
    store.messagesOf(id, MOST_MESSAGES),
  ]);
  if (alarm === undefined) return null;
  return { alarm: viewOf(alarm, silences, now), events, messages: messages.toReversed() };
}

/** What a message says of the alarm. */
export const newsOf = ({ items }: Message, id: number): News | null =>
  items.find(({ alarm }) => alarm.id === id)?.news ?? null;

/** Applies what a person did, beside the watching thread. */
export function act(
  store: Store,
  now: EpochSeconds,
  change: (state: AlarmState) => AlarmChange,
): Promise<AlarmChange> {
  return store.changeAlarms(change, rememberedSince(now));
}

function viewOf(alarm: Alarm, silences: readonly Silence[], now: EpochSeconds): AlarmView {
  return { ...alarm, state: stateOf(alarm, silences, now), silence: silenceFor(alarm, silences, now) };
}

const NEED: readonly AlarmStateName[] = ['firing', 'acknowledged', 'silenced', 'pending', 'resolved'];

function neediestFirst(a: AlarmView, b: AlarmView): number {
  return (
    NEED.indexOf(a.state) - NEED.indexOf(b.state) || compareSeverity(b.severity, a.severity) || b.id - a.id
  );
}

function healthOf(
  name: string,
  type: string,
  { queued, dead, last }: { queued: readonly Message[]; dead: readonly Message[]; last: Message | undefined },
): NotifierHealth {
  const mine = queued.filter(({ notifier }) => notifier === name);
  const lost = dead.filter(({ notifier }) => notifier === name);
  const waiting = mine.findLast(({ error }) => error !== null)?.error;
  const gone = lost.find(({ endedAt }) => (endedAt ?? 0) > (last?.endedAt ?? 0))?.error;
  return {
    ...{ name, type, queued: mine.length, dead: lost.length },
    lastDeliveredAt: last?.endedAt ?? null,
    error: waiting ?? gone ?? null,
  };
}

function countByRule(rules: readonly RuleHealth[], open: readonly Alarm[]): Record<string, number> {
  const counts = new Map(rules.map(({ rule }) => [rule, 0]));
  for (const { rule, phase } of open) if (phase === 'firing') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const iso = (at: EpochSeconds | null): string | null => (at === null ? null : isoInstant(at));

/** An alarm as JSON: times ISO, money a decimal string. */
export function alarmJson(alarm: Alarm, silences: readonly Silence[], now: EpochSeconds) {
  const { id, rule, labels, severity, observation, acknowledged, told } = alarm;
  const { title, summary, observed, expected, atRisk, cost, causes, fix, link } = observation;
  const silence = silenceFor(alarm, silences, now);
  return {
    id,
    rule,
    state: stateOf(alarm, silences, now),
    severity,
    labels,
    ...{ title, summary, observed, expected },
    atRisk: atRisk === null ? null : { usd: usdString(atRisk.usd), per: atRisk.per },
    cost: cost === undefined ? null : usdString(cost),
    ...{ causes, fix, link },
    since: isoInstant(observation.since),
    dataUpTo: isoInstant(observation.until),
    seenAt: isoInstant(alarm.seenAt),
    firedAt: iso(alarm.firedAt),
    resolvedAt: iso(alarm.resolvedAt),
    history: !alarm.pages,
    acknowledged: acknowledged && { ...acknowledged, at: isoInstant(acknowledged.at) },
    silencedUntil: silence === null ? null : isoInstant(silence.to),
    told: Object.fromEntries(
      Object.entries(told).map(([name, { status, at }]) => [name, { status, at: isoInstant(at) }]),
    ),
  };
}

function silenceFor(alarm: Alarm, silences: readonly Silence[], now: EpochSeconds): Silence | null {
  return silenceOf(alarm, silences, now) ?? null;
}

export const silenceJson = (silence: Silence) => ({
  ...silence,
  from: isoInstant(silence.from),
  to: isoInstant(silence.to),
});

/** The answer as `alarms list --json` and `/api/alarms` give it. */
export function alarmsJson(answer: AlarmsAnswer) {
  const { now, silences } = answer;
  return {
    now: isoInstant(now),
    evaluatedAt: iso(answer.evaluatedAt),
    watching: answer.watching,
    alarms: [...answer.open, ...answer.ended].map((alarm) => alarmJson(alarm, silences, now)),
    firingByRule: answer.firingByRule,
    silences: silences.map(silenceJson),
    notifiers: answer.notifiers.map((one) => ({ ...one, lastDeliveredAt: iso(one.lastDeliveredAt) })),
    rules: answer.rules.map(({ rule, at, okAt, error, blind }) => ({
      ...{
        rule,
        status: error === null ? 'ok' : 'failed',
        evaluatedAt: isoInstant(at),
        lastSuccess: iso(okAt),
      },
      ...{ error, blind },
    })),
  };
}

/** One alarm as `/api/alarms/ID` gives it. */
export function alarmWithHistoryJson({ alarm, events, messages }: AlarmStory, now: EpochSeconds) {
  return {
    ...alarmJson(alarm, alarm.silence === null ? [] : [alarm.silence], now),
    events: events.map(({ at, kind, by, note }) => ({ at: isoInstant(at), kind, by, note })),
    messages: messages.map((message) => ({
      ...{ id: message.id, notifier: message.notifier, reason: message.reason },
      ...{ news: newsOf(message, alarm.id), state: message.state, attempts: message.attempts },
      ...{ createdAt: isoInstant(message.createdAt), endedAt: iso(message.endedAt), error: message.error },
    })),
  };
}
