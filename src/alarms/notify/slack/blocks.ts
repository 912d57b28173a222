/**
 * Block Kit blocks that never pass Slack's limits.
 * @module
 */
import { MAX_FIELD, MAX_FIELDS, MAX_HEADER, MAX_TEXT } from './limits.ts';
import { plain } from './text.ts';

interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack looks for no links, channels or mentions of its own. */
  readonly verbatim: true;
}

export type Block =
  | { readonly type: 'header'; readonly text: { type: 'plain_text'; text: string; emoji: false } }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'divider' };

const mrkdwn = (text: string, limit: number): Mrkdwn => {
  // Callers cut their own parts; this is the last line of defence.
  if (text.length > limit)
    throw new RangeError(`a text of ${text.length} characters for Slack, at most ${limit}`);
  return { type: 'mrkdwn', text, verbatim: true };
};

export const header = (text: string): Block => ({
  type: 'header',
  text: { type: 'plain_text', text: plain(text, MAX_HEADER), emoji: false },
});
/** @param text made by `prose`, `code` and `linkTo` */
export const section = (text: string): Block => ({ type: 'section', text: mrkdwn(text, MAX_TEXT) });
export const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text, MAX_TEXT)] });
/** Two columns of title and value. */
export const fields = (pairs: readonly (readonly [title: string, value: string])[]): Block => ({
  type: 'section',
  fields: pairs.slice(0, MAX_FIELDS).map(([title, value]) => mrkdwn(`*${title}*\n${value}`, MAX_FIELD)),
});
export const divider: Block = { type: 'divider' };
