/**
 * The monthly report as a document: headline, confidence, why it changed, who spent it, and how it was computed.
 * @module
 */

import { ratioText } from '../../../web/format/change.ts';
import { labelOf, type Names } from '../../../web/format/label.ts';
import { monthName } from '../../../web/format/moment.ts';
import { costOf } from '../../analysis/spend.ts';
import type { Month } from '../../answers/month.ts';
import { formatCount, formatUsd, groupThousands, relativeChange, UNKNOWN } from '../../domain/format.ts';
import {
  addMeasures,
  type Measures,
  NO_MEASURES,
  pricedCost,
  tokensOf,
  unpricedTokens,
} from '../../domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { isoInstant } from '../../domain/time.ts';
import {
  type Cell,
  count,
  left,
  type ReportDocument,
  type ReportSection,
  right,
  text,
  usd,
} from '../document.ts';
import { bridgeSection } from './bridge-section.ts';
import type { Drawn } from './drawn.ts';
import type { MonthParts, Revision } from './parts.ts';
import { revisionText } from './revision-text.ts';
import { summarySection } from './summary-section.ts';
import { shareOf, tableSection } from './table-section.ts';

export interface MonthNames extends Names {
  /** Names of agents by id. */
  readonly agents: ReadonlyMap<string, string>;
}

/** What other analyses say of the month. */
export interface MonthMore {
  /** Likely cost of what only metrics saw; null: nothing, or not known. */
  readonly dark: NanoUsd | null;
  /** Sentences on the logs and the bill, for the box of how sure this is. */
  readonly witnesses: readonly string[];
  /** In order, behind the confidence box, and between the tables and the method. */
  readonly first: readonly ReportSection[];
  readonly last: readonly ReportSection[];
}

/** The report of a month, from what it is written from. */
export function monthDocument({ month, names, more, drawn, revisions }: MonthParts): ReportDocument {
  const [days, inNumbers] = daily(month, drawn.alarms);
  return {
    title: `Amazon Bedrock in ${titleMonth(month)}${revisions.length === 0 ? '' : ' (revised)'}`,
    headline: headline(month, names, more.dark),
    figures: figures(month, more.dark),
    sections: [
      summarySection({ month, witnesses: more.witnesses, sections: more.last }),
      days,
      confidence(month, more.witnesses, revisions),
      ...more.first,
      ...(month.bridge === null ? [] : [bridgeSection(month)]),
      ...month.tables.map((table) => tableSection(table, month, names)),
      ...more.last,
      ...(inNumbers === undefined ? [] : [inNumbers]),
      method(month),
    ],
  };
}

/** What the month cost and how it moved, in a sentence. */
export function headline(month: Month, names: MonthNames, dark: NanoUsd | null): string {
  const { total, before, knownFrom, tables, closed } = month;
  const name = titleMonth(month);
  const logged = pricedCost(total);
  const all = nanoUsd(logged + (dark ?? 0n));
  const named = dark === null || dark === 0n ? '' : `, incl. ${formatUsd(dark)} seen only by metrics`;
  const spent = `${formatUsd(all)} ${closed ? 'in' : 'so far in'} ${name}${named}`;
  if (month.dataUpTo === null) return `No calls of ${name} are known.`;
  const models = tables.find(({ dimension }) => dimension === 'model')?.rows ?? [];
  const [first] = models;
  const most =
    first === undefined || logged === 0n
      ? ''
      : `; ${percent(first.measures, total)} of ${named === '' ? 'it' : 'what is logged'} ${labelOf('model', first.value, names).text}`;
  if (before === null) {
    const why =
      knownFrom === null
        ? 'the first month with data'
        : `not compared: calls of the month before are known only from ${isoInstant(knownFrom).slice(0, 10)}`;
    return `${spent}, ${why}${most}.`;
  }
  const ratio = relativeChange(pricedCost(before), pricedCost(total));
  const than = closed ? 'the month before' : 'the same part of the month before';
  const what = named === '' ? '' : 'logged spend ';
  const moved = ratio === null ? `nothing in ${than}` : `${what}${ratioText(ratio)} against ${than}`;
  return `${spent}, ${moved}${most}.`;
}

const percent = (part: Measures, whole: Measures): string =>
  `${(100 * (shareOf(part, whole) ?? 0)).toFixed(1)} %`;

/** `October 2026`: a report is read in other years, too. */
function titleMonth({ range }: Month): string {
  const name = monthName(range.from, range.from);
  return `${name} ${isoInstant(range.from).slice(0, 4)}`;
}

function figures({ total, before, unpriced }: Month, dark: NanoUsd | null): ReportDocument['figures'] {
  const seen = dark === null || dark === 0n ? null : dark;
  const ids = unpriced.length;
  const tokens = tokensOf(total);
  const prompt = total.input + total.cacheRead + total.cacheWrite;
  return [
    {
      title: 'Cost',
      value: formatUsd(costOf(total)),
      note:
        seen === null ? 'of logged calls' : `of logged calls; ${formatUsd(seen)} more seen only by metrics`,
    },
    {
      title: 'Change',
      value: before === null ? UNKNOWN : ratioOf(pricedCost(before), pricedCost(total)),
      note:
        before === null
          ? 'nothing to compare with'
          : `of logged calls, ${formatUsd(pricedCost(before))} before`,
    },
    {
      title: 'Calls',
      value: formatCount(total.invocations),
      note: `${groupThousands(total.failedInvocations)} failed`,
    },
    { title: 'Tokens', value: formatCount(tokens), note: `${formatCount(total.output)} of them output` },
    {
      title: 'From cache',
      value: prompt === 0 ? UNKNOWN : `${((100 * total.cacheRead) / prompt).toFixed(1)} %`,
      note: 'of prompt tokens',
    },
    {
      title: 'Without a price',
      value: formatCount(unpricedTokens(total)),
      note:
        ids === 0
          ? 'tokens: everything is priced'
          : `tokens of ${ids} ${ids === 1 ? 'id' : 'ids'}: not in the cost`,
    },
  ];
}

