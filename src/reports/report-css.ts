/**
 * The style of HTML reports, inside the file.
 * @module
 */
import { REST_COLOUR, SERIES_COLOURS, type Theme } from '../../web/charts/palette.ts';

const swatches = (theme: Theme): string =>
  SERIES_COLOURS[theme].map((colour, i) => `.s${i} { background: ${colour}; }`).join(' ') +
  ` .rest { background: ${REST_COLOUR[theme]}; }`;

export const REPORT_CSS = `
:root { --ink: #1c2128; --muted: #5b6270; --line: #dfe2e8; --page: #ffffff; --soft: #f6f7f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaee; --muted: #a2a9b8; --line: #2b2f38; --page: #16181d; --soft: #1d2027; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 24px; font-weight: 650; margin: 0 0 8px; }
h2 { font-size: 17px; font-weight: 650; margin: 0 0 8px; }
section { margin-top: 36px; }
p { max-width: 78ch; margin: 0 0 10px; overflow-wrap: anywhere; }
.points { max-width: 82ch; margin: 0 0 10px; padding-left: 18px; overflow-wrap: anywhere; }
.points li { margin-bottom: 4px; }
#summary { margin-top: 24px; }
#summary h2 { font-size: 15px; }
#days table, #days-table table { font-size: 12.5px; }
.headline { font-size: 18px; line-height: 1.4; }
.figures { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 1px; margin: 20px 0 0;
  background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.figures > div { background: var(--page); padding: 12px 14px; }
dt, .note, small, caption { color: var(--muted); font-size: 12.5px; }
dd { margin: 0; }
.value { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
@media screen and (max-width: 900px) { .figures { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
@media screen and (max-width: 480px) { .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  main { padding: 20px 14px 48px; } .headline { font-size: 16px; } }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 6px; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: 12.5px; color: var(--muted); }
td.left, th.left { text-align: left; overflow-wrap: anywhere; min-width: 8.8em; }
td.left:first-child { min-width: 11em; }
td.right, th.right { text-align: right; white-space: nowrap; }
tfoot td { font-weight: 650; border-bottom: 0; border-top: 2px solid var(--line); }
figure { margin: 0 0 12px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 4px 0 0; padding: 0; list-style: none;
  color: var(--muted); font-size: 12.5px; }
.legend i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 2px;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${swatches('light')}
@media (prefers-color-scheme: dark) { ${swatches('dark')} }
figure svg { width: 100%; height: auto; display: block; }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
@media print {
  :root { --ink: #000; --muted: #444; --line: #ccc; --page: #fff; --soft: #fff; }
  @page { margin: 14mm; }
  body { font-size: 10.5px; }
  h1 { font-size: 20px; } h2 { font-size: 14px; } .headline { font-size: 14px; } .value { font-size: 16px; }
  th, td { padding: 3px 6px; }
  .figures > div { padding: 8px 10px; } dt, .note, small, caption, .legend { font-size: 10px; }
  figure { break-inside: avoid; }
  main { max-width: none; padding: 0; }
  section { break-inside: auto; margin-top: 22px; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .dark { display: none; } .light { display: block; }
  ${swatches('light')}
  .scroll { overflow: visible; }
}
`;
