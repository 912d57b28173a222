/**
 * `bedrock-meter alarms`: what is wrong, and what people do about it.
 * @module
 */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { spanWords } from '../alarms/notify/words.ts';
import { acknowledge, endSilence, LONGEST_SILENCE, silence as makeSilence } from '../analysis/alarms/acts.ts';
import {
  type AlarmsAnswer,
  type AlarmView,
  act,
  alarmAnswer,
  alarmsAnswer,
  alarmsJson,
  alarmWithHistoryJson,
  silenceJson,
} from '../answers/alarms.ts';
import { RULE_NAMES } from '../config/alarms.ts';
import type { Labels } from '../domain/alarm.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';
import { isoInstant, parseSpan } from '../domain/time.ts';
import { addAlarmsShow } from './alarms-show.ts';
import { addAlarmsTest } from './alarms-test.ts';
import { type CommonOptions, collect, print, withAnswers } from './context.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

interface ListOptions extends CommonOptions {
  readonly all?: boolean;
  readonly rule?: string;
}
interface AckOptions extends CommonOptions {
  readonly note?: string;
}
interface SilenceOptions extends CommonOptions {
  readonly rule?: string;
  readonly match?: string[];
  readonly for?: string;
  readonly reason?: string;
  readonly end?: number;
}

export function addAlarms(program: Command, choose: (action: Action) => void): Command[] {
  const alarms = program.command('alarms').description('what is wrong now, and what is done about it');
  const list = alarms
    .command('list')
    .description('open and recent alarms, silences, notifiers and rules')
    .option('--all', 'all that are kept, up to 1,000 that ended')
    .option('--rule <name>', 'of this rule only', ruleName('--rule'))
    .action((options: ListOptions) => choose(() => runList(options)));
  const ack = alarms
    .command('ack')
    .description('say that somebody looks after an alarm: it is not repeated unless it gets worse')
    .argument('<id>', 'number of the alarm', numberOf('ID'))
    .option('--note <text>', 'what is being done')
    .action((id: number, options: AckOptions) => choose(() => runAck(id, options)));
  const silence = alarms
    .command('silence')
    .description('keep alarms quiet for a time, or end a silence')
    .option('--rule <name>', 'alarms of this rule', ruleName('--rule'))
    .option(
      '--match <label=value>',
      'alarms with this label; a trailing * matches the rest; repeatable',
      collect,
    )
    .option('--for <span>', 'how long, up to 90d (default 4h)')
    .option('--reason <text>', 'why')
    .option('--end <id>', 'end the silence of this number now', numberOf('--end'))
    .action((options: SilenceOptions) => choose(() => runSilence(options)));
  const show = addAlarmsShow(alarms, choose, numberOf('ID'));
  return [list, show, ack, silence, ...addAlarmsTest(alarms, choose)];
}

