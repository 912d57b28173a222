/**
 * The chart of coverage: logged and dark tokens by day, and the numbers behind it.
 * @module
 */
import type { Coverage, CoverageDay } from '../../src/answers/coverage.ts';
import { formatCount } from '../../src/domain/format.ts';
import { type EpochSeconds, isoDay, startOfDay } from '../../src/domain/time.ts';
import { type CoverageBar, DARK_SLOT, LOGGED_SLOT } from '../charts/coverage-option.ts';
import { dayText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import { ChartPicture } from './chart-picture.tsx';
import { Bounds } from './coverage-parts.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Count, Money } from './numbers.tsx';

export function coverageBars(days: readonly CoverageDay[], now: EpochSeconds): CoverageBar[] {
  return days.map(({ day, loggedTokens, darkTokens }) => ({
    label: dayText(startOfDay(day), now),
    logged: loggedTokens,
    dark: darkTokens,
  }));
}

export function CoverageChart({ answer, state }: { answer: Coverage; state: URLSearchParams }) {
  const { days } = answer;
  const dark = days.reduce((sum, { darkTokens }) => sum + darkTokens, 0);
  const logged = days.reduce((sum, { loggedTokens }) => sum + loggedTokens, 0);
  return (
    <section class="card chart-card" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">
          Tokens per day <span class="utc">UTC</span>
        </h2>
      </header>
      <ul class="legend">
        <li>
          <span class={`swatch series-${LOGGED_SLOT}`} aria-hidden="true" />
          Logged
        </li>
        <li>
          <span class={`swatch series-${DARK_SLOT}`} aria-hidden="true" />
          Seen only by metrics (hatched)
        </li>
      </ul>
      <ChartPicture
        src={(theme) => link('/charts/coverage.svg', state, { theme })}
        alt={`${formatCount(logged)} tokens logged and ${formatCount(dark)} seen only by metrics over ${days.length} days`}
      />
      <details class="behind">
        <summary>The numbers behind the chart</summary>
        <DataTable
          label="Tokens by day"
          caption="Tokens by day, UTC: logged, and seen only by metrics"
          columns={['Day (UTC)', ...numbers(['Logged tokens', 'Logged cost', 'Dark tokens', 'Dark cost'])]}
        >
          {days.map((day) => (
            <tr>
              <th scope="row">{isoDay(day.day)}</th>
              <td class="number">
                <Count value={day.loggedTokens} />
              </td>
              <td class="number">
                <Money value={day.loggedCost} />
              </td>
              <td class="number">
                <Count value={day.darkTokens} />
              </td>
              <td class="number">
                <Bounds cost={day.dark} none={day.darkTokens === 0} />
              </td>
            </tr>
          ))}
        </DataTable>
      </details>
    </section>
  );
}
