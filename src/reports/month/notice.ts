/**
 * The monthly report in short, for Slack and webhooks.
 * @module
 */
import { labelOf } from '../../../web/format/label.ts';
import { costOf } from '../../analysis/spend.ts';
import type { Month } from '../../answers/month.ts';
import type { Notice } from '../../domain/alarm.ts';
import { formatCount, formatUsd } from '../../domain/format.ts';
import { pricedCost, type StoreDimension, unpricedTokens } from '../../domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { headline, type MonthNames } from './document.ts';
import { reportKey } from './due.ts';

const TOP = 3;

/** @param dark likely cost of what only metrics saw; null: nothing, or not known */
export function monthNotice(month: Month, names: MonthNames, dark: NanoUsd | null): Notice {
  const { total, before, unpriced } = month;
  return {
    key: reportKey(month.month),
    title: `Amazon Bedrock in ${month.month}: ${formatUsd(nanoUsd(pricedCost(total) + (dark ?? 0n)))}`,
    summary: headline(month, names, dark),
    facts: [
      ['Logged', formatUsd(costOf(total))],
      ['Seen only by metrics', dark === null ? 'nothing known' : formatUsd(dark)],
      ['The month before', before === null ? 'not known' : formatUsd(pricedCost(before))],
      ['Calls', `${formatCount(total.invocations)}, ${formatCount(total.failedInvocations)} failed`],
      [
        'Without a price',
        unpriced.length === 0
          ? 'nothing'
          : `${formatCount(unpricedTokens(total))} tokens of ${unpriced.length} ids`,
      ],
    ],
    lists: [
      { title: 'Dearest models', items: topOf(month, 'model', names) },
      { title: 'Dearest principals', items: topOf(month, 'principal', names) },
    ].filter(({ items }) => items.length > 0),
    link: `/reports/${month.month}`,
  };
}

function topOf({ tables }: Month, dimension: StoreDimension, names: MonthNames) {
  const rows = tables.find((table) => table.dimension === dimension)?.rows ?? [];
  return rows
    .filter(({ value, measures }) => value !== null && (costOf(measures) ?? 0n) > 0n)
    .slice(0, TOP)
    .map(({ value, measures }) => ({
      name: labelOf(dimension, value, names).text,
      detail: formatUsd(costOf(measures)),
    }));
}
