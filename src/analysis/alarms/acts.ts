/**
 * What people do about alarms, as changes of their state. Pure: the store applies them in one transaction, beside the
 * watching thread.
 * @module
 */
import {
  type AlarmChange,
  type AlarmEvent,
  type AlarmState,
  type Labels,
  NO_CHANGE,
  type Silence,
} from '../../domain/alarm.ts';
import { UsageError } from '../../domain/errors.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';
import { matches } from './silences.ts';

/** Who acts, when, and why. */
export interface Act {
  readonly by: string;
  readonly note: string;
  readonly now: EpochSeconds;
}

/** The longest silence: what is quiet for longer should be switched off in the configuration. */
export const LONGEST_SILENCE = 90 * 86_400;
/** Longer notes are cut. */
const NOTE_LENGTH = 500;

const cut = (text: string): string => [...text.trim()].slice(0, NOTE_LENGTH).join('');

/**
 * Somebody has seen it: it is not repeated, unless it gets worse. Acknowledging again changes nothing.
 * @throws UsageError when there is no such open alarm
 */
export function acknowledge(state: AlarmState, id: number, act: Act): AlarmChange {
  const alarm = state.alarms.find((one) => one.id === id);
  if (alarm === undefined || alarm.phase === 'resolved') {
    throw new UsageError(`alarm ${id}: no such open alarm`, {
      hint: 'bedrock-meter alarms list shows those that are open',
    });
  }
  if (alarm.acknowledged !== null) return NO_CHANGE;
  const [by, note] = [cut(act.by), cut(act.note)];
  return {
    ...NO_CHANGE,
    alarms: [{ ...alarm, acknowledged: { at: act.now, by, note } }],
    events: [{ alarm: id, at: act.now, kind: 'acknowledged', by, note }],
  };
}

/** What is to be quiet, and for how many seconds. */
export interface SilenceRequest {
  readonly rule: string | null;
  readonly labels: Labels;
  readonly seconds: number;
}

/**
 * Keeps everything quiet that matches, from now on.
 * @throws UsageError when it names nothing, or lasts no time or too long
 */
export function silence(state: AlarmState, request: SilenceRequest, act: Act): AlarmChange {
  const { rule, labels, seconds } = request;
  if (rule === null && Object.keys(labels).length === 0) {
    throw new UsageError('a silence needs a rule or a label, or it would hide everything', {
      hint: 'name a rule, or switch notifiers off in the configuration',
    });
  }
  if (!(seconds > 0 && seconds <= LONGEST_SILENCE)) {
    throw new UsageError(`a silence of ${seconds} s: it lasts up to 90d`, {
      hint: 'for longer, switch the rule off in the configuration',
    });
  }
  const made: Silence = {
    id: state.nextSilence,
    ...{ rule, labels, from: act.now, to: epochSeconds(act.now + seconds) },
    ...{ by: cut(act.by), reason: cut(act.note) },
  };
  const events = state.alarms
    .filter((alarm) => alarm.phase !== 'resolved' && matches(made, alarm))
    .map(
      (alarm): AlarmEvent => ({
        ...{ alarm: alarm.id, at: act.now, kind: 'silenced', by: made.by, note: made.reason },
      }),
    );
  return { ...NO_CHANGE, silences: [made], events };
}

/**
 * Ends a silence now. Ending one that is over changes nothing.
 * @throws UsageError when there is no such silence
 */
export function endSilence(state: AlarmState, id: number, act: Act): AlarmChange {
  const found = state.silences.find((one) => one.id === id);
  if (found === undefined) {
    throw new UsageError(`silence ${id}: no such silence`, {
      hint: 'bedrock-meter alarms list shows those that hold',
    });
  }
  if (found.to <= act.now) return NO_CHANGE;
  return { ...NO_CHANGE, silences: [{ ...found, to: act.now }] };
}
