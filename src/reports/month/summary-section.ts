/**
 * The report in a few lines, for who reads no further: why it moved, how sure the total is, what to do.
 * @module
 */
import { deltaText } from '../../../web/format/change.ts';
import { CAUSES } from '../../analysis/bridge.ts';
import type { Month } from '../../answers/month.ts';
import { formatCount } from '../../domain/format.ts';
import { unpricedTokens } from '../../domain/measures.ts';
import { cellText } from '../cell-text.ts';
import type { ReportSection } from '../document.ts';
import { CAUSE_TEXT } from './bridge-section.ts';

export interface SummaryInput {
  readonly month: Month;
  /** Sentences on the logs and the bill. */
  readonly witnesses: readonly string[];
  /** The sections behind it, of which it names the first lines. */
  readonly sections: readonly ReportSection[];
}

export function summarySection({ month, witnesses, sections }: SummaryInput): ReportSection {
  const points = [why(month), sure(month, witnesses), budget(sections), cheaper(sections)];
  return {
    id: 'summary',
    title: 'In short',
    paragraphs: [],
    points: points.filter((point) => point !== null),
  };
}

/** The two causes that moved the total most. */
function why({ bridge, closed }: Month): string | null {
  if (bridge === null) return null;
  const size = (amount: bigint) => (amount < 0n ? -amount : amount);
  const moved = CAUSES.filter((cause) => bridge.causes[cause] !== 0n).toSorted((a, b) =>
    Number(size(bridge.causes[b]) - size(bridge.causes[a])),
  );
  if (moved.length === 0) return null;
  const words = moved.slice(0, 2).map((cause) => {
    const [title, means] = CAUSE_TEXT[cause];
    return `${title} ${deltaText(bridge.causes[cause])} (${means})`;
  });
  const than = closed ? 'the month before' : 'the same part of the month before';
  return `Why it moved against ${than}: ${words.join('; ')}.`;
}

function sure(month: Month, witnesses: readonly string[]): string {
  const tokens = unpricedTokens(month.total);
  const ids = month.unpriced.length;
  const priced =
    tokens === 0 && ids === 0
      ? 'every token had a price'
      : `${formatCount(tokens)} tokens of ${ids} ${ids === 1 ? 'id' : 'ids'} had no price and are in no amount`;
  return [`How sure it is: ${priced}.`, ...witnesses.slice(0, 1)].join(' ');
}

/** The first row of a section's table, as people read it. */
function firstRow(sections: readonly ReportSection[], id: string): string[] | null {
  const row = sections.find((section) => section.id === id)?.table?.rows[0];
  return row === undefined ? null : row.map(cellText);
}

function budget(sections: readonly ReportSection[]): string | null {
  const row = firstRow(sections, 'budgets');
  if (row === null) return null;
  const [name = '', , limit = '', spent = '', used = ''] = row;
  return `Budget ${name}: ${spent} of ${limit}, ${used}.`;
}

function cheaper(sections: readonly ReportSection[]): string | null {
  const row = firstRow(sections, 'savings');
  if (row === null) return null;
  const [title = '', saving = '', fix = ''] = row;
  const [step = ''] = fix.split(/(?<=\.) /);
  return `What to do first: ${title} (${saving} a month). ${step}`;
}
