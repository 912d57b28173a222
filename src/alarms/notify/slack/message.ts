/**
 * A message for a Slack incoming webhook. All alarms of one evaluation go into one message, because a webhook can
 * neither edit nor thread what it has sent. Those that do not fit in full become a line each.
 * @module
 */
import type { Message } from '../../../domain/alarm.ts';
import type { EpochSeconds } from '../../../domain/time.ts';
import { instantWords, spanWords } from '../words.ts';
import { type Block, context, header, section } from './blocks.ts';
import { briefItem, fullItem, headline, type ItemContext, pathOf } from './item.ts';
import { MAX_BLOCKS, MAX_MESSAGE, MAX_TEXT } from './limits.ts';
import { noticeBlocks } from './notice.ts';
import { escaped, linkTo } from './text.ts';

export interface SlackPayload {
  /** For notifications, screen readers, and Slack's search. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Each takes five blocks at least, of fifty. */
const MOST_IN_FULL = 9;
/** Lines of alarms that are not shown in full. */
const MOST_LINES = 20;
/** From so many seconds after it was made, a message says that it is late. */
const LATE_SECONDS = 300;

/** The payload; `message.plain` leaves the blocks out. */
export function slackPayload(message: Message, options: ItemContext): SlackPayload {
  const text = escaped(fallback(message, options), MAX_TEXT);
  const rest = { mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;
  return message.plain ? { text, ...rest } : { text, blocks: blocksOf(message, options), ...rest };
}

/** As many alarms in full as fit, in the order of the message: worst first. */
function blocksOf(message: Message, options: ItemContext): Block[] {
  if (message.notice !== undefined) {
    return [...noticeBlocks(message.notice, options), ...late(message.createdAt, options.now)];
  }
  for (let full = Math.min(MOST_IN_FULL, message.items.length); full > 0; full -= 1) {
    const blocks = compose(message, options, full);
    if (fits(blocks)) return blocks;
  }
  return compose(message, options, 0);
}

/** Whether Slack takes the blocks. */
export const fits = (blocks: readonly Block[]): boolean =>
  blocks.length <= MAX_BLOCKS && JSON.stringify(blocks).length <= MAX_MESSAGE;

function compose({ items, createdAt }: Message, options: ItemContext, full: number): Block[] {
  const one = items.length === 1;
  const rest = items.slice(full);
  const lines = rest.slice(0, MOST_LINES).map((item) => briefItem(item, options));
  if (rest.length > MOST_LINES) {
    lines.push(
      `and ${rest.length - MOST_LINES} more: ${linkTo(`${options.publicUrl}/alarms`, 'all alarms')}`,
    );
  }
  return [
    header(titleOf(items)),
    ...late(createdAt, options.now),
    ...items.slice(0, full).flatMap((item) => fullItem(item, options, !one)),
    ...inSections(lines),
  ];
}

/** A headline of its own, or how many there are and the worst of them. */
function titleOf(items: Message['items']): string {
  const first = items[0];
  if (first === undefined) return 'bedrock-meter';
  if (items.length === 1) return headline(first);
  const over = items.filter(({ news }) => news === 'resolved' || news === 'brief').length;
  const again = items.filter(({ news }) => news === 'repeat').length;
  const counts = [
    ['FIRING', items.length - over - again],
    ['STILL FIRING', again],
    ['RESOLVED', over],
  ] as const;
  const words = counts.filter(([, count]) => count > 0).map(([word, count]) => `${word}: ${count}`);
  const severity = over === items.length ? '' : `${first.alarm.severity}: `;
  return `[${words.join(', ')}] ${severity}${first.alarm.observation.title}, and ${items.length - 1} more`;
}

function late(createdAt: EpochSeconds, now: EpochSeconds): Block[] {
  if (now - createdAt < LATE_SECONDS) return [];
  return [
    context(
      `Sent ${spanWords(now - createdAt)} late: it was made at ${instantWords(createdAt)} and could not be delivered before`,
    ),
  ];
}

/** Lines in as few sections as hold them. */
function inSections(lines: readonly string[]): Block[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < MAX_TEXT)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map(section);
}

function fallback({ items, notice }: Message, { publicUrl }: ItemContext): string {
  if (notice !== undefined) return `${notice.title} — ${notice.summary} (${publicUrl}${notice.link})`;
  const shown = items.slice(0, 5).map((item) => `${headline(item)} — ${item.alarm.observation.observed}`);
  const more = items.length > 5 ? `; and ${items.length - 5} more` : '';
  const [first] = items;
  const where = items.length === 1 && first !== undefined ? pathOf(first.alarm) : '/alarms';
  return `${shown.join('; ')}${more} (${publicUrl}${where})`;
}
