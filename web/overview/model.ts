/**
 * The overview as data: rows in, what the page shows out. Pure.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import { costOf } from '../../src/analysis/spend.ts';
import { isUnpriced, type StoreDimension, type UsageRow } from '../../src/domain/measures.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { UnpricedUsage } from '../../src/store/port.ts';
import { labelOf, type Names } from '../format/label.ts';
import { causeOf } from './cause.ts';
import { type ChartModel, chartOf } from './chart.ts';
import type { DarkUsage } from './dark.ts';
import { type Figure, figuresOf } from './figures.ts';
import { groupRows, type Key, sumOf } from './group.ts';
import type { OverviewData } from './load.ts';
import { alarmMarks, priceMarks } from './marks.ts';
import type { Periods } from './periods.ts';
import type { Filters, OverviewRequest } from './request.ts';
import { sentenceOf, type Words } from './sentence.ts';
import { type Table, tableOf } from './table.ts';
import { type Wording, wordingOf } from './wording.ts';

export interface Overview {
  readonly request: OverviewRequest;
  readonly data: OverviewData;
  readonly periods: Periods;
  readonly wording: Wording;
  /** False: nothing was called in the range, under these filters. */
  readonly used: boolean;
  readonly sentence: readonly Words[];
  readonly figures: readonly Figure[];
  readonly chart: ChartModel;
  readonly models: Table;
  readonly principals: Table;
  readonly breakdown: Table;
  /** What has no price, largest first; empty under filters, since the list does not know them. */
  readonly unpriced: readonly UnpricedUsage[];
  readonly names: Names;
  readonly now: EpochSeconds;
  /** What only metrics saw; in the headline, and in no table. Null where there is none. */
  readonly dark: DarkUsage | null;
}

/** Rows shown in a table before "show all". */
const ROWS = 25;

/** Builds the page's view model. */
export function overviewOf(
  asked: OverviewRequest,
  data: OverviewData,
  names: Names,
  now: EpochSeconds,
  dark: DarkUsage | null = null,
  book: PriceBook | null = null,
): Overview {
  const { periods, complete, running, before } = data;
  const { by } = asked;
  const limit = asked.allRows ? Number.POSITIVE_INFINITY : ROWS;
  const table = (
    dimensions: readonly StoreDimension[],
    rows: { now: readonly UsageRow[]; complete: readonly UsageRow[]; before: readonly UsageRow[] | null },
    positions: { now: readonly number[]; before: readonly number[] },
  ): Table => {
    const compared = rows.before && {
      now: groupRows(rows.complete, positions.now),
      before: groupRows(rows.before, positions.before),
    };
    const matches = matcherOf(asked.search, dimensions, names);
    return tableOf({ dimensions, now: groupRows(rows.now, positions.now), compared, limit, matches });
  };
  const modelRows = [...complete.models, ...running.models];
  const callers = {
    now: [...complete.callers, ...running.callers],
    complete: complete.callers,
    before: before?.callers ?? null,
  };
  const breakdownAt = by.map((_, i) => i + 1);
  const models = table(
    ['model'],
    { now: modelRows, complete: complete.models, before: before?.models ?? null },
    { now: [1], before: [0] },
  );
  const principals = table(['principal'], callers, { now: [0], before: [0] });
  const breakdown = table(by, callers, { now: breakdownAt, before: breakdownAt });
  const total = models.total;
  // Dollars that nobody knows are no chart; tokens are.
  const request = isUnpriced(total.measures) ? { ...asked, measure: 'tokens' as const } : asked;
  const wording = wordingOf(periods, request.since, now);
  const chart = chartOf({
    ...{ rows: modelRows, periods, size: data.size, extent: data.extent, dataUpTo: data.dataUpTo },
    ...{ measure: request.measure, names, state: request.state, now, colours: data.colours },
    marks: [
      ...alarmMarks(data.alarms, periods.range, request.filters),
      ...(book === null ? [] : priceMarks(book, modelRows, periods.range)),
    ],
  });
  return {
    ...{ request, data, periods, wording, names, now, dark, chart, models, principals, breakdown },
    used: modelRows.length > 0,
    sentence: sentenceOf({
      total: total.measures,
      cost: costOf(total.measures),
      dark,
      change: total.change,
      cause: causeOf(
        [principals, ...(isTelling(request.by) ? [breakdown] : []), models],
        names,
        request.state,
      ),
      wording,
      scope: scopeText(request.filters, names),
    }),
    figures: figuresOf({
      total: total.measures,
      dark,
      now: before && sumOf(complete.models),
      before: before && sumOf(before.models),
      change: total.change,
      noComparison: periods.noComparison,
      wording,
    }),
    unpriced: data.unpriced,
  };
}

/** Only a single dimension names a cause. */
const isTelling = (by: readonly StoreDimension[]): boolean => by.length === 1;

/** Whether a row's labels or whole values contain the text, whatever the case. */
function matcherOf(search: string, dimensions: readonly StoreDimension[], names: Names) {
  const wanted = search.toLowerCase();
  return (key: Key): boolean =>
    wanted === '' ||
    dimensions.some((dimension, i) => {
      const { text, detail, full } = labelOf(dimension, key[i] ?? null, names);
      return `${text} ${detail ?? ''} ${full ?? ''}`.toLowerCase().includes(wanted);
    });
}

/** `Claude Haiku 4.5 and role app`. */
export function scopeText(filters: Filters, names: Names): string {
  return filters
    .map(({ dimension, values }) => values.map((value) => labelOf(dimension, value, names).text).join(' or '))
    .join(' and ');
}
