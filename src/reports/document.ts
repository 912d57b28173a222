/**
 * A report before it has a form: sections with text and tables of typed cells. HTML and Markdown are written from the
 * same document, so that they cannot say different things.
 * @module
 */
import type { NanoUsd } from '../domain/money.ts';

export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly detail?: string | undefined }
  /** Null: unknown, for `reason`. */
  | { readonly kind: 'usd'; readonly usd: NanoUsd | null; readonly reason?: string | undefined }
  | { readonly kind: 'count'; readonly count: number | null }
  | { readonly kind: 'share'; readonly share: number | null }
  /** A difference of money, with its ratio where there is something to compare with. */
  | { readonly kind: 'change'; readonly delta: NanoUsd | null; readonly ratio: number | null };

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** The exact sum of the rows, and of those left out. */
  readonly total?: readonly Cell[] | undefined;
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** One line each, in a list. */
  readonly points?: readonly string[] | undefined;
  readonly table?: ReportTable | undefined;
  /** Name of a chart that HTML draws here; its numbers are in a table in any case. */
  readonly chart?: 'daily' | 'bridge' | undefined;
}

export interface ReportDocument {
  readonly title: string;
  /** The answer, in one sentence. */
  readonly headline: string;
  readonly figures: readonly { readonly title: string; readonly value: string; readonly note: string }[];
  readonly sections: readonly ReportSection[];
}

export const text = (value: string, detail?: string | undefined): Cell => ({
  kind: 'text',
  text: value,
  detail,
});
export const usd = (value: NanoUsd | null, reason?: string | undefined): Cell => ({
  kind: 'usd',
  usd: value,
  reason,
});
export const count = (value: number | null): Cell => ({ kind: 'count', count: value });
export const share = (value: number | null): Cell => ({ kind: 'share', share: value });
export const left = (title: string): Column => ({ title, align: 'left' });
export const right = (title: string): Column => ({ title, align: 'right' });
