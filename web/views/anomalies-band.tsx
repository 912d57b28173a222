/**
 * The band of one scope: its chart, and the hours outside it as a table.
 * @module
 */

import type { Scope } from '../../src/analysis/anomaly/spend/series.ts';
import { scopeWords } from '../../src/analysis/anomaly/spend/words.ts';
import type { Band } from '../../src/answers/anomalies.ts';
import { NONE_LABEL } from '../../src/domain/dimension.ts';
import { usdNumber } from '../../src/domain/format.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import { type EpochHour, type EpochSeconds, startOfHour } from '../../src/domain/time.ts';
import type { BandPoint } from '../charts/band-data.ts';
import { labelOf, type Names } from '../format/label.ts';
import { clockText, dayText, momentText } from '../format/moment.ts';
import { titleOf } from '../format/titles.ts';
import { link } from '../overview/address.ts';
import { ChartPicture } from './chart-picture.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Money } from './numbers.tsx';

/** Dollars for drawing; the day's name stands at midnight. */
export function bandPoints({ from, hours }: Band, now: EpochSeconds): BandPoint[] {
  return hours.map(({ cost, expected, upper, tier, out }, i) => {
    const at = startOfHour((from + i) as EpochHour);
    return {
      label: clockText(at) === '00:00' ? dayText(at, now) : '',
      cost: Number.isNaN(cost) ? null : dollars(cost),
      expected: tier === null ? null : dollars(expected),
      upper: tier === null ? null : dollars(upper),
      anomaly: out,
    };
  });
}

const nano = (amount: number) => nanoUsd(BigInt(Math.round(amount)));
const dollars = (amount: number) => usdNumber(nano(amount));

/** `principal=arn:…`, as the parameter `band` has it. */
export const bandParameter = ({ dimension, value }: Scope): string =>
  dimension === 'total' ? 'total' : `${dimension}=${value ?? NONE_LABEL}`;

/** What a scope is called on pages. */
export function scopeLabel(scope: Scope, names: Names): string {
  const { dimension } = scope;
  return dimension === 'total' ? 'Total spend' : `${titleOf(dimension)} ${scopeName(scope, names)}`;
}

/** The same within a sentence: `agent `, and its name. */
export const kindOf = ({ dimension }: Scope): string =>
  dimension === 'total' ? 'spread over ' : `${dimension === 'region' ? 'Region' : dimension} `;
export const scopeName = ({ dimension, value }: Scope, names: Names): string =>
  dimension === 'total' ? 'all spend' : labelOf(dimension, value, names).text;

export interface BandCardProps {
  readonly band: Band;
  readonly state: URLSearchParams;
  readonly path: string;
  readonly names: Names;
  readonly now: EpochSeconds;
}

export function BandCard({ band, state, path, names, now }: BandCardProps) {
  const outside = band.hours
    .map((hour, i) => ({ ...hour, at: startOfHour((band.from + i) as EpochHour) }))
    .filter(({ out }) => out);
  const label = scopeLabel(band.scope, names);
  const alt = `Spend per hour of ${scopeWords(band.scope)} with the band in which it is usual; ${outside.length} hours lie above it. The table below has them.`;
  return (
    <section class="card chart-card" aria-labelledby="band-title">
      <header class="card-head">
        <h2 id="band-title">
          <bdi>{label}</bdi> per hour <span class="utc">UTC</span>
        </h2>
        {band.scope.dimension !== 'total' && <a href={link(path, state, { band: null })}>Show the total</a>}
      </header>
      <ul class="legend">
        <li>
          <span class="swatch series-0" aria-hidden="true" /> spend
        </li>
        <li>
          <span class="swatch anomaly-swatch" aria-hidden="true" /> spend above the band
        </li>
        <li>
          <span class="swatch series-rest" aria-hidden="true" /> usual; the dashed line is the expected
        </li>
      </ul>
      <ChartPicture src={(theme) => link('/charts/anomalies.svg', state, { theme })} alt={alt} height={320} />
      <details class="behind">
        <summary>The hours above the band</summary>
        <DataTable
          label="Hours above the band"
          caption="Hours above the band, UTC"
          columns={['Hour (UTC)', ...numbers(['Spend', 'Expected', 'Usual at most'])]}
        >
          {outside.map(({ at, cost, expected, upper }) => (
            <tr>
              <th scope="row">{momentText(at, now)}</th>
              {[cost, expected, upper].map((amount) => (
                <td class="number">
                  <Money value={nano(amount)} />
                </td>
              ))}
            </tr>
          ))}
        </DataTable>
      </details>
    </section>
  );
}
