/**
 * What the month will have cost, by group, and how the budgets stand.
 * @module
 */
import type { BudgetAnswer } from '../../src/answers/budgets.ts';
import { FORECAST_ASSUMPTIONS, type Forecast, type ForecastRow } from '../../src/answers/forecast.ts';
import { NONE_LABEL } from '../../src/domain/dimension.ts';
import { formatUsd, UNKNOWN } from '../../src/domain/format.ts';
import { type StoreDimension, type UsageRow, unpricedTokens } from '../../src/domain/measures.ts';
import { dayOf, type EpochSeconds, epochSeconds, isoMonth, monthOf } from '../../src/domain/time.ts';
import { colourSlots } from '../charts/colours.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText, monthName } from '../format/moment.ts';
import { titleOf } from '../format/titles.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import { parseOverviewRequest } from '../overview/request.ts';
import { seenOnly } from '../overview/seen-only.ts';
import type { Aged } from './age.tsx';
import { CardLinks } from './card-links.tsx';
import { Command } from './command.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Figures } from './figures.tsx';
import { BudgetTable } from './forecast-budgets.tsx';
import { BurnUpCard } from './forecast-burn-up.tsx';
import { Icon } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { Money, UnpricedBadge } from './numbers.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { shell } from './shell.tsx';
import { Swatch } from './usage-table.tsx';

const PATH = '/forecast';
const GROUPS = ['model', 'principal', 'agent', 'account', 'region'] as const;
/** Rows shown; the API has all. */
const ROWS = 25;

export interface ForecastPage {
  readonly deps: WebDeps;
  readonly state: URLSearchParams;
  readonly answer: Forecast;
  readonly budgets: readonly BudgetAnswer[];
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  /** Slots that models have on every page. */
  readonly colours: ReadonlyMap<string, number>;
  readonly now: EpochSeconds;
}

export function forecastPage(page: ForecastPage & Aged) {
  const { deps, age, state, answer, scopes, now } = page;
  const request = { ...parseOverviewRequest(scopeOf(state), now, deps.config.accounts), state };
  return shell({
    deps,
    age,
    title: 'Forecast',
    active: 'forecast',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={namesOf(deps.book, deps.config)} />
        <Months state={state} answer={answer} now={now} />
      </>
    ),
    children: answer.asOf === null ? <NothingYet /> : <Content {...page} />,
  });
}

/** What the scope picker reads and writes, without months and groups. */
function scopeOf(state: URLSearchParams): URLSearchParams {
  const kept = [...state].filter(([key]) => key === 'account' || key === 'region');
  return new URLSearchParams(kept);
}

function NothingYet() {
  return (
    <section class="card empty">
      <h1>No calls recorded yet</h1>
      <p>A forecast needs a week of spend. Read some logs first:</p>
      <Command text="bedrock-meter ingest ./logs" />
    </section>
  );
}

/** The month before, this one: a month that is over has no forecast, and its budgets are those of now. */
function Months({ state, answer, now }: Pick<ForecastPage, 'state' | 'answer' | 'now'>) {
  const current = monthOf(now).from;
  const previous = monthOf(epochSeconds(current - 1)).from;
  return (
    <nav class="segments" aria-label="Month">
      {[previous, current].map((from) => (
        <a
          href={link(PATH, state, { month: from === current ? null : isoMonth(dayOf(from)) })}
          aria-current={answer.request.period.from === from ? 'true' : undefined}
        >
          {monthName(from, now)}
        </a>
      ))}
    </nav>
  );
}

