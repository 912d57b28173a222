/**
 * What only metrics saw, in words for pages.
 * @module
 */
import { darkWords } from '../../src/answers/forecast.ts';

/** As everywhere, without bounds that say the same twice: `about $14.47 seen only by metrics`. */
export const seenOnly = (dark: Parameters<typeof darkWords>[0]): string =>
  darkWords(dark).replace(/ \((\S+) to \1\)/, '');
