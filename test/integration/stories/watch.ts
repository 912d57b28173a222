/**
 * Plays the daemon's watching thread over the days of the stories: each look is evaluated, stepped and posted to a local
 * Slack, and what arrived there is read again.
 * @module
 */
import { Evaluator } from '../../../src/alarms/evaluate.ts';
import { lifecycleSettings } from '../../../src/alarms/lifecycle/settings.ts';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { send } from '../../../src/alarms/notify/send.ts';
import { deliverNext } from '../../../src/alarms/outbox/deliver.ts';
import { rememberedSince } from '../../../src/answers/alarms.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import { refusalOf, type SlackBlock, type SlackMessage, startReceiver } from '../../slack-receiver.ts';
import { END, NOW, type StoryWorld } from './story-world.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** One line of Slack. */
export interface Told {
  /** When it was posted. */
  readonly at: EpochSeconds;
  /** `FIRING`, `STILL FIRING`, `WORSE`, `RESOLVED`. */
  readonly news: string;
  readonly title: string;
  /** The whole message that it stood in. */
  readonly message: string;
}

export interface Watched {
  readonly told: readonly Told[];
  /** Rules that failed, with why. */
  readonly errors: readonly string[];
  readonly refusals: readonly string[];
}

/** When the daemon looks: often where something begins, seldom where nothing does. */
function looks(): EpochSeconds[] {
  const times: number[] = [];
  const every = (step: number, from: number, to: number) => {
    for (let time = END + from; time < END + to; time += step) times.push(time);
  };
  // Holds, dark Regions and idle units have been there before the daemon.
  every(5 * MINUTE, -11 * DAY - 2 * HOUR, -11 * DAY - 105 * MINUTE);
  every(4 * HOUR, -11 * DAY, -10 * DAY);
  every(DAY, -10 * DAY, -4 * DAY);
  // From the cache regression to the throttle, and through it.
  every(4 * HOUR, -77 * HOUR, -69 * HOUR);
  every(10 * MINUTE, -68 * HOUR - 10 * MINUTE, -66 * HOUR - 10 * MINUTE);
  every(8 * HOUR, -64 * HOUR, -16 * HOUR);
  every(HOUR, -10 * HOUR, -5 * HOUR);
  return [...times, END, NOW].map(epochSeconds);
}

export async function watch(world: StoryWorld): Promise<Watched> {
  const receiver = await startReceiver();
  const { notifiers } = configSchema.parse({
    notifiers: [{ name: 'platform', type: 'slack', webhookUrl: receiver.url, minSeverity: 'info' }],
  });
  const [notifier] = notifiers;
  if (notifier === undefined) throw new Error('no notifier');
  const config = { ...world.config, notifiers };
  const settings = lifecycleSettings(config);
  const evaluator = new Evaluator();
  const told: Told[] = [];
  const errors: string[] = [];
  try {
    for (const now of looks()) {
      await world.goTo(now);
      const context = { ...world.context(), config };
      const { store } = context;
      const evaluations = await evaluator.evaluate(context);
      for (const { rule, error } of evaluations) if (error !== null) errors.push(`${rule}: ${error}`);
      const step = (state: Parameters<typeof transition>[0]) =>
        transition(state, evaluations, now, settings).change;
      await store.changeAlarms(step, rememberedSince(now));
      const before = receiver.requests.length;
      const deps = {
        ...{ store, now: () => now, random: () => 0 },
        send: (message: Parameters<typeof send>[1]) =>
          send(notifier, message, { now, publicUrl: 'http://meter.test', timeoutMilliseconds: 5_000 }),
      };
      await deliverNext(notifier.name, deps, new AbortController().signal);
      for (const { body } of receiver.requests.slice(before)) told.push(...linesOf(body, now));
    }
    const refusals = receiver.requests.flatMap(({ body }) => refusalOf(body) ?? []);
    return { told, errors, refusals };
  } finally {
    await receiver.close();
  }
}

const HEADLINE = /\[(FIRING|STILL FIRING|WORSE|RESOLVED)\] (?:(?:critical|warning|info): )?([^*|>]+)/;

function linesOf(body: string, at: EpochSeconds): Told[] {
  const { blocks = [] } = JSON.parse(body) as SlackMessage;
  return blocks.flatMap(headlines).flatMap((line): Told[] => {
    const [, news, title] = HEADLINE.exec(line) ?? [];
    return news === undefined || title === undefined
      ? []
      : [{ at, news, title: title.trim(), message: body }];
  });
}

/** An alarm on its own is the header; of several, each has a section or a line. */
function headlines({ type, text }: SlackBlock): string[] {
  if (text === undefined || (type !== 'header' && type !== 'section')) return [];
  return text.text.split('\n');
}
