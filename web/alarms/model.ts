/**
 * What the alarms page says above its lists. Pure.
 * @module
 */
import type { AlarmsAnswer } from '../../src/answers/alarms.ts';
import { groupThousands } from '../../src/domain/format.ts';
import { SECONDS_PER_DAY } from '../../src/domain/time.ts';
import { agoText, spanText } from '../format/moment.ts';
import type { Figure } from '../overview/figures.ts';

const count = (n: number, one: string, many: string): string =>
  n === 1 ? `1 ${one}` : `${groupThousands(n)} ${many}`;

/** The sentence: whether somebody is needed, and for what. */
export function sentenceOf(answer: AlarmsAnswer): string {
  const { open, evaluatedAt, now, watching } = answer;
  const firing = open.filter(({ state }) => state === 'firing');
  const [worst] = firing;
  if (worst !== undefined) {
    const others =
      firing.length > 1 ? `, and ${count(firing.length - 1, 'more alarm fires', 'more alarms fire')}` : '';
    return `${worst.observation.title}, for ${spanText(now - worst.observation.since)}${others}`;
  }
  if (evaluatedAt === null) return 'Nobody watches yet';
  if (!watching) return `Nobody watches: rules looked last ${agoText(evaluatedAt, now)}`;
  const handled = open.filter(({ state }) => state === 'acknowledged' || state === 'silenced').length;
  return handled > 0
    ? `Nothing new: ${count(handled, 'alarm is acknowledged or silenced', 'alarms are acknowledged or silenced')}`
    : `Nothing is wrong${unknown(answer)}`;
}

/** Rules that cannot say anything now: their answer failed, or data are missing. */
const mute = ({ rules }: AlarmsAnswer) =>
  rules.filter(
    ({ error, blind }) => error !== null || blind.some((labels) => Object.keys(labels).length === 0),
  );

function unknown(answer: AlarmsAnswer): string {
  const waiting = mute(answer).length;
  return waiting === 0 ? '' : `, as far as is known: ${count(waiting, 'rule waits', 'rules wait')} for data`;
}

export function figuresOf(answer: AlarmsAnswer): Figure[] {
  const { open, ended, rules, notifiers, now } = answer;
  const inState = (...states: string[]) => open.filter(({ state }) => states.includes(state)).length;
  const day = ended.filter(
    ({ resolvedAt, pages }) => pages && (resolvedAt ?? 0) > now - SECONDS_PER_DAY,
  ).length;
  const failing = mute(answer);
  const waiting = notifiers.reduce((sum, { queued }) => sum + queued, 0);
  const dead = notifiers.reduce((sum, one) => sum + one.dead, 0);
  const figure = (
    id: string,
    title: string,
    value: string,
    note: string,
    how: string,
    bad = false,
  ): Figure => ({
    ...{ id, title, value, note, how, exact: null },
    mood: bad ? 'warning' : 'plain',
  });
  return [
    figure(
      'firing',
      'Firing',
      groupThousands(inState('firing')),
      inState('firing') > 0 ? 'nobody is on it' : 'none',
      'Alarms that fire and that nobody has acknowledged or silenced.',
      inState('firing') > 0,
    ),
    figure(
      'handled',
      'Looked after',
      groupThousands(inState('acknowledged', 'silenced')),
      `${inState('silenced')} silenced`,
      'Alarms that fire and were acknowledged or silenced: they are not repeated.',
    ),
    figure(
      'pending',
      'Pending',
      groupThousands(inState('pending')),
      'seen, not yet for long enough',
      'Seen, but not yet for as long as the rule asks for (for). They fire or are forgotten.',
    ),
    figure(
      'ended',
      'Ended in 24 h',
      groupThousands(day),
      'told and over',
      'Alarms that ended in the last 24 hours, history of late data left out.',
    ),
    figure(
      'rules',
      'Rules',
      `${rules.length - failing.length} of ${rules.length}`,
      failing.length > 0 ? `${failing.length} cannot be judged` : 'all can be judged',
      'Rules that could be judged when they last looked. What the others watch stays as it is.',
      failing.length > 0,
    ),
    figure(
      'messages',
      'Messages waiting',
      groupThousands(waiting),
      dead > 0 ? `${groupThousands(dead)} given up` : 'none given up',
      'Messages that a notifier has not taken yet. They are tried for a day.',
      waiting > 0 || dead > 0,
    ),
  ];
}
