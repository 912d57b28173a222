/**
 * Hour of week against how full: a table whose cells are coloured, so that it reads without colour, too.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import { HEAT_LEGEND, type HeatCell, heatMap } from '../charts/heat-map.ts';

export interface HeatMapProps {
  /** Shares by hour of the week, Monday 00:00 UTC first; null: not covered by data. */
  readonly week: readonly (number | null)[];
  /** What is shown, in words. */
  readonly caption: string;
}

export function HeatMap({ week, caption }: HeatMapProps) {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  return (
    <>
      <ul class="legend">
        {HEAT_LEGEND.map((text, i) => (
          <li>
            <span class={`swatch heat-${i + 1}`} aria-hidden="true" />
            {text}
          </li>
        ))}
        <li>
          <span class="swatch heat-none" aria-hidden="true" />
          no data
        </li>
      </ul>
      <section class="table-scroll heat-scroll" tabindex={0} aria-label={caption}>
        <table class="heat">
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">UTC</th>
              {hours.map((hour) => (
                <th scope="col">{hour}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heatMap(week).map(({ day, cells }) => (
              <tr>
                <th scope="row">{day.slice(0, 3)}</th>
                {cells.map((cell) => (
                  <Cell cell={cell} day={day} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ cell: { hour, share, level }, day }: { cell: HeatCell; day: string }) {
  const time = `${day} ${String(hour).padStart(2, '0')}:00 to ${String(hour).padStart(2, '0')}:59 UTC`;
  if (share === null) return <td class="heat-none" title={`${time}: no data`} />;
  const text = share === 0 ? '' : share < 0.005 ? '<1' : String(Math.round(100 * share));
  return (
    <td class={`heat-${level}`} title={`${time}: ${percent(share)} in the fullest minute`}>
      {text}
    </td>
  );
}
