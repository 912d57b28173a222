/**
 * Unusual spend: what, where, how many dollars, why, and since when.
 * @module
 */
import type { Anomalies, Band } from '../../src/answers/anomalies.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import type { Names } from '../format/label.ts';
import { spanText } from '../format/moment.ts';
import { apiAddress } from '../overview/api-address.ts';
import { namesOf } from '../overview/names.ts';
import type { OverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { BandCard } from './anomalies-band.tsx';
import { figuresOf, Sentence } from './anomalies-summary.tsx';
import { CardLinks } from './card-links.tsx';
import { Chips } from './chips.tsx';
import { Command } from './command.tsx';
import { Figures } from './figures.tsx';
import { Icon } from './icons.tsx';
import { Incidents } from './incidents.tsx';
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
  /** Names of agents by id. */
  readonly agents: ReadonlyMap<string, string>;
  readonly now: EpochSeconds;
}

export function anomaliesPage(page: AnomaliesPage & Aged) {
  const { deps, age, request, answer, band, scopes, now } = page;
  const names = { ...namesOf(deps.book, deps.config), agents: page.agents };
  return shell({
    deps,
    age,
    title: 'Anomalies',
    active: 'anomalies',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} />
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
      <Command text="bedrock-meter ingest ./logs" />
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
        <ul class="remarks">
          <li>
            <Icon name="info" />
            <span>
              Only {spanText(answer.historyHours * 3600)} of history before this range: hours are compared
              with the same hour of other days until there are three weeks.
            </span>
          </li>
        </ul>
      )}
      <Figures figures={figuresOf(answer)} />
      <BandCard band={band} state={state} path={PATH} names={names} now={now} />
      <section class="card" aria-labelledby="incidents-title">
        <header class="card-head">
          <h2 id="incidents-title">Incidents</h2>
          <CardLinks api={apiAddress('/api/anomalies', request)} table="incidents" what="incidents" />
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
