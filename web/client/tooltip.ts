/**
 * What stands at the pointer: the bucket, its parts from the largest, their sum.
 * @module
 */
import { formatCount, formatUsd } from '../../src/domain/format.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import type { BucketState, SpendChart } from '../charts/spend-data.ts';

const STATES: Readonly<Record<BucketState, string>> = {
  whole: '',
  running: 'still coming in',
  cut: 'in part',
  empty: 'no calls',
  unknown: 'no data',
};

const MOST_MARKS = 4;

export function bucketTooltip(data: SpendChart, index: number): HTMLElement {
  const bucket = data.buckets[index];
  const root = element('div', 'tip');
  if (!bucket) return root;
  const state = STATES[bucket.state];
  root.append(element('div', 'tip-title', `${bucket.title} UTC${state === '' ? '' : ` · ${state}`}`));
  const parts = data.series
    .map(({ name, slot, values }) => ({ name, slot, value: values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const list = element('dl', 'tip-list');
  for (const { name, slot, value } of parts) {
    const row = element('div', 'tip-row');
    const title = element('dt', '');
    title.append(element('span', `swatch ${slot === null ? 'series-rest' : `series-${slot}`}`), name);
    row.append(title, element('dd', '', text(data, value)));
    list.append(row);
  }
  if (parts.length > 1) {
    const total = element('div', 'tip-row tip-total');
    const sum = parts.reduce((all, { value }) => all + value, 0);
    total.append(element('dt', '', 'Total'), element('dd', '', text(data, sum)));
    list.append(total);
  }
  if (parts.length > 0) root.append(list);
  const { marks = [] } = bucket;
  for (const { kind, title } of marks.slice(0, MOST_MARKS)) {
    root.append(element('div', `tip-mark mark-of-${kind}`, title));
  }
  if (marks.length > MOST_MARKS)
    root.append(element('div', 'tip-mark', `and ${marks.length - MOST_MARKS} more`));
  return root;
}

function text({ measure }: SpendChart, value: number): string {
  return measure === 'tokens' ? formatCount(value) : formatUsd(nanoUsd(BigInt(Math.round(value * 1e9))));
}

function element(tag: string, className: string, content?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
}
