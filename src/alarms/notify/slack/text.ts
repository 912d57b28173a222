/**
 * Text for Slack: foreign names can neither mention anybody, nor link, nor format, nor break a limit.
 * Source: Slack API documentation, "Formatting text for app surfaces": `&`, `<` and `>` are the control characters.
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Line breaks, control characters, and those that turn the direction of text around. */
const UNRULY = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;
const ELLIPSIS = '…';
/** Longer than any limit: what is behind it is never looked at. */
const LONGEST = 20_000;

/** One line without control characters; what UTF-8 cannot carry is replaced. */
export const tame = (text: string): string =>
  text.slice(0, LONGEST).toWellFormed().replace(UNRULY, ' ').trim();

/** Escapes the control characters. */
export const escapeText = (text: string): string => text.replace(/[&<>]/g, (c) => ENTITIES[c] ?? c);

/** The text cut to at most `limit` UTF-16 units as `write` writes it, between characters, with an ellipsis. */
function shorten(text: string, limit: number, write: (part: string) => string): string {
  const whole = write(text);
  if (whole.length <= limit) return whole;
  let out = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    const next = write(segment);
    if (out.length + next.length + ELLIPSIS.length > limit) break;
    out += next;
  }
  return out + ELLIPSIS;
}

/**
 * For `plain_text` objects, where nothing should mean anything. Slack does not say whether it reads entities there, so
 * angle brackets become their lookalikes.
 */
export const plain = (text: string, limit: number): string =>
  shorten(tame(text).replaceAll('<', '‹').replaceAll('>', '›'), limit, (part) => part);

/** For the top-level `text`: escaped, nothing else. */
export const escaped = (text: string, limit: number): string => shorten(tame(text), limit, escapeText);

/** Marks that could begin or end formatting; inside a word, as in `max_tokens`, they cannot. */
const MARK = /(?<![A-Za-z0-9])[*_~`]|[*_~`](?![A-Za-z0-9])/g;

/** For `mrkdwn` objects: escaped, and a zero-width space keeps `*bold*`, `_italic_`, `~gone~` and code from forming. */
export const prose = (text: string, limit: number): string =>
  shorten(tame(text), limit, (part) => escapeText(part).replace(MARK, '\u200b$&'));

/** A name exactly as it is, in code style, where nothing is formatted; a backtick would end it. */
export function code(name: string, limit: number): string {
  const text = tame(name).replaceAll('`', 'ˋ');
  return `\`${shorten(text === '' ? '(none)' : text, limit - 2, escapeText)}\``;
}

/** Of a longer address only the label is left: a link that is cut leads nowhere. */
const LONGEST_ADDRESS = 2500;

/** A link of ours with a label of ours. Characters that would end it are encoded. */
export function linkTo(url: string, label: string): string {
  const address = escapeText(url.slice(0, LONGEST)).replaceAll('|', '%7C');
  const words = prose(label, 200);
  return address.length > LONGEST_ADDRESS ? words : `<${address}|${words}>`;
}