/** Whoever is logged in, for the history. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers have no entry for their user.
    return 'command line';
  }
}

const numberOf = (flag: string) => (text: string) => {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError(`${flag} ${text}: a number from bedrock-meter alarms list`);
};

const ruleName = (flag: string) => (text: string) => {
  if ((RULE_NAMES as readonly string[]).includes(text)) return text;
  throw new UsageError(
    `${flag} ${text}: no such rule${didYouMean(text, RULE_NAMES)}; rules are ${RULE_NAMES.join(', ')}`,
  );
};

function runList({ all, rule, ...options }: ListOptions) {
  return withAnswers(options, async (context) => {
    const answer = await alarmsAnswer(context, { all: all ?? false, rule });
    print(
      options,
      () => alarmsJson(answer),
      () => listText(answer),
    );
    return EXIT.done;
  });
}

function runAck(id: number, options: AckOptions) {
  return withAnswers(options, async (context) => {
    const { store, now } = context;
    const who = { by: user(), note: options.note ?? '', now };
    await act(store, now, (state) => acknowledge(state, id, who));
    const found = await alarmAnswer(context, id);
    if (found === null) throw new UsageError(`alarm ${id}: no such alarm`);
    print(
      options,
      () => alarmWithHistoryJson(found, now),
      () => `Alarm ${id} is acknowledged: ${found.alarm.observation.title}`,
    );
    return EXIT.done;
  });
}

function runSilence(options: SilenceOptions) {
  return withAnswers(options, async ({ store, now }) => {
    const who = { by: user(), note: options.reason ?? '', now };
    const { end } = options;
    if (end !== undefined) {
      await act(store, now, (state) => endSilence(state, end, who));
      print(
        options,
        () => ({ ended: end }),
        () => `Silence ${end} has ended.`,
      );
      return EXIT.done;
    }
    const request = {
      rule: options.rule ?? null,
      labels: labelsOf(options.match ?? []),
      seconds: secondsOf(options.for ?? '4h'),
    };
    const { silences, events } = await act(store, now, (state) => makeSilence(state, request, who));
    const [made] = silences;
    print(
      options,
      () => (made === undefined ? null : { ...silenceJson(made), alarms: events.map(({ alarm }) => alarm) }),
      () =>
        `Silence ${made?.id} holds until ${made === undefined ? '' : isoInstant(made.to)}; ${events.length} open alarms are quiet now.`,
    );
    return EXIT.done;
  });
}

function labelsOf(matches: readonly string[]): Labels {
  return Object.fromEntries(
    matches.map((text) => {
      const at = text.indexOf('=');
      if (at < 1 || at === text.length - 1)
        throw new UsageError(`--match ${text}: a label and its value, as in modelId=us.anthropic.*`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function secondsOf(text: string): number {
  const seconds = parseSpan(text);
  if (seconds !== undefined && seconds > 0 && seconds <= LONGEST_SILENCE) return seconds;
  throw new UsageError(`--for ${text}: a span up to 90d, such as 30m, 4h or 7d`);
}

function listText(answer: AlarmsAnswer): string {
  const { open, ended, silences, notifiers, rules, now } = answer;
  const failing = rules.filter(({ error }) => error !== null);
  return [
    answer.evaluatedAt === null
      ? 'No rule has looked yet: bedrock-meter serve watches.'
      : `${answer.watching ? 'Rules looked' : 'Nobody watches: rules looked last'} ${spanWords(now - answer.evaluatedAt)} ago.`,
    open.length === 0 ? 'No open alarms.' : renderTable(columnsAt(answer), open),
    ...(ended.length === 0 ? [] : ['Ended:', renderTable(columnsAt(answer), ended)]),
    ...silences.map(
      ({ id, rule, labels, to, reason }) =>
        `Silence ${id} until ${isoInstant(to)}: ${[rule ?? 'any rule', ...Object.entries(labels).map((pair) => pair.join('='))].join(', ')}${reason === '' ? '' : ` (${reason})`}`,
    ),
    ...failing.map(({ rule, error }) => `Rule ${rule} cannot be judged: ${error}`),
    ...notifiers
      .filter(({ queued, error }) => queued > 0 || error !== null)
      .map(
        ({ name, queued, dead, error }) => `${name}: ${queued} waiting, ${dead} given up; ${error ?? 'well'}`,
      ),
  ].join('\n\n');
}

function columnsAt({ now }: AlarmsAnswer): readonly Column<AlarmView>[] {
  return [
    { title: 'id', align: 'right', cell: (alarm) => String(alarm.id) },
    { title: 'state', cell: (alarm) => alarm.state },
    { title: 'severity', cell: (alarm) => alarm.severity },
    { title: 'rule', cell: (alarm) => alarm.rule },
    { title: 'alarm', cell: (alarm) => alarm.observation.title },
    { title: 'observed', cell: (alarm) => alarm.observation.observed },
    { title: 'expected', cell: (alarm) => alarm.observation.expected },
    { title: 'since', cell: ({ observation }) => isoInstant(observation.since) },
    {
      title: 'for',
      align: 'right',
      cell: (alarm) => spanWords((alarm.resolvedAt ?? now) - alarm.observation.since),
    },
  ];
}
