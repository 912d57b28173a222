/**
 * The state of the daemon for people: which source is behind, since when, and what that means.
 * @module
 */
import type { Child } from 'hono/jsx';
import { formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { parseUsd } from '../../src/domain/money.ts';
import { type EpochSeconds, parseInstant } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf, type Names } from '../format/label.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { namesOf } from '../overview/names.ts';
import type { SourceStatus, Status } from '../status/status.ts';
import { byNeed, meaningOf, statusFigures, statusSentence } from '../status/summary.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable } from './data-table.tsx';
import { Figures } from './figures.tsx';
import { HistoryCard } from './history-card.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { LateCallsCard } from './late-calls.tsx';
import { Ago } from './moment.tsx';
import { shell } from './shell.tsx';
import { Failing, Mend } from './status-failing.tsx';

export function statusPage({ deps, status, now }: { deps: WebDeps; status: Status; now: EpochSeconds }) {
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    title: 'Status',
    active: 'status',
    children: (
      <>
        <h1 class="answer">{statusSentence(status, names.accounts)}.</h1>
        <Figures figures={statusFigures(status, now)} />
        {status.history !== null && <HistoryCard history={status.history} />}
        <Failing sources={status.sources} names={names} />
        <Sources sources={status.sources} names={names} now={now} />
        <Prices status={status} />
        {status.overflows.length > 0 && <Overflows status={status} />}
        {status.late !== null && <LateCallsCard late={status.late} />}
        <section class="card" aria-labelledby="daemon-title">
          <header class="card-head">
            <h2 id="daemon-title">Daemon</h2>
          </header>
          <dl class="facts">
            <Fact title="Version">{status.version}</Fact>
            <Fact title="Running for">{spanText(status.uptimeSeconds)}</Fact>
            <Fact title="Data">
              {status.extent === null
                ? 'none yet'
                : `${shown(status.extent.from)} to ${shown(status.extent.to)} UTC`}
            </Fact>
            {status.ownCost.calls > 0 && (
              <Fact title="Calls to AWS">
                {formatUsd(parseUsd(status.ownCost.usdPerMonth))} a month at this rate (
                {groupThousands(status.ownCost.calls)} calls since {shown(status.ownCost.from)} UTC;{' '}
                {status.ownCost.basis})
                {status.ownCost.history.calls > 0 &&
                  `; reading the past, once: ${formatUsd(parseUsd(status.ownCost.history.usd))}, not part of the month`}
              </Fact>
            )}
          </dl>
        </section>
      </>
    ),
  });
}

const STATES: Readonly<Record<SourceStatus['status'], string>> = {
  ok: 'OK',
  failed: 'Failing',
  never: 'Waiting',
};

const ICONS: Readonly<Record<SourceStatus['status'], IconName>> = {
  ok: 'check',
  failed: 'warning',
  never: 'info',
};

/** In full: the list of what fails has the beginning. */
function Trouble({ source, error }: { source: SourceStatus; error: string }) {
  return (
    <details>
      <summary>What it says</summary>
      <p>{visible(error)}</p>
      <p class="muted">{meaningOf(source)}</p>
      {source.hint !== null && <Mend hint={visible(source.hint)} />}
    </details>
  );
}

interface SourcesProps {
  readonly sources: readonly SourceStatus[];
  readonly names: Names;
  readonly now: EpochSeconds;
}

function Sources({ sources, names, now }: SourcesProps) {
  if (sources.length === 0) return null;
  return (
    <section class="card" aria-labelledby="sources-title">
      <header class="card-head">
        <h2 id="sources-title">Sources</h2>
        <CardLinks api="/api/status" table="sources" what="sources" />
      </header>
      <DataTable
        label="Sources"
        caption="Sources and how fresh they are"
        columns={[
          ...['Source', 'Account', 'Region', 'State', 'Newest call', 'Last success', 'Position moved'],
          { number: 'Records' },
        ]}
      >
        {byNeed(sources).map((source) => (
          <tr>
            <th scope="row">{visible(source.collector)}</th>
            <td>
              {source.account === null ? (
                UNKNOWN
              ) : (
                <Identifier label={labelOf('account', source.account, names)} />
              )}
            </td>
            <td>{source.region ?? UNKNOWN}</td>
            <td class="wrap">
              <span class={`state ${source.status}`}>
                <Icon name={ICONS[source.status]} />
                {STATES[source.status]}
              </span>
              {source.error !== null && <Trouble source={source} error={source.error} />}
            </td>
            <td>
              <Moment iso={source.lastEvent} now={now} />
            </td>
            <td>
              <Moment iso={source.lastSuccess} now={now} />
            </td>
            <td>
              <Moment iso={source.lastIngest} now={now} />
            </td>
            <td class="number">{groupThousands(source.facts)}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

function Prices({ status: { priceBook } }: { status: Status }) {
  const { version, newestSource, ageDays, models, prices, health, credits } = priceBook;
  return (
    <section class="card" aria-labelledby="prices-title">
      <header class="card-head">
        <h2 id="prices-title">Price book</h2>
      </header>
      <dl class="facts">
        <Fact title="Version">{version}</Fact>
        <Fact title="Newest source">
          {newestSource}
          {ageDays !== null && ` (${ageDays === 1 ? '1 day' : `${ageDays} days`} old)`}
        </Fact>
        <Fact title="Checked">
          <PriceHealth health={health} />
        </Fact>
        <Fact title="Holds">
          {groupThousands(models)} models, {groupThousands(prices)} prices
        </Fact>
        {credits.length > 0 && (
          <Fact title="Credits">
            {credits.map(creditText).join(', ')}. For information: cost is shown before credits.
          </Fact>
        )}
      </dl>
    </section>
  );
}

function PriceHealth({ health }: { health: Status['priceBook']['health'] }) {
  const { state, detail, fix } = health;
  if (fix === null) return <>{detail}</>;
  return (
    <>
      <span class={state === 'update-available' ? '' : 'state failed'}>
        {state !== 'update-available' && <Icon name="warning" />}
        {detail}
      </span>
      <p class="muted">{fix}</p>
    </>
  );
}

function creditText({ name, usd, from, to }: Status['priceBook']['credits'][number]): string {
  const start = from === undefined ? '' : ` from ${from}`;
  return `${visible(name)}: ${usd} USD${start}${to === undefined ? '' : ` to ${to}`}`;
}

function Overflows({ status }: { status: Status }) {
  return (
    <section class="card" aria-labelledby="overflows-title">
      <header class="card-head">
        <h2 id="overflows-title">Counted as (other)</h2>
      </header>
      <p class="card-text">
        On these days a dimension had more distinct values than are kept. Totals are complete; the values past
        the limit are one row.
      </p>
      <DataTable
        label="Counted as (other)"
        caption="Dimensions that passed their daily limit"
        columns={['Day (UTC)', 'Dimension', { number: 'Calls' }]}
      >
        {status.overflows.map(({ day, dimension, facts }) => (
          <tr>
            <th scope="row">{day}</th>
            <td>{visible(dimension)}</td>
            <td class="number">{groupThousands(facts)}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

function Fact({ title, children }: { title: string; children?: Child }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({ iso, now }: { iso: string | null; now: EpochSeconds }) {
  const at = iso === null ? undefined : parseInstant(iso);
  return at === undefined ? <span title="never">{UNKNOWN}</span> : <Ago at={at} now={now} />;
}

const shown = (iso: string): string => iso.slice(0, 16).replace('T', ' ');
