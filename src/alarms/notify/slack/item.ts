/**
 * One alarm in a Slack message: as if it woke you at three in the morning.
 * @module
 */
import type { Alarm, News } from '../../../domain/alarm.ts';
import type { EpochSeconds } from '../../../domain/time.ts';
import { costWords, instantWords, placeWords, riskWords, STATE_WORDS, sinceWords } from '../words.ts';
import { type Block, context, divider, fields, section } from './blocks.ts';
import { code, escapeText, linkTo, prose } from './text.ts';

/** How much of each part is shown; the page has all of it. */
const TITLE = 140;
const VALUE = 200;
const SENTENCE = 600;
const NAME = 120;
const TOP_CAUSES = 3;
/** An address beyond this is left out: names of any length may stand in it, and the alarm's own page has it. */
const LINKS = 1500;

export interface ItemContext {
  readonly now: EpochSeconds;
  /** Where people reach the dashboard, without a slash at the end. */
  readonly publicUrl: string;
  /** Names of accounts by id. */
  readonly accounts?: ReadonlyMap<string, string>;
}

type Item = { readonly news: News; readonly alarm: Alarm };

/** `[FIRING] critical: …`, as plain text before it is cut. */
export const headline = ({ news, alarm }: Item): string =>
  `[${STATE_WORDS[news]}] ${news === 'resolved' || news === 'brief' ? '' : `${alarm.severity}: `}${alarm.observation.title}`;

/** Everything about one alarm. Without its headline where the message's header is that already. */
export function fullItem(
  item: Item,
  { now, publicUrl, accounts = new Map() }: ItemContext,
  withHeadline: boolean,
): Block[] {
  const { news, alarm } = item;
  const { observation } = alarm;
  const over = news === 'resolved' || news === 'brief';
  const place = placeWords(alarm, accounts);
  const money = over ? costWords(alarm) : (['At risk', riskWords(observation.atRisk)] as const);
  return [
    ...(withHeadline ? [divider, section(`*${prose(headline(item), TITLE)}*`)] : []),
    fields([
      [over ? 'Was observed' : 'Observed', prose(observation.observed, VALUE)],
      ['Expected', prose(observation.expected, VALUE)],
      [over ? 'Began' : 'Since', sinceWords(alarm, now)],
      [money[0], prose(money[1], VALUE)],
      ...(place === '' ? [] : [['Where', prose(place, VALUE)] as const]),
    ]),
    section(`*Why*  ${prose(observation.summary, SENTENCE)}`),
    ...causes(alarm),
    ...(over ? [] : [section(`*What to do*  ${prose(observation.fix, SENTENCE)}`)]),
    section(links(alarm, publicUrl, over)),
    context(`Rule ${prose(alarm.rule, NAME)} · data up to ${instantWords(observation.until)}`),
  ];
}

/** One line. */
export function briefItem(item: Item, { publicUrl }: ItemContext): string {
  return `• ${linkTo(`${publicUrl}${pathOf(item.alarm)}`, headline(item))}`;
}

/** The page of an alarm; a test message has none of its own. */
export const pathOf = ({ id }: Alarm): string => (id > 0 ? `/alarms/${id}` : '/alarms');

function causes({ observation }: Alarm): Block[] {
  const top = observation.causes.slice(0, TOP_CAUSES);
  if (top.length === 0) return [];
  const more = observation.causes.length - top.length;
  const lines = top.map(({ name, detail }, i) => `${i + 1}. ${code(name, NAME)}  ${prose(detail, VALUE)}`);
  return [section(['*Top causes*', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'))];
}

function links(alarm: Alarm, publicUrl: string, over: boolean): string {
  const { id, observation } = alarm;
  const open = linkTo(publicUrl + pathOf(alarm), `Open alarm ${id}`);
  const ack = over ? [] : [`\`${escapeText(`bedrock-meter alarms ack ${id}`)}\``];
  const written = (evidence: readonly string[]) => [open, ...evidence, ...ack].join('  ·  ');
  if (!observation.link.startsWith('/')) return written([]);
  const evidence = linkTo(publicUrl + observation.link, 'Evidence');
  const all = written([evidence]);
  return evidence.startsWith('<') && all.length <= LINKS ? all : written([]);
}
