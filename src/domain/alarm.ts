/**
 * Alarms: what a rule observes, what becomes of it, what was told to whom. Plain data, as it is stored.
 * @module
 */
import { dimensionsKey } from './metric.ts';
import type { NanoUsd } from './money.ts';
import type { EpochSeconds } from './time.ts';

/** From harmless to bad. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** Above zero where `a` is worse than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number =>
  SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

/** How bad: by severity, and within one by a rule's own steps, such as the shares of a budget. */
export interface Gravity {
  readonly severity: Severity;
  readonly grade?: number;
}
/** Above zero where `a` is worse than `b`. */
export const compareGravity = (a: Gravity, b: Gravity): number =>
  compareSeverity(a.severity, b.severity) || (a.grade ?? 0) - (b.grade ?? 0);

/** What is watched, as in `{account: '111122223333', modelId: 'us.…'}`. */
export type Labels = Readonly<Record<string, string>>;

/** Money that goes on being spent, or is lost, while nobody does anything. */
export interface AtRisk {
  readonly usd: NanoUsd;
  readonly per: 'hour' | 'day' | 'month' | 'in all';
}

/** Who or what is behind it, largest first. */
export interface Cause {
  readonly name: string;
  readonly detail: string;
}

/** What a rule says about one thing that it watches. */
export interface Observation extends Gravity {
  readonly rule: string;
  readonly labels: Labels;
  /**
   * `hold`: between the two thresholds, so that what fires goes on and nothing begins. `past`: it was so and is over;
   * kept as history where it is not known yet.
   */
  readonly verdict: 'firing' | 'hold' | 'clear' | 'past';
  /** The interval of the data that it speaks of. */
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
  readonly title: string;
  /** One sentence: why this is an alarm. */
  readonly summary: string;
  readonly observed: string;
  readonly expected: string;
  readonly atRisk: AtRisk | null;
  /** What it has cost up to now beyond what was to be expected; absent where nobody counts that. */
  readonly cost?: NanoUsd;
  readonly causes: readonly Cause[];
  /** What to do. */
  readonly fix: string;
  /** Path of the page that shows it, as in `/quota?account=…`. */
  readonly link: string;
}

/** The answer of one rule. */
export interface Evaluation {
  readonly rule: string;
  /** Of one thing, at most one that is not past. Things watched that none is about are clear. */
  readonly observations: readonly Observation[];
  /**
   * What could not be judged: labels whose alarms stay as they are, because absent is not clear. `{}` is everything.
   */
  readonly blind: readonly Labels[];
  /** Why the rule failed; null when it did not. */
  readonly error: string | null;
}

/** One thing, one rule: the same text whatever the order of the labels. */
export const alarmKey = (rule: string, labels: Labels): string => `${rule} ${dimensionsKey(labels)}`;

/** `resolved` is the end; when the same thing fires again it is another alarm. */
export type Phase = 'pending' | 'firing' | 'resolved';

/**
 * What a notifier knows of an alarm and the worst that it was told: `owed` the news that it fires, `firing` and `resolved` were handed to the outbox,
 * `lost` could not be delivered, `muted` was never told and never will be.
 */
export interface Told extends Gravity {
  readonly status: 'owed' | 'firing' | 'resolved' | 'lost' | 'muted';
  readonly at: EpochSeconds;
}

export interface Acknowledgement {
  readonly at: EpochSeconds;
  readonly by: string;
  readonly note: string;
}

/** One episode of one thing. */
export interface Alarm {
  readonly id: number;
  readonly key: string;
  readonly rule: string;
  readonly labels: Labels;
  readonly phase: Phase;
  readonly severity: Severity;
  /** First and last seen firing, by the clock of the daemon. */
  readonly seenAt: EpochSeconds;
  readonly lastSeenAt: EpochSeconds;
  /** Null while pending. */
  readonly firedAt: EpochSeconds | null;
  /** Since when it has been seen clear, while it is kept firing a little longer. */
  readonly clearSince: EpochSeconds | null;
  readonly resolvedAt: EpochSeconds | null;
  readonly acknowledged: Acknowledgement | null;
  /** False: history, found in data that came late; kept and never told. */
  readonly pages: boolean;
  /** The latest that was seen firing. */
  readonly observation: Observation;
  /** By name of the notifier; see {@link toldOf}. */
  readonly told: Readonly<Record<string, Told>>;
}

