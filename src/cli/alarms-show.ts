/**
 * `bedrock-meter alarms show ID`: the whole story of one alarm: what it saw, what became of it, and who was told.
 * @module
 */
import type { Command } from 'commander';
import {
  costWords,
  instantWords,
  riskWords,
  STATE_WORDS,
  sinceWords,
  spanWords,
} from '../alarms/notify/words.ts';
import { type AlarmStory, alarmAnswer, alarmWithHistoryJson, newsOf } from '../answers/alarms.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { type CommonOptions, configOf, print, withAnswers } from './context.ts';
import type { Action } from './run.ts';

export function addAlarmsShow(
  alarms: Command,
  choose: (action: Action) => void,
  idOf: (text: string) => number,
): Command {
  return alarms
    .command('show')
    .description('one alarm: what it saw, its history, and the messages that told of it')
    .argument('<id>', 'number of the alarm', idOf)
    .action((id: number, options: CommonOptions) => choose(() => run(id, options)));
}

function run(id: number, options: CommonOptions) {
  return withAnswers(options, async (context) => {
    const found = await alarmAnswer(context, id);
    if (found === null) {
      throw new UsageError(`alarm ${id}: no such alarm`, {
        hint: 'bedrock-meter alarms list --all shows those that are kept; ended ones go after thirteen months',
      });
    }
    const { server } = configOf(options);
    const base = (server.publicUrl ?? `http://${server.host}:${server.port}`).replace(/\/+$/, '');
    print(
      options,
      () => alarmWithHistoryJson(found, context.now),
      () => storyText(found, base, context.now),
    );
    return EXIT.done;
  });
}

/** The story for people to read. @param base where the dashboard is, without a slash at the end */
export function storyText({ alarm, events, messages }: AlarmStory, base: string, now: EpochSeconds): string {
  const { observation, acknowledged, silence } = alarm;
  const people = [
    ...(acknowledged === null
      ? []
      : [
          `Acknowledged by ${acknowledged.by} at ${instantWords(acknowledged.at)}${noteOf(acknowledged.note)}`,
        ]),
    ...(silence === null
      ? []
      : [`Silenced by ${silence.by} until ${instantWords(silence.to)}${noteOf(silence.reason)}`]),
    ...(alarm.pages ? [] : ['Found in data that came late, when it was over: nobody was told']),
  ];
  const told = messages.map((message) => {
    const news = newsOf(message, alarm.id);
    return `${instantWords(message.createdAt)}  ${message.notifier}: ${news === null ? message.reason : STATE_WORDS[news]}, ${fateOf(message, now)}`;
  });
  return [
    `Alarm ${alarm.id} (${alarm.rule}), ${alarm.state}, ${alarm.severity}: ${observation.title}`,
    [
      `Observed  ${observation.observed}`,
      `Expected  ${observation.expected}`,
      `Since     ${sinceWords(alarm, now)}`,
      alarm.phase === 'resolved'
        ? costWords(alarm)
            .map((text, i) => (i === 0 ? text.padEnd(10) : text))
            .join('')
        : `At risk   ${riskWords(observation.atRisk)}`,
      `Data      up to ${instantWords(observation.until)}`,
      ...Object.entries(alarm.labels)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}: ${value}`),
    ].join('\n'),
    ...people,
    `Why: ${observation.summary}`,
    ...(observation.causes.length === 0
      ? []
      : [
          [
            'Causes, largest first:',
            ...observation.causes.map(({ name, detail }, i) => `${i + 1}. ${name}: ${detail}`),
          ].join('\n'),
        ]),
    `What to do: ${observation.fix}`,
    `Evidence: ${base}${observation.link || '/alarms'}`,
    [
      'History:',
      ...events.map(
        ({ at, kind, by, note }) =>
          `${instantWords(at)}  ${kind}${by === '' ? '' : ` by ${by}`}${note === '' ? '' : `: ${note}`}`,
      ),
    ].join('\n'),
    told.length === 0 ? 'No message tells of it.' : ['Messages:', ...told].join('\n'),
  ].join('\n\n');
}

const noteOf = (note: string): string => (note === '' ? '' : `: ${note}`);

function fateOf(
  { state, attempts, endedAt, createdAt, error, nextAttemptAt }: AlarmStory['messages'][number],
  now: EpochSeconds,
): string {
  const why = error === null ? '' : ` (${error})`;
  if (state === 'delivered')
    return `taken ${endedAt === null || endedAt - createdAt < 60 ? 'at once' : `after ${spanWords(endedAt - createdAt)}`}`;
  if (state === 'dead')
    return `given up after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}${why}`;
  if (attempts === 0) return 'waits to be sent';
  return `waits after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}, tried again in ${spanWords(nextAttemptAt - now)}${why}`;
}
