/**
 * Text from logs made safe to look at: characters that are invisible or turn the reading direction are shown
 * by their code, so that one name cannot pose as another. (Escaping for HTML is the views' own work.)
 * @module
 */

/** C0 and C1 controls, soft hyphen, zero-width and direction marks, line separators, byte-order mark, tags. */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/** `abc\u202edef` becomes `abc⟨U+202E⟩def`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** Cuts the middle of a text that is longer than `limit` characters; whole characters only. */
export function shorten(text: string, limit: number): string {
  const chars = [...text];
  if (chars.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 3);
  return `${chars.slice(0, limit - 1 - tail).join('')}…${chars.slice(chars.length - tail).join('')}`;
}
