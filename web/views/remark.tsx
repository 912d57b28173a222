/**
 * What the reader must know about the numbers of this page: data that end early or begin late.
 * @module
 */
import { momentText, rangeText } from '../format/moment.ts';
import type { Overview } from '../overview/model.ts';
import { isStale } from './freshness.tsx';
import { Icon } from './icons.tsx';

export function Remark({ overview }: { overview: Overview }) {
  const remarks = remarksOf(overview);
  if (remarks.length === 0) return null;
  return (
    <ul class="remarks">
      {remarks.map(({ warning, text }) => (
        <li class={warning ? 'warning' : undefined}>
          <Icon name={warning ? 'warning' : 'info'} />
          {text}
        </li>
      ))}
    </ul>
  );
}

interface RemarkText {
  readonly warning: boolean;
  readonly text: string;
}

/** Most important first. */
export function remarksOf({ periods, data, now }: Overview): RemarkText[] {
  const { range, complete, before, noComparison } = periods;
  const { dataUpTo, extent } = data;
  const remarks: RemarkText[] = [];
  if (dataUpTo !== null && range.to > dataUpTo && isStale(dataUpTo, now)) {
    remarks.push({
      warning: true,
      text: `Nothing has come since ${momentText(dataUpTo, now)} UTC: nobody called, or collecting has stopped. What is missing is not in these numbers; Status says which source is behind.`,
    });
  }
  if (extent !== null && extent.from > range.from) {
    remarks.push({
      warning: false,
      text: `Data begin on ${momentText(extent.from, now)} UTC; nothing is known before.`,
    });
  }
  if (noComparison === 'partly-before' && extent !== null) {
    const text = `Not compared: of the period before, only the part since ${momentText(extent.from, now)} UTC is recorded.`;
    remarks.push({ warning: false, text });
  }
  if (noComparison === 'too-early')
    remarks.push({ warning: false, text: 'Not compared: no hour of the range is over yet.' });
  if (before !== null && complete !== null && complete.to < range.to) {
    const hours = rangeText({ from: complete.from, to: complete.to }, now);
    remarks.push({
      warning: false,
      text: `Changes compare the complete hours ${hours} UTC with ${rangeText(before, now)}.`,
    });
  }
  return remarks;
}