function Content({ deps, state, answer, budgets, colours, now }: ForecastPage) {
  const names = namesOf(deps.book, deps.config);
  const { total, request } = answer;
  const by = request.by ?? 'model';
  return (
    <>
      <h1 class="answer">
        <Sentence answer={answer} now={now} />
      </h1>
      {total.reason !== null && (
        <ul class="remarks">
          <li class="warning">
            <Icon name="warning" />
            <span>No sure forecast: {total.reason}.</span>
          </li>
        </ul>
      )}
      <Dark answer={answer} />
      <Figures figures={figuresOf(answer, budgets, now)} />
      <BurnUpCard answer={answer} state={state} now={now} />
      <BudgetTable budgets={budgets} names={names} now={now} />
      <section class="card" aria-labelledby="groups-title">
        <header class="card-head">
          <h2 id="groups-title">By {titleOf(by).toLowerCase()}</h2>
          <nav class="segments small" aria-label="Group by">
            {GROUPS.map((group) => (
              <a href={link(PATH, state, { by: group })} aria-current={group === by ? 'true' : undefined}>
                {titleOf(group)}
              </a>
            ))}
          </nav>
          <CardLinks api={link('/api/forecast', state, { by })} table="by" what="the forecast by group" />
        </header>
        <Groups rows={answer.rows} by={by} answer={answer} names={names} colours={colours} />
        <ul class="card-text assumptions">
          {FORECAST_ASSUMPTIONS.map((one) => (
            <li>{one}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Sentence({ answer, now }: { answer: Forecast; now: EpochSeconds }) {
  const { total, request } = answer;
  const month = monthName(request.period.from, now);
  if (total.forecast === null) {
    return (
      <>
        <strong>{formatUsd(total.actual)}</strong> in {month}
        {request.period.to > now && ' so far'}.
      </>
    );
  }
  const { low, mid, high } = total.forecast;
  return (
    <>
      {month} is heading for <strong>{formatUsd(mid)}</strong>, between {formatUsd(low)} and {formatUsd(high)}{' '}
      in eight of ten futures.
    </>
  );
}

/** What no figure of the page has in it. */
function Dark({ answer: { dark, request } }: { answer: Forecast }) {
  if (dark === null) return null;
  const range = new URLSearchParams({ from: iso(request.period.from), to: iso(request.period.to) });
  return (
    <ul class="remarks">
      <li>
        <Icon name="info" />
        <span>
          Beside the calls that were logged, and in no figure here: {seenOnly(dark)}.{' '}
          <a href={link('/coverage', range, {})}>Coverage</a>
        </span>
      </li>
    </ul>
  );
}

function figuresOf({ total, asOf }: Forecast, budgets: readonly BudgetAnswer[], now: EpochSeconds): Figure[] {
  const plain = { exact: null, mood: 'plain' } as const;
  const { forecast } = total;
  const over = budgets.filter(({ state }) => state.percent >= 100);
  const heading = budgets.filter(({ state }) => state.percent < 100 && (state.forecastPercent ?? 0) >= 100);
  const tokens = unpricedTokens(total.measures);
  return [
    {
      ...{ ...plain, id: 'actual', title: 'So far', value: formatUsd(total.actual) },
      note: tokens > 0 ? 'without unpriced usage' : 'all of it priced',
      how: 'Every logged call of the month, the running hour included.',
    },
    {
      ...{ ...plain, id: 'forecast', title: 'Month end', value: formatUsd(forecast?.mid ?? null) },
      note: forecast === null ? 'no forecast' : `${formatUsd(forecast.low)} – ${formatUsd(forecast.high)}`,
      how: 'The middle of 400 simulated futures made of past weeks at the present level; the range holds eight of ten of them.',
    },
    {
      ...{
        ...plain,
        id: 'as-of',
        title: 'Data complete to',
        value: asOf === null ? UNKNOWN : momentText(asOf, now),
      },
      note: 'UTC; later hours are forecast',
      how: 'The end of the last hour whose data are all in.',
    },
    {
      ...{ ...plain, id: 'budgets', title: 'Budgets', value: String(budgets.length) },
      mood: over.length > 0 ? 'warning' : 'plain',
      note:
        budgets.length === 0 ? 'none configured' : `${over.length} spent, ${heading.length} on the way there`,
      how: 'Budgets of the configuration; on the way are those whose middle forecast passes the limit within their period.',
    },
  ];
}

interface GroupsProps {
  readonly rows: readonly ForecastRow[];
  readonly by: StoreDimension;
  readonly answer: Forecast;
  readonly names: Names;
  readonly colours: ReadonlyMap<string, number>;
}

function Groups({ rows, by, answer, names, colours }: GroupsProps) {
  const slots =
    by === 'model'
      ? colourSlots(
          rows.map(({ value }) => value ?? ''),
          colours,
        )
      : null;
  const caption = `Forecast by ${titleOf(by).toLowerCase()}`;
  const month = { from: iso(answer.request.period.from), to: iso(answer.request.period.to) };
  return (
    <DataTable
      label={caption}
      caption={caption}
      columns={[titleOf(by), ...numbers(['So far', 'Month end', 'At least', 'At most']), 'Note']}
    >
      {rows.slice(0, ROWS).map((row) => (
        <tr>
          <th scope="row">
            {slots !== null && <Swatch slot={slots.get(row.value ?? '') ?? null} />}
            <Identifier
              label={labelOf(by, row.value, names)}
              href={link('/', new URLSearchParams(month), { [by]: row.value ?? NONE_LABEL })}
            />
          </th>
          <td class="number strong">
            <Money value={row.actual} reason="none of it has a price" />
          </td>
          {(['mid', 'low', 'high'] as const).map((key) => (
            <td class="number">
              <Money value={row.forecast?.[key] ?? null} reason={row.reason ?? 'no forecast'} />
            </td>
          ))}
          <td>
            {unpricedTokens(row.measures) > 0 && <UnpricedBadge tokens={unpricedTokens(row.measures)} />}{' '}
            {row.reason !== null && <span class="muted">{visible(row.reason)}</span>}
          </td>
        </tr>
      ))}
      {rows.length > ROWS && (
        <tr class="rest">
          <td colspan={6}>{rows.length - ROWS} more in the JSON</td>
        </tr>
      )}
    </DataTable>
  );
}

const iso = (at: EpochSeconds) => new Date(at * 1000).toISOString().slice(0, 10);
