/**
 * Unusual spend: what, where, how many dollars, why, and since when.
 * @module
 */
import { causesByCost, KIND_WORDS } from '../../src/analysis/anomaly/spend/words.ts';
import type { Anomalies, Band, ExplainedIncident } from '../../src/answers/anomalies.ts';
import { formatUsd } from '../../src/domain/format.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../src/domain/money.ts';
import { type EpochSeconds, isoHour, startOfHour } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText, rangeText, spanText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import type { OverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { BandCard, bandParameter, scopeLabel } from './anomalies-band.tsx';
import { Chips } from './chips.tsx';
import { Figures } from './figures.tsx';
import { Freshness } from './freshness.tsx';
import { Money, UnpricedBadge } from './numbers.tsx';
import { RangePicker } from './range-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { shell } from './shell.tsx';

const PATH = '/anomalies';
/** Hours of history from which hours are compared with the same hour of other weeks. */
const WEEKLY_HOURS = 3 * 168;

export interface AnomaliesPage {
  readonly deps: WebDeps;
  readonly request: OverviewRequest;
  readonly answer: Anomalies;
  readonly band: Band | null;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly now: EpochSeconds;
}

export function anomaliesPage({ deps, age, request, answer, band, scopes, now }: AnomaliesPage & Aged) {
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    age,
    title: 'Anomalies',
    active: 'anomalies',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} />
        <span class="bar-end">
          <Freshness dataUpTo={answer.dataUpTo} now={now} />
          <abbr class="badge" title="All times are Coordinated Universal Time">
            UTC
          </abbr>
        </span>
      </>
    ),
    children: (
      <>
        <Chips request={request} path={PATH} names={names} />
        {band === null ? <NothingYet /> : <Content {...{ request, answer, band, names, now }} />}
      </>
    ),
  });
}

function NothingYet() {
  return (
    <section class="card empty">
      <h1>No calls recorded yet</h1>
      <p>Unusual spend is found by comparing each hour with earlier ones. Read some logs first:</p>
      <p class="command">
        <code>bedrock-meter ingest ./logs</code>
      </p>
    </section>
  );
}

interface ContentProps {
  readonly request: OverviewRequest;
  readonly answer: Anomalies;
  readonly band: Band;
  readonly names: Names;
  readonly now: EpochSeconds;
}

function Content({ request, answer, band, names, now }: ContentProps) {
  const { state } = request;
  return (
    <>
      <h1 class="answer">
        <Sentence answer={answer} names={names} now={now} />
      </h1>
      {answer.historyHours < WEEKLY_HOURS && (
        <p class="card-text">
          Only {spanText(answer.historyHours * 3600)} of history before this range: hours are compared with
          the same hour of other days until there are three weeks.
        </p>
      )}
      <Figures figures={figuresOf(answer)} />
      <BandCard band={band} state={state} path={PATH} names={names} now={now} />
      <section class="card" aria-labelledby="incidents-title">
        <header class="card-head">
          <h2 id="incidents-title">Incidents</h2>
          <span class="card-links">
            <a href={apiLink(request)}>JSON</a>
          </span>
        </header>
        {answer.incidents.length === 0 ? (
          <p class="card-text">
            Nothing left its band by more than the margin and a dollar an hour, and no prompt cache stopped
            being read.
          </p>
        ) : (
          <Incidents incidents={answer.incidents} state={state} names={names} now={now} />
        )}
      </section>
    </>
  );
}

function apiLink({ range, filters }: OverviewRequest): string {
  const query = new URLSearchParams({ from: iso(range.from), to: iso(range.to) });
  for (const { dimension, values } of filters) {
    for (const value of values) query.append('where', `${dimension}=${value ?? '(none)'}`);
  }
  return `/api/anomalies?${query}`;
}

const iso = (at: EpochSeconds) => isoHour(Math.floor(at / 3600) as Parameters<typeof isoHour>[0]);

function Sentence({ answer, names, now }: { answer: Anomalies; names: Names; now: EpochSeconds }) {
  const { incidents, range } = answer;
  const [first] = incidents;
  if (first === undefined) return <>Nothing unusual in {rangeText(range, now)}.</>;
  const sum = impactOf(incidents);
  const ongoing = incidents.filter((one) => one.ongoing).length;
  return (
    <>
      <strong>
        {incidents.length} unusual {incidents.length === 1 ? 'thing' : 'things'}
      </strong>
      , {formatUsd(sum)} above what was expected
      {first.impact > 0n && (
        <>
          ; {first.impact === sum ? 'all' : formatUsd(first.impact)} of it is{' '}
          <bdi class="name">{scopeLabel(first.scope, names)}</bdi>
        </>
      )}
      {ongoing > 0 && `; ${ongoing} still going on`}.
    </>
  );
}

const impactOf = (incidents: readonly ExplainedIncident[]): NanoUsd =>
  incidents.map(({ impact }) => impact).reduce(addUsd, ZERO_USD);

