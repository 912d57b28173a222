/**
 * The range picker: presets as links, any range as a form, and whether to compare. It works without JavaScript.
 * @module
 */
import {
  type EpochSeconds,
  epochSeconds,
  isoInstant,
  monthOf,
  type TimeRange,
} from '../../src/domain/time.ts';
import { rangeText } from '../format/moment.ts';
import { type Changes, link } from '../overview/address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { HiddenState } from './hidden-state.tsx';
import { Icon } from './icons.tsx';

export interface RangePickerProps {
  readonly request: OverviewRequest;
  readonly path: string;
  readonly now: EpochSeconds;
  /** Whether the page compares with the period before, and asks whether to. */
  readonly compares?: boolean;
}

interface Preset {
  readonly title: string;
  readonly changes: Changes;
  readonly active: boolean;
}

export function RangePicker({ request, path, now, compares = false }: RangePickerProps) {
  const { state, range, compare } = request;
  const choices = presets(request, now);
  const custom = choices.every(({ active }) => !active);
  return (
    <div class="range">
      <nav class="segments" aria-label="Range">
        {choices.map(({ title, changes, active }) => (
          <a href={link(path, state, { ...changes, rows: null })} aria-current={active ? 'true' : undefined}>
            {title}
          </a>
        ))}
        <details class="menu">
          <summary class={custom ? 'current' : undefined}>
            {custom ? rangeText(range, now) : 'Custom'}
            <Icon name="down" />
          </summary>
          <form method="get" action={path} class="menu-panel">
            <HiddenState state={state} except={['from', 'to', 'since', 'rows']} />
            <label>
              From{' '}
              <input type="datetime-local" name="from" step="3600" required value={localInput(range.from)} />
            </label>
            <label>
              Up to{' '}
              <input type="datetime-local" name="to" step="3600" required value={localInput(range.to)} />
            </label>
            <p class="muted">Both in UTC; the second is not included.</p>
            <button type="submit">Show</button>
          </form>
        </details>
      </nav>
      {compares && (
        <a
          class="toggle"
          title="Compare with the period before"
          role="switch"
          aria-checked={compare ? 'true' : 'false'}
          href={link(path, state, { compare: compare ? 'none' : null })}
        >
          Compare
        </a>
      )}
    </div>
  );
}

function presets({ since, range }: OverviewRequest, now: EpochSeconds): Preset[] {
  const month = monthOf(now);
  const last = monthOf(epochSeconds(month.from - 1));
  const span = (text: string, title: string): Preset => ({
    title,
    changes: { since: text, from: null, to: null },
    active: since === text,
  });
  const same = (a: TimeRange) => since === null && a.from === range.from && a.to === range.to;
  return [
    span('24h', '24 h'),
    span('7d', '7 d'),
    span('30d', '30 d'),
    { title: 'This month', changes: { since: null, from: null, to: null }, active: same(month) },
    {
      title: 'Last month',
      changes: {
        since: null,
        from: isoInstant(last.from).slice(0, 10),
        to: isoInstant(last.to).slice(0, 10),
      },
      active: same(last),
    },
  ];
}

const localInput = (at: EpochSeconds): string => isoInstant(at).slice(0, 16);
