/**
 * A report as one HTML file: no scripts, no requests, and it prints.
 * @module
 */
import { html, raw } from 'hono/html';
import { cellText } from './cell-text.ts';
import type { Cell, ReportDocument, ReportSection, ReportTable } from './document.ts';
import { REPORT_CSS } from './report-css.ts';

/** A chart as SVG documents for light and for dark, in words, and with its colours by slot; null is grey. */
export interface ReportChart {
  readonly light: string;
  readonly dark: string;
  readonly alt: string;
  readonly legend: readonly { readonly name: string; readonly slot: number | null }[];
}

/** By name. */
export type ReportCharts = Readonly<Record<string, ReportChart>>;

export async function htmlReport(report: ReportDocument, charts: ReportCharts): Promise<string> {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{report.title}</title>
        <style>{raw(REPORT_CSS)}</style>
      </head>
      <body>
        <main>
          <h1>{report.title}</h1>
          <p class="headline">{report.headline}</p>
          <dl class="figures">
            {report.figures.map(({ title, value, note }) => (
              <div>
                <dt>{title}</dt>
                <dd class="value">{value}</dd>
                <dd class="note">{note}</dd>
              </div>
            ))}
          </dl>
          {report.sections.map((section) => (
            <Section section={section} charts={charts} />
          ))}
        </main>
      </body>
    </html>
  );
  return `${await html`<!doctype html>${page}`}\n`;
}

function Section({ section, charts }: { section: ReportSection; charts: ReportCharts }) {
  const { id, title, paragraphs, points = [], table, chart } = section;
  const drawn = chart === undefined ? undefined : charts[chart];
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {points.length > 0 && (
        <ul class="points">
          {points.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
      )}
      {drawn && (
        <figure aria-label={drawn.alt}>
          <div class="light">{raw(drawn.light)}</div>
          <div class="dark">{raw(drawn.dark)}</div>
          {drawn.legend.length > 0 && (
            <ul class="legend">
              {drawn.legend.map(({ name, slot }) => (
                <li>
                  <i class={slot === null ? 'rest' : `s${slot}`} />
                  {name}
                </li>
              ))}
            </ul>
          )}
        </figure>
      )}
      {table && <Table table={table} />}
    </section>
  );
}

function Table({ table: { caption, columns, rows, total } }: { table: ReportTable }) {
  return (
    <div class="scroll">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, align }) => (
              <th scope="col" class={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, i) => (
                <td class={columns[i]?.align}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              {total.map((cell, i) => (
                <td class={columns[i]?.align}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function CellView({ cell }: { cell: Cell }) {
  const shown = cellText(cell);
  if (cell.kind === 'usd' && cell.usd === null) return <span title={cell.reason}>{shown}</span>;
  if (cell.kind !== 'text' || cell.detail === undefined) return <>{shown}</>;
  return (
    <>
      <bdi>{shown}</bdi> <small>{cell.detail}</small>
    </>
  );
}