function figuresOf({ incidents, completeTo }: Anomalies): Figure[] {
  const plain = { exact: null, mood: 'plain' } as const;
  const ongoing = incidents.filter((one) => one.ongoing);
  const perDay = ongoing.map((one) => one.usdPerDay).reduce(addUsd, ZERO_USD);
  const fresh = incidents.filter(({ kind }) => kind.startsWith('new-')).length;
  return [
    {
      ...{ ...plain, id: 'impact', title: 'Above the expected', value: formatUsd(impactOf(incidents)) },
      note: `${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`,
      how: 'Observed less expected spend, over the hours of each incident. The same surge seen in several scopes counts once.',
    },
    {
      ...{ ...plain, id: 'ongoing', title: 'Going on', value: String(ongoing.length) },
      mood: ongoing.length > 0 ? 'warning' : 'plain',
      note: ongoing.length > 0 ? `${formatUsd(perDay)} a day at this pace` : 'none at this time',
      how: 'Incidents that were not over by the last two complete hours; what is new is news for its first day.',
    },
    {
      ...{ ...plain, id: 'new', title: 'Never seen before', value: String(fresh) },
      note: 'models, principals, Regions',
      how: 'First seen after at least a week of data without them, and above a small amount of dollars or unpriced tokens.',
    },
    {
      ...{ ...plain, id: 'judged', title: 'Judged up to', value: isoHour(completeTo).slice(11, 16) },
      note: `${isoHour(completeTo).slice(0, 10)} UTC`,
      how: 'The end of the last hour whose data are all in. A later hour is not judged: what has not come in is not zero.',
    },
  ];
}

interface IncidentsProps {
  readonly incidents: readonly ExplainedIncident[];
  readonly state: URLSearchParams;
  readonly names: Names;
  readonly now: EpochSeconds;
}

function Incidents({ incidents, state, names, now }: IncidentsProps) {
  return (
    <section class="table-scroll" tabindex={0} aria-label="Incidents">
      <table>
        <caption class="visually-hidden">Incidents, dearest first, UTC</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What</th>
            <th scope="col">When (UTC)</th>
            {['Observed', 'Expected', 'Above', 'A day'].map((title) => (
              <th scope="col" class="number">
                {title}
              </th>
            ))}
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {incidents.map((incident) => (
            <Row {...{ incident, state, names, now }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  incident,
  state,
  names,
  now,
}: Omit<IncidentsProps, 'incidents'> & { incident: ExplainedIncident }) {
  const { id, kind, scope, from, to, ongoing, observed, expected, impact, usdPerDay } = incident;
  const { unpricedTokens } = incident;
  const unknown = observed === 0n && unpricedTokens > 0;
  const hasBand = scope.dimension !== 'region';
  const label = scopeLabel(scope, names);
  const money = (amount: NanoUsd) => (
    <Money value={unknown ? null : amount} reason="none of it has a price" />
  );
  return (
    <tr id={id}>
      <th scope="row">
        {hasBand ? (
          <a href={link(PATH, state, { band: bandParameter(scope) })} title={scope.value ?? undefined}>
            <bdi>{label}</bdi>
          </a>
        ) : (
          <bdi>{label}</bdi>
        )}
      </th>
      <td>{KIND_WORDS[kind]}</td>
      <td>
        {momentText(startOfHour(from), now)}{' '}
        <span class="muted">
          {ongoing ? `and going on, ${spanText((to - from) * 3600)}` : `for ${spanText((to - from) * 3600)}`}
        </span>
      </td>
      <td class="number">{money(observed)}</td>
      <td class="number">{money(expected)}</td>
      <td class="number strong">{money(impact)}</td>
      <td class="number">{money(usdPerDay)}</td>
      <td class="wrap">
        <Why incident={incident} names={names} />{' '}
        {unpricedTokens > 0 && <UnpricedBadge tokens={unpricedTokens} />}{' '}
        <a href={usageLink(incident)}>the usage behind it</a>
      </td>
    </tr>
  );
}

function Why({ incident, names }: { incident: ExplainedIncident; names: Names }) {
  const { causes, contributors, seenIn, scope } = incident;
  const isIn = (dimension: string, value: string | null) =>
    seenIn.some((one) => one.scope.dimension === dimension && one.scope.value === value);
  const reasons = causes === null ? [] : causesByCost(causes).slice(0, 2);
  const others = contributors
    .filter(({ dimension }, i, all) => {
      const first = all.findIndex((one) => one.dimension === dimension) === i;
      return first && dimension !== scope.dimension;
    })
    .filter(({ dimension, value }) => value !== null && !isIn(dimension, value));
  return (
    <>
      {reasons.map(({ words, amount }) => `${words} +${formatUsd(amount)}`).join('; ')}
      {others.length > 0 && (
        <p class="muted">
          most by{' '}
          {others.map(({ dimension, value, delta }, i) => (
            <>
              {i > 0 && ', '}
              <bdi>{labelOf(dimension, value, names).text}</bdi> +{formatUsd(delta)}
            </>
          ))}
        </p>
      )}
      {seenIn.length > 0 && (
        <p class="muted">also seen in {seenIn.map((one) => scopeLabel(one.scope, names)).join(', ')}</p>
      )}
    </>
  );
}

/** The overview of the incident's hours, with its scope as the filter. */
function usageLink({ scope, from, to }: ExplainedIncident): string {
  const filter = scope.dimension === 'total' ? {} : { [scope.dimension]: scope.value ?? '(none)' };
  return link('/', new URLSearchParams(), {
    from: isoHour(from),
    to: isoHour(to),
    ...filter,
    by: scope.dimension === 'principal' ? 'model,operation' : 'principal,model',
  });
}
