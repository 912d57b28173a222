/**
 * The spend chart: drawn by the client, as a picture without JavaScript, and as a table in any case.
 * @module
 */
import { formatUsd } from '../../src/domain/format.ts';
import { tokensOf, unpricedTokens } from '../../src/domain/measures.ts';
import type { ChartBucket } from '../charts/spend-data.ts';
import { link } from '../overview/address.ts';
import { type ChartModel, chartSummary } from '../overview/chart.ts';
import type { Overview } from '../overview/model.ts';
import { JsonScript } from './json-script.tsx';
import { Count, Money, UnpricedBadge } from './numbers.tsx';
import { Swatch } from './usage-table.tsx';

const PER = { hour: 'hour', day: 'day', month: 'month' } as const;

export function SpendChartSection({ overview, path }: { overview: Overview; path: string }) {
  const { chart, request, data } = overview;
  const { state, measure } = request;
  const picture = (theme: string) => link('/charts/spend.svg', state, { theme });
  const title = `${measure === 'cost' ? 'Cost' : 'Tokens'} per ${PER[data.size]} by model`;
  return (
    <section class="card chart-card" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">
          {title} <span class="utc">UTC</span>
        </h2>
        <nav class="segments small" aria-label="What the chart shows">
          <a
            href={link(path, state, { measure: null })}
            aria-current={measure === 'cost' ? 'true' : undefined}
          >
            Cost
          </a>
          <a
            href={link(path, state, { measure: 'tokens' })}
            aria-current={measure === 'tokens' ? 'true' : undefined}
          >
            Tokens
          </a>
        </nav>
      </header>
      <Legend chart={chart} />
      <div
        class="chart"
        id="spend-chart"
        role="img"
        aria-label={chartSummary(chart)}
        data-chart="spend-data"
      />
      <JsonScript id="spend-data" data={chart.chart} />
      <noscript>
        <picture>
          <source srcset={picture('dark')} media="(prefers-color-scheme: dark)" />
          <img
            class="chart-picture"
            src={picture('light')}
            width="1200"
            height="320"
            alt={chartSummary(chart)}
          />
        </picture>
      </noscript>
      <BucketTable chart={chart} per={PER[data.size]} />
    </section>
  );
}

function Legend({ chart: { chart } }: { chart: ChartModel }) {
  const states = new Set(chart.buckets.map(({ state }) => state));
  const kinds = new Set(chart.buckets.flatMap(({ marks = [] }) => marks.map(({ kind }) => kind)));
  return (
    <ul class="legend">
      {chart.series.map(({ name, slot }) => (
        <li>
          <Swatch slot={slot} />
          <bdi>{name}</bdi>
        </li>
      ))}
      {(states.has('running') || states.has('cut')) && (
        <li>
          <span class="swatch hatched" aria-hidden="true" />
          in part: still running, or cut by the range
        </li>
      )}
      {kinds.has('alarm') && (
        <li>
          <span class="mark mark-alarm" aria-hidden="true" />
          an alarm began
        </li>
      )}
      {kinds.has('price') && (
        <li>
          <span class="mark" aria-hidden="true" />a price changed
        </li>
      )}
    </ul>
  );
}

const STATE_WORDS: Readonly<Record<ChartBucket['state'], string>> = {
  whole: '',
  running: 'still coming in',
  cut: 'in part',
  empty: 'no calls',
  unknown: 'no data',
};

function BucketTable({ chart, per }: { chart: ChartModel; per: string }) {
  const shown = chart.buckets.filter(({ state }) => state !== 'unknown');
  return (
    <details class="behind">
      <summary>The numbers behind the chart</summary>
      <section class="table-scroll" tabindex={0} aria-label={`Spend by ${per}`}>
        <table>
          <caption class="visually-hidden">Spend by {per}, UTC</caption>
          <thead>
            <tr>
              <th scope="col">{per === 'hour' ? 'Hour' : per === 'day' ? 'Day' : 'Month'} (UTC)</th>
              <th scope="col" class="number">
                Cost
              </th>
              <th scope="col" class="number">
                Calls
              </th>
              <th scope="col" class="number">
                Failed
              </th>
              <th scope="col" class="number">
                Tokens
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ title, href, measures, cost, state, happened }) => (
              <tr>
                <th scope="row">
                  <a href={href}>{title}</a>
                </th>
                <td class="number strong">
                  {state === 'empty' ? (
                    formatUsd(null)
                  ) : (
                    <Money value={cost} reason="none of it has a price" />
                  )}
                </td>
                <td class="number">
                  <Count value={measures.invocations} />
                </td>
                <td class="number">
                  <Count value={measures.failedInvocations} />
                </td>
                <td class="number">
                  <Count value={tokensOf(measures)} />
                </td>
                <td>
                  {STATE_WORDS[state]}{' '}
                  {unpricedTokens(measures) > 0 && <UnpricedBadge tokens={unpricedTokens(measures)} />}
                  {happened.map((mark) => (
                    <p class={`tip-mark mark-of-${mark.kind}`}>
                      {mark.href === null ? mark.title : <a href={mark.href}>{mark.title}</a>}
                    </p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
