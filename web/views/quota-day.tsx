/**
 * The last day of a quota by minute: a picture, and the numbers behind it.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import { groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { epochSeconds } from '../../src/domain/time.ts';
import { RESERVED_SLOT, THROTTLE_SLOT, USED_SLOT } from '../charts/quota-minutes.ts';
import { momentText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import { unitOf } from '../quotas/words.ts';
import { ChartPicture } from './chart-picture.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Count } from './numbers.tsx';

export function QuotaDay({ detail, state }: { detail: QuotaDetail; state: URLSearchParams }) {
  const { row, minutes } = detail;
  const daily = row.match.parsed.metric === 'tpd';
  const unit = unitOf(row);
  const current = row.windows.day;
  const words = current === null ? 'no data' : `peak ${percent(current.utilization.peak)} of the limit`;
  const src = (theme: string) =>
    link('/charts/quota-minutes.svg', state, { code: row.quota.code, theme, window: null });
  return (
    <section class="card chart-card" aria-labelledby="day-title">
      <header class="card-head">
        <h2 id="day-title">
          The last 24 hours by minute <span class="utc">UTC</span>
        </h2>
      </header>
      <ul class="legend">
        <Key
          slot={USED_SLOT}
          text={daily ? 'tokens of the 24 hours before' : unit === 'tokens' ? 'settled tokens' : unit}
        />
        {minutes?.reserved != null && <Key slot={RESERVED_SLOT} text="reserved when requests start" />}
        <li>
          <span class="swatch quota-limit" aria-hidden="true" />
          limit
        </li>
        <Key slot={THROTTLE_SLOT} text="minutes with throttled calls" />
      </ul>
      <ChartPicture src={src} alt={`${unit} by minute over the last 24 hours: ${words}`} height={320} />
      <details class="behind">
        <summary>The numbers behind the chart, by hour</summary>
        <Hours detail={detail} />
      </details>
    </section>
  );
}

const Key = ({ slot, text }: { slot: number; text: string }) => (
  <li>
    <span class={`swatch series-${slot}`} aria-hidden="true" />
    {text}
  </li>
);

function Hours({ detail: { minutes, now, row } }: { detail: QuotaDetail }) {
  if (minutes === null) return null;
  const { first, used, reserved, throttled, limit } = minutes;
  const hours = Array.from({ length: Math.ceil(used.length / 60) }, (_, i) => i * 60);
  const highest = (values: readonly (number | null)[], from: number) => {
    const known = values.slice(from, from + 60).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return (
    <DataTable
      label="By hour"
      caption="Fullest minute and throttled calls by hour"
      columns={[
        'From (UTC)',
        ...numbers([`Fullest minute, ${unitOf(row)}`, 'Reserved', 'Of the limit', 'Throttled calls']),
      ]}
    >
      {hours.map((from) => {
        const [peak, held] = [highest(used, from), reserved === null ? null : highest(reserved, from)];
        const calls = throttled.slice(from, from + 60).reduce((sum, n) => sum + n, 0);
        return (
          <tr>
            <th scope="row">{momentText(epochSeconds((first + from) * 60), now)}</th>
            <td class="number">{peak === null ? UNKNOWN : groupThousands(Math.round(peak))}</td>
            <td class="number">{held === null ? UNKNOWN : groupThousands(Math.round(held))}</td>
            <td class="number">{peak === null ? UNKNOWN : percent(Math.max(peak, held ?? 0) / limit)}</td>
            <td class="number">
              <Count value={calls} />
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
