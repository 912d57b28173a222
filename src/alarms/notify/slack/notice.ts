/**
 * A notice as blocks: title, facts, lists, and where to read on.
 * @module
 */
import type { Notice } from '../../../domain/alarm.ts';
import { type Block, fields, header, section } from './blocks.ts';
import type { ItemContext } from './item.ts';
import { MAX_FIELDS } from './limits.ts';
import { code, linkTo, prose } from './text.ts';

/** Keep a message of any content inside the limits of all its parts. */
const VALUE = 300;
const NAME = 120;
const MOST_LISTS = 4;
const MOST_LINES = 5;
const SUMMARY = 1500;

export function noticeBlocks(
  { title, summary, facts, lists, link }: Notice,
  { publicUrl }: ItemContext,
): Block[] {
  const pairs = facts
    .slice(0, MAX_FIELDS)
    .map(([name, value]) => [prose(name, NAME), prose(value, VALUE)] as const);
  return [
    header(title),
    section(prose(summary, SUMMARY)),
    ...(pairs.length > 0 ? [fields(pairs)] : []),
    ...lists.slice(0, MOST_LISTS).map((list) => {
      const lines = list.items
        .slice(0, MOST_LINES)
        .map(({ name, detail }, i) => `${i + 1}. ${code(name, NAME)}  ${prose(detail, NAME)}`);
      return section([`*${prose(list.title, NAME)}*`, ...lines].join('\n'));
    }),
    section(linkTo(publicUrl + link, 'Read it all')),
  ];
}
