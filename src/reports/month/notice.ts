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
import { headline, type MonthNames } from './document.ts';
import { reportKey } from './due.ts';

const TOP = 3;

export function monthNotice(month: Month, names: MonthNames): Notice {
  const { total, before, unpriced } = month;
  return {
    key: reportKey(month.month),
    title: `Amazon Bedrock in ${month.month}: ${formatUsd(pricedCost(total))}`,
    summary: headline(month, names),
    facts: [
      ['Cost', formatUsd(costOf(total))],
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
