/**
 * Colours of series. Ten that people with any colour vision tell apart (a test simulates three deficiencies),
 * each at 3:1 or better against the page, in a light and a dark form of the same hue; grey is for the rest.
 * @module
 */

export type Theme = 'light' | 'dark';

/** One slot per series colour; the style sheet has the same ones as `--series-0` to `--series-9`. */
export const SERIES_COLOURS: Readonly<Record<Theme, readonly string[]>> = {
  light: [
    '#1572db',
    '#ad500c',
    '#279ea4',
    '#9887e8',
    '#f05f83',
    '#a08c24',
    '#115785',
    '#32794e',
    '#98156b',
    '#66452b',
  ],
  dark: [
    '#97b7f8',
    '#fab36d',
    '#25e1ce',
    '#7154ce',
    '#fe7b90',
    '#aa9a0c',
    '#0a8fd1',
    '#108604',
    '#b0368a',
    '#a1736b',
  ],
};

export const REST_COLOUR: Readonly<Record<Theme, string>> = { light: '#8b919e', dark: '#7d8493' };

/** Chart furniture: text, grid lines, the page's surface. */
export const INK: Readonly<Record<Theme, { text: string; line: string; surface: string }>> = {
  light: { text: '#5b6270', line: '#e6e8ec', surface: '#ffffff' },
  dark: { text: '#a2a9b8', line: '#2b2f38', surface: '#16181d' },
};

/** What somebody should look at; the style sheet's `--alert`. */
export const ALERT: Readonly<Record<Theme, string>> = { light: '#c2410c', dark: '#ff9d87' };
