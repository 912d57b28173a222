/**
 * A report as Markdown (CommonMark with tables).
 * @module
 */
import { cellText } from './cell-text.ts';
import type { ReportDocument, ReportSection, ReportTable } from './document.ts';

export function markdownReport({ title, headline, figures, sections }: ReportDocument): string {
  const head = [`# ${escaped(title)}`, `**${escaped(headline)}**`];
  const facts = figures.map(
    (figure) => `- ${escaped(figure.title)}: **${escaped(figure.value)}** (${escaped(figure.note)})`,
  );
  return `${[...head, facts.join('\n'), ...sections.map(section)].join('\n\n')}\n`;
}

function section({ title, paragraphs, points = [], table }: ReportSection): string {
  const list = points.map((point) => `- ${escaped(point)}`).join('\n');
  const parts = [
    `## ${escaped(title)}`,
    ...paragraphs.map(escaped),
    ...(list === '' ? [] : [list]),
    ...(table ? [tableText(table)] : []),
  ];
  return parts.join('\n\n');
}

function tableText({ columns, rows, total }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(row.map((cell) => escaped(cellText(cell)))));
  return [
    line(columns.map((column) => escaped(column.title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...body,
    ...(total ? [line(total.map((cell) => bold(escaped(cellText(cell)))))] : []),
  ].join('\n');
}

/** Two pairs of stars around nothing would show as stars. */
const bold = (text: string): string => (text === '' ? '' : `**${text}**`);

/** Names come from logs: nothing in them may become markup, a link or a new line. */
function escaped(value: string): string {
  const one = value.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
  // Bare addresses become links of themselves in many dialects.
  return one.replace(/:\/\//g, '\\://').replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}\\.`);
}
