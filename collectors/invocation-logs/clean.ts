/**
 * Text from a log that will be shown and stored: bounded, and without control characters.
 * @module
 */

/** Most text is this, and then as it should be. */
const PLAIN = /^[ -~]*$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const EVERY_CONTROL = new RegExp(CONTROL.source, 'g');
const WORD = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Cuts to `limit` UTF-16 units; control characters and lone surrogates become U+FFFD. */
export function cleanText(text: string, limit: number): string {
  const cut = text.length > limit ? text.slice(0, limit) : text;
  if (PLAIN.test(cut)) return cut;
  const well = cut.isWellFormed() ? cut : cut.toWellFormed();
  return CONTROL.test(well) ? well.replace(EVERY_CONTROL, '\ufffd') : well;
}

/** A code such as a stop reason, or null: what does not look like a code may be somebody's text. */
export function codeWord(text: string | undefined): string | null {
  return text !== undefined && WORD.test(text) ? text : null;
}
