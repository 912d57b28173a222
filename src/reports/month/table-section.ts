import { labelOf } from '../../../web/format/label.ts';
import { titleOf } from '../../../web/format/titles.ts';
import { costOf } from '../../analysis/spend.ts';
import type { Month, MonthRow, MonthTable } from '../../answers/month.ts';
import { relativeChange } from '../../domain/format.ts';
import {
  addMeasures,
  type Measures,
  NO_MEASURES,
  pricedCost,
  tokensOf,
  unpricedTokens,
} from '../../domain/measures.ts';
import { nanoUsd } from '../../domain/money.ts';
import { type Cell, count, left, type ReportSection, right, share, text, usd } from '../document.ts';
import type { MonthNames } from './document.ts';

/** Rows of a table; the rest are one row. */
const MOST_ROWS = 25;

/** One dimension: dearest first, who is gone among them, what has no value last. */
export function tableSection(
  { dimension, rows }: MonthTable,
  month: Month,
  names: MonthNames,
): ReportSection {
  const title = `By ${titleOf(dimension).replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())}`;
  const nobody = rows.every(({ value }) => value === null);
  if (nobody)
    return {
      id: idOf(dimension),
      title,
      paragraphs: [
        `Nothing carries ${dimension.startsWith('tag:') ? 'this tag' : `an ${dimension}`.replace(/^an (?=[^aeiou])/, 'a ')}.`,
      ],
    };
  const named = rows.filter(({ value }) => value !== null);
  const kept = named.slice(0, MOST_ROWS);
  const rest = named.slice(MOST_ROWS);
  const none = rows.filter(({ value }) => value === null);
  const line = (label: Cell, measures: Measures, before: Measures | null): Cell[] => [
    label,
    usd(costOf(measures), 'none of it has a price'),
    share(shareOf(measures, month.total)),
    changeOf(measures, before, month.before !== null),
    count(measures.invocations),
    count(tokensOf(measures)),
    count(unpricedTokens(measures)),
  ];
  const all = (list: readonly MonthRow[]) => ({
    now: list.map(({ measures }) => measures).reduce(addMeasures, NO_MEASURES),
    before: list.flatMap(({ before }) => before ?? []).reduce(addMeasures, NO_MEASURES),
  });
  const [others, unattributed] = [all(rest), all(none)];
  return {
    id: idOf(dimension),
    title,
    paragraphs: [],
    table: {
      caption: `Dearest first; what has no ${titleOf(dimension).toLowerCase()} is last`,
      columns: [
        left(titleOf(dimension)),
        right('Cost'),
        right('Share'),
        right('Change'),
        right('Calls'),
        right('Tokens'),
        right('Unpriced tokens'),
      ],
      rows: [
        ...kept.map((row) => line(labelCell(dimension, row.value, names), row.measures, row.before)),
        ...(rest.length === 0 ? [] : [line(text(`${rest.length} more`), others.now, others.before)]),
        ...(none.length === 0
          ? []
          : [line(labelCell(dimension, null, names), unattributed.now, none[0]?.before ?? null)]),
      ],
      total: line(text('Total'), month.total, month.before),
    },
  };
}

const idOf = (dimension: string): string => `by-${dimension.replace(/[^a-zA-Z0-9]+/g, '-')}`;

function labelCell(dimension: MonthTable['dimension'], value: string | null, names: MonthNames): Cell {
  const agent = dimension === 'agent' && value !== null ? names.agents.get(value) : undefined;
  if (agent !== undefined) return text(labelOf('agent', agent, names).text, value ?? undefined);
  const label = labelOf(dimension, value, names);
  return text(label.text, label.detail ?? undefined);
}

/** Of the cost of the whole, to a hundredth of a percent; null where it is not known. */
export function shareOf(part: Measures, whole: Measures): number | null {
  const [of, all] = [costOf(part), pricedCost(whole)];
  return of === null || all === 0n ? null : Number((of * 10_000n) / all) / 10_000;
}

function changeOf(is: Measures, was: Measures | null, comparable: boolean): Cell {
  if (!comparable) return { kind: 'change', delta: null, ratio: null };
  const before = was === null ? nanoUsd(0n) : pricedCost(was);
  const after = pricedCost(is);
  return { kind: 'change', delta: nanoUsd(after - before), ratio: relativeChange(before, after) };
}