/** What a notifier knows of an alarm; undefined: nothing, and it is owed nothing. */
export const toldOf = ({ told }: Alarm, notifier: string): Told | undefined =>
  Object.hasOwn(told, notifier) ? told[notifier] : undefined;

export type AlarmEventKind =
  | 'seen'
  | 'fired'
  | 'escalated'
  | 'eased'
  | 'acknowledged'
  | 'silenced'
  | 'told'
  | 'lost'
  | 'resolved'
  | 'recorded';

/** One line of an alarm's history. */
export interface AlarmEvent {
  readonly alarm: number;
  readonly at: EpochSeconds;
  readonly kind: AlarmEventKind;
  /** Who did it; empty: the daemon. */
  readonly by: string;
  readonly note: string;
}

/** Keeps alarms quiet for a time. Everything given must match; a value ending in `*` matches what begins so. */
export interface Silence {
  readonly id: number;
  /** Null: any rule. */
  readonly rule: string | null;
  readonly labels: Labels;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly by: string;
  readonly reason: string;
}

/** What a message says of one alarm. `brief`: it fired and was over before anybody was told. */
export type News = 'firing' | 'escalated' | 'repeat' | 'resolved' | 'brief';

/** Why a notifier hears something now. */
export type NotifyReason =
  | 'first'
  | 'new-alarms'
  | 'escalated'
  | 'all-resolved'
  | 'resolved'
  | 'repeat'
  | 'notice';

/** News that is no alarm: the monthly report. */
export interface Notice {
  /** The same news is told once: `monthly-report 2026-10`. */
  readonly key: string;
  readonly title: string;
  /** In a sentence. */
  readonly summary: string;
  readonly facts: readonly (readonly [title: string, value: string])[];
  /** Headings, each with what stands below it, largest first. */
  readonly lists: readonly { readonly title: string; readonly items: readonly Cause[] }[];
  /** Path of the page that shows it. */
  readonly link: string;
}

/** One message to one notifier: queued until it was taken, or given up. */
export interface Message {
  readonly id: number;
  readonly notifier: string;
  readonly createdAt: EpochSeconds;
  readonly reason: NotifyReason;
  /** As they were when the message was made. */
  readonly items: readonly { readonly news: News; readonly alarm: Alarm }[];
  /** In place of alarms. */
  readonly notice?: Notice;
  readonly state: 'queued' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly nextAttemptAt: EpochSeconds;
  /** When it was delivered or given up. */
  readonly endedAt: EpochSeconds | null;
  /** What went wrong last, without secrets. */
  readonly error: string | null;
  /** Whether the receiver refused the rich form, so that plain text is sent. */
  readonly plain: boolean;
}

/** How a rule did last. */
export interface RuleHealth {
  readonly rule: string;
  readonly at: EpochSeconds;
  /** Null: never well. */
  readonly okAt: EpochSeconds | null;
  readonly error: string | null;
  /** Things that could not be judged, as labels. */
  readonly blind: readonly Labels[];
}

/** Everything that a transition decides by. */
export interface AlarmState {
  /** All open alarms, and those that ended not long ago. */
  readonly alarms: readonly Alarm[];
  readonly silences: readonly Silence[];
  /** Messages not yet delivered nor given up, oldest first. */
  readonly queue: readonly Message[];
  /** Keys of all notices that were ever told. */
  readonly notices: readonly string[];
  /** When the last message to each notifier was made. */
  readonly lastMessageAt: Readonly<Record<string, EpochSeconds>>;
  readonly nextAlarm: number;
  readonly nextSilence: number;
  readonly nextMessage: number;
}

/** What is written; everything in it at once or nothing. */
export interface AlarmChange {
  /** New and changed, by id. */
  readonly alarms: readonly Alarm[];
  /** Ids of pending alarms that never fired. */
  readonly dropped: readonly number[];
  readonly events: readonly AlarmEvent[];
  readonly silences: readonly Silence[];
  readonly messages: readonly Message[];
  readonly rules: readonly RuleHealth[];
  /** Keys of notices that are told with this change. */
  readonly notices?: readonly string[];
}

export const NO_CHANGE: AlarmChange = {
  alarms: [],
  dropped: [],
  events: [],
  silences: [],
  messages: [],
  rules: [],
};
