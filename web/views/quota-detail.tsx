/**
 * One quota: its last day by minute, its week by hour, who fills it, its values over time, and the text of a request.
 * @module
 */
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import { type QuotaRow, windowText } from '../../src/answers/quota.ts';
import type { WebDeps } from '../deps.ts';
import { visible } from '../format/visible.ts';
import { namesOf } from '../overview/names.ts';
import { detailFigures } from '../quotas/detail-figures.ts';
import { quotaKind, quotaTitle } from '../quotas/words.ts';
import type { Aged } from './age.tsx';
import { Figures } from './figures.tsx';
import { HeatMap } from './heat-map.tsx';
import { Ago } from './moment.tsx';
import { QuotaCallers } from './quota-callers.tsx';
import { QuotaDay } from './quota-day.tsx';
import { QuotaHow } from './quota-how.tsx';
import { WindowPicker } from './quota-scope.tsx';
import { QuotaState } from './quota-state.tsx';
import { IncreaseText, QuotaValues } from './quota-values.tsx';
import { shell } from './shell.tsx';

export interface QuotaDetailPage {
  readonly deps: WebDeps;
  readonly detail: QuotaDetail;
  readonly state: URLSearchParams;
}

export function quotaDetailPage({ deps, age, detail, state }: QuotaDetailPage & Aged) {
  const { row, now, minutes, week } = detail;
  const names = namesOf(deps.book, deps.config);
  const title = quotaTitle(row);
  const path = `/quotas/${encodeURIComponent(row.quota.code)}`;
  const { account, region, quota } = row;
  const query = new URLSearchParams({ account, region, window: windowText(detail.window) });
  const api = `/api/quota/${encodeURIComponent(quota.code)}?${query}`;
  return shell({
    deps,
    age,
    title: `Quota: ${title}`,
    active: 'quotas',
    bar: (
      <>
        <a href="/quotas">All quotas</a>
        <WindowPicker path={path} state={state} window={detail.window} />
      </>
    ),
    children: (
      <>
        <h1 class="answer">
          <bdi class="name">{visible(title)}</bdi>, {quotaKind(row)}, {row.region}:{' '}
          <QuotaState state={row.state} />
          {row.since !== null && (
            <>
              {' '}
              since <Ago at={row.since} now={now} />
            </>
          )}
          . {visible(sentence(row.why))}.
        </h1>
        <Notes row={row} />
        <Figures figures={detailFigures(detail)} />
        {minutes !== null && row.used && <QuotaDay detail={detail} state={state} />}
        {row.used && (
          <section class="card" aria-labelledby="week-title">
            <header class="card-head">
              <h2 id="week-title">
                The last 7 days by hour <span class="utc">UTC</span>
              </h2>
            </header>
            <HeatMap
              week={week}
              caption="Fullest minute of each hour of the last 7 days, in percent of the limit"
            />
          </section>
        )}
        <QuotaCallers row={row} names={names} api={api} />
        <QuotaValues detail={detail} api={api} />
        {detail.increase !== null && (
          <IncreaseText text={detail.increase} adjustable={row.quota.adjustable} />
        )}
        <QuotaHow row={row} names={names} />
      </>
    ),
  });
}

const sentence = (why: string): string => why.charAt(0).toUpperCase() + why.slice(1);

function Notes({ row: { notes } }: { row: QuotaRow }) {
  if (notes.length === 0) return null;
  return (
    <ul class="remarks">
      {notes.map((note) => (
        <li>{visible(note)}.</li>
      ))}
    </ul>
  );
}