function ratioOf(before: NanoUsd, now: NanoUsd): string {
  const ratio = relativeChange(before, now);
  return ratio === null ? 'new' : ratioText(ratio);
}

/** What the reader must know before trusting the total. */
function confidence(
  { priceVersions, unpriced, dataUpTo, closed, overflows, repricings, range }: Month,
  witnesses: readonly string[],
  revisions: readonly Revision[],
): ReportSection {
  const versions = priceVersions.map(({ version, cost }) => `${version} (${formatUsd(cost)})`);
  const paragraphs = [
    'This is an estimate from usage and list prices, less the discounts configured; the bill of AWS decides. Days are UTC, as AWS bills.',
    versions.length === 0 ? 'No money was computed.' : `Prices: ${versions.join('; ')}.`,
    unpriced.length === 0
      ? 'Every token had a price.'
      : 'Some usage had no price. It is counted in tokens below and in no amount of this report.',
    ...witnesses,
  ];
  paragraphs.unshift(...revisions.map(revisionText));
  if (dataUpTo !== null && dataUpTo < range.to) {
    paragraphs.push(
      `${closed ? 'Calls are known' : 'This month still runs: calls are known'} up to ${isoInstant(dataUpTo)}.`,
    );
  }
  if (repricings.length > 0) {
    const moved = repricings.map(
      (one) =>
        `${isoInstant(one.at).slice(0, 10)} by ${one.who}: ${one.reason} (${formatUsd(one.before)} became ${formatUsd(one.after)})`,
    );
    paragraphs.push(`Prices of this month were corrected: ${moved.join('; ')}.`);
  }
  if (overflows.length > 0) {
    const dimensions = [...new Set(overflows.map(({ dimension }) => dimension))];
    paragraphs.push(
      `On ${overflows.length} days more distinct values of ${dimensions.join(', ')} than are kept were seen; they are one row, (other).`,
    );
  }
  const table = {
    caption: 'Usage without a price',
    columns: [
      left('Called id'),
      left('Region'),
      left('Tier'),
      right('Calls'),
      right('Tokens'),
      right('Units'),
    ],
    rows: unpriced.map((one): Cell[] => [
      text(one.modelId),
      text(one.region),
      text(one.tier),
      count(one.invocations),
      count(one.tokens),
      count(one.units),
    ]),
  };
  return {
    id: 'confidence',
    title: 'How sure this is',
    paragraphs,
    table: unpriced.length === 0 ? undefined : table,
  };
}

/** The chart near the beginning, its numbers near the end. */
/** As a chart, with the alarms that it marks in words, and in numbers. */
function daily({ days }: Month, alarms: Drawn['alarms']): [ReportSection, ReportSection?] {
  const byDay = Map.groupBy(days, ({ key }) => key[0] ?? '');
  const rows = [...byDay]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, all]): Cell[] => {
      const sum = all.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
      return [
        text(day),
        usd(costOf(sum), 'none of it has a price'),
        count(sum.invocations),
        count(tokensOf(sum)),
      ];
    });
  const title = 'Day by day';
  if (rows.length === 0) return [{ id: 'days', title, paragraphs: ['No calls.'] }];
  const table = {
    caption: 'Days (UTC) with calls',
    columns: [left('Day'), right('Cost'), right('Calls'), right('Tokens')],
    rows,
  };
  return [
    { id: 'days', title, paragraphs: [], points: alarmPoints(alarms), chart: 'daily' },
    { id: 'days-table', title: `${title}, in numbers`, paragraphs: [], table },
  ];
}

/** More than this is no list that anybody reads; the dashboard has all of them. */
const MOST_POINTS = 12;

function alarmPoints(alarms: Drawn['alarms']): string[] | undefined {
  if (alarms.length === 0) return undefined;
  const shown = alarms.slice(0, MOST_POINTS).map(({ day, title }) => `${day}: alarm, ${title}`);
  const left = alarms.length - shown.length;
  return left === 0 ? shown : [...shown, `${left} more ${left === 1 ? 'alarm' : 'alarms'}`];
}

function method({ month }: Month): ReportSection {
  return {
    id: 'method',
    title: 'How this was computed',
    paragraphs: [
      'Each invocation record becomes token counts by kind: input, output, cache read, and cache write by its time to live. The cost of an hour of one combination of model, scope, Region, tier, prompt size and caller is the exact sum of tokens times unit price, rounded once to a nano-dollar; days, months and tables are sums of these, so parts add up to the total exactly.',
      'Unit prices are those in force when the call was made. Usage without a price is counted in tokens and in no amount.',
      'The change is split model by model in a fixed order (calls, mix, tokens per call, kinds of tokens, prices): another order would draw the lines between causes a little differently, the sum would be the same.',
      `Written by bedrock-meter for ${month}. For the same calls, metrics, bill and prices, this file is the same on every run; facts that come late make it say that it was revised.`,
    ],
  };
}
