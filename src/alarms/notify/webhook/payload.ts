/**
 * What a webhook receives: the message with its alarms, in the form of `/api/alarms`.
 * @module
 */
import { alarmJson } from '../../../answers/alarms.ts';
import type { Message, Notice } from '../../../domain/alarm.ts';
import { isoInstant } from '../../../domain/time.ts';
import { type ItemContext, pathOf } from '../slack/item.ts';

/** `version` changes when a key changes its meaning; keys may be added. `id` is the same on every attempt. */
export function webhookPayload(
  { id, notifier, reason, createdAt, items, notice }: Message,
  { publicUrl }: ItemContext,
) {
  return {
    version: 1,
    id,
    notifier,
    reason,
    createdAt: isoInstant(createdAt),
    ...(notice === undefined ? {} : { notice: noticeJson(notice, publicUrl) }),
    alarms: items.map(({ news, alarm }) => ({
      news,
      ...alarmJson(alarm, [], createdAt),
      url: publicUrl + pathOf(alarm),
    })),
  };
}

function noticeJson({ key, title, summary, facts, lists, link }: Notice, publicUrl: string) {
  return {
    ...{ key, title, summary },
    facts: facts.map(([name, value]) => ({ name, value })),
    lists,
    url: publicUrl + link,
  };
}
