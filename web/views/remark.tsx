/**
 * What the reader must know about the numbers of this page: data that end early or begin late.
 * @module
 */
import { formatCount, formatUsd } from '../../src/domain/format.ts';
import { momentText, rangeText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import type { DarkUsage } from '../overview/dark.ts';
import type { Overview } from '../overview/model.ts';
import { isStale } from './freshness.tsx';
import { Icon } from './icons.tsx';

export function Remark({ overview }: { overview: Overview }) {
  const remarks = remarksOf(overview);
  if (remarks.length === 0) return null;
  return (
    <ul class="remarks">
      {remarks.map(({ warning, text, href }) => (
        <li class={warning ? 'warning' : undefined}>
          <Icon name={warning ? 'warning' : 'info'} />
          <span>
            {text}
            {href !== undefined && (
              <>
                {' '}
                <a href={href}>Coverage</a>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Where no call was logged, what metrics saw is all there is to say. */
export function DarkRemark({ overview: { dark, request } }: { overview: Overview }) {
  if (dark === null) return null;
  const { href } = darkRemark(dark, request);
  return (
    <ul class="remarks">
      <li class="warning">
        <Icon name="warning" />
        <span>
          No call was logged, but metrics saw {formatCount(dark.tokens)} tokens
          {dark.cost !== null && `, about ${formatUsd(dark.cost)}`}. <a href={href}>Coverage</a>
        </span>
      </li>
    </ul>
  );
}

interface RemarkText {
  readonly warning: boolean;
  readonly text: string;
  /** The page that says more. */
  readonly href?: string;
}

/** Most important first. */
export function remarksOf({ request, periods, data, dark, now }: Overview): RemarkText[] {
  const { range, complete, before, noComparison } = periods;
  const { dataUpTo, extent } = data;
  const remarks: RemarkText[] = [];
  if (dataUpTo !== null && range.to > dataUpTo && isStale(dataUpTo, now)) {
    remarks.push({
      warning: true,
      text: `Nothing has come since ${momentText(dataUpTo, now)} UTC: nobody called, or collecting has stopped. What is missing is not in these numbers; Status says which source is behind.`,
    });
  }
  if (dark !== null) remarks.push({ warning: false, ...darkRemark(dark, request) });
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

/** Nobody can be named for dark usage: it is in the headline alone. */
function darkRemark(dark: DarkUsage, { state }: Overview['request']): Pick<RemarkText, 'text' | 'href'> {
  const price =
    dark.cost === null || dark.low === null || dark.high === null
      ? 'without a price'
      : `about ${formatUsd(dark.cost)}${dark.low === dark.high ? '' : ` (${formatUsd(dark.low)} to ${formatUsd(dark.high)})`}`;
  const text = `${formatCount(dark.tokens)} tokens were seen only by metrics, ${price}: in the headline, not in the chart and tables, which show logged calls.`;
  return { text, href: link('/coverage', state) };
}
