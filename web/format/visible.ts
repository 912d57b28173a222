/**
 * Text from logs made safe to look at: characters that are invisible or turn the reading direction are shown
 * by their code, so that one name cannot pose as another. (Escaping for HTML is the views' own work.)
 * @module
 */

/** Controls, format characters (direction marks, zero-width ones), line separators, and what fonts leave out. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

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
