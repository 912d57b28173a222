/**
 * How the month adds up: spent, and the futures it may have.
 * @module
 */
import type { BudgetAnswer } from '../../src/answers/budgets.ts';
import type { Forecast } from '../../src/answers/forecast.ts';
import { formatUsd, usdNumber } from '../../src/domain/format.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import { dayOf, type EpochDay, type EpochSeconds, epochSeconds, startOfDay } from '../../src/domain/time.ts';
import type { BurnUp } from '../charts/forecast-option.ts';
import { dayText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { ChartPicture } from './chart-picture.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Money } from './numbers.tsx';

/** Dollars at the end of each day of the month; budgets over the same month and all of the spend are lines. */
export function burnUpOf(
  { request, days, total }: Forecast,
  budgets: readonly BudgetAnswer[],
  now: EpochSeconds,
): BurnUp {
  const { period, where } = request;
  const first = dayOf(period.from);
  const count = dayOf(epochSeconds(period.to - 1)) - first + 1;
  const all = Array.from({ length: count }, (_, i) => (first + i) as EpochDay);
  const costs = new Map(days.map(({ day, cost }) => [day, cost]));
  const begins = total.path[0]?.day ?? Number.POSITIVE_INFINITY;
  const lastSpent = Math.min(begins, Math.max(...costs.keys(), Number.NEGATIVE_INFINITY));
  let sum = 0;
  const spent = all.map((day) => {
    if (day > lastSpent) return null;
    sum += costs.get(day) ?? 0;
    return dollars(sum);
  });
  const futures = new Map(total.path.map((one) => [one.day, one]));
  const at = (key: 'low' | 'mid' | 'high') =>
    all.map((day, i) => {
      const found = futures.get(day);
      // The dashed line starts where the solid one ends: at yesterday.
      if (found === undefined) return day === begins - 1 ? (spent[i] ?? null) : null;
      return usdNumber(found[key]);
    });
  const limits = budgets.filter(
    (one) =>
      one.problem === null &&
      one.range.from === period.from &&
      one.range.to === period.to &&
      Object.keys(one.where).length === 0 &&
      where.length === 0,
  );
  return {
    labels: all.map((day) => dayText(startOfDay(day), now)),
    spent: spent.map((value, i) => (all[i] === begins ? null : value)),
    ...{ low: at('low'), mid: at('mid'), high: at('high') },
    limits: limits.map(({ name, state }) => ({ name: visible(name), usd: usdNumber(state.limit) })),
  };
}

const dollars = (nano: number) => usdNumber(nanoUsd(BigInt(Math.round(nano))));

export interface BurnUpCardProps {
  readonly answer: Forecast;
  readonly state: URLSearchParams;
  readonly now: EpochSeconds;
}

export function BurnUpCard({ answer, state, now }: BurnUpCardProps) {
  const { total } = answer;
  const end = total.forecast;
  const alt =
    end === null
      ? `Spend of the month adding up to ${formatUsd(total.actual)}.`
      : `Spend of the month adding up to ${formatUsd(total.actual)} so far and to ${formatUsd(end.mid)} at its end, between ${formatUsd(end.low)} and ${formatUsd(end.high)} in eight of ten futures.`;
  return (
    <section class="card chart-card" aria-labelledby="burn-up-title">
      <header class="card-head">
        <h2 id="burn-up-title">
          Spend as it adds up <span class="utc">UTC</span>
        </h2>
      </header>
      <ul class="legend">
        <li>
          <span class="swatch series-0" aria-hidden="true" /> spent
        </li>
        {end !== null && (
          <li>
            <span class="swatch hatched" aria-hidden="true" /> forecast (dashed), with eight of ten futures
            around it; dotted lines are budgets of all spend
          </li>
        )}
      </ul>
      <ChartPicture src={(theme) => link('/charts/forecast.svg', state, { theme })} alt={alt} height={320} />
      <details class="behind">
        <summary>The days to come</summary>
        <DataTable
          label="The days to come"
          caption="Spend of the month at the end of each day to come, UTC"
          columns={['Up to the end of (UTC)', ...numbers(['At least', 'Middle', 'At most'])]}
        >
          {total.path.map(({ day, low, mid, high }) => (
            <tr>
              <th scope="row">{dayText(startOfDay(day), now)}</th>
              {[low, mid, high].map((amount) => (
                <td class="number">
                  <Money value={amount} />
                </td>
              ))}
            </tr>
          ))}
        </DataTable>
      </details>
    </section>
  );
}
