/**
 * Quotas: what will throttle next, when in the week, and because of whom.
 * @module
 */
import type { QuotaDetail } from '../../src/answers/quota/detail.ts';
import type { QuotaAnswer, QuotaRequest } from '../../src/answers/quota.ts';
import type { WebDeps } from '../deps.ts';
import { link } from '../overview/address.ts';
import { namesOf } from '../overview/names.ts';
import { isShown, quotaFigures, quotaSentence } from '../quotas/figures.ts';
import { quotaKind, quotaTitle } from '../quotas/words.ts';
import type { Aged } from './age.tsx';
import { CardLinks } from './card-links.tsx';
import { Command } from './command.tsx';
import { Figures } from './figures.tsx';
import { HeatMap } from './heat-map.tsx';
import { HiddenState } from './hidden-state.tsx';
import { QuotaScope } from './quota-scope.tsx';
import { QuotaTable, quotaAddress } from './quota-table.tsx';
import { Sentence } from './sentence.tsx';
import { shell } from './shell.tsx';

export interface QuotasPage {
  readonly deps: WebDeps;
  readonly request: QuotaRequest;
  /** The address, without what the page does not know. */
  readonly state: URLSearchParams;
  readonly answer: QuotaAnswer;
  /** The quota of the heat map; null: none is in use. */
  readonly chosen: QuotaDetail | null;
}

export function quotasPage({ deps, age, request, state, answer, chosen }: QuotasPage & Aged) {
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    age,
    title: 'Quotas',
    active: 'quotas',
    bar: <QuotaScope state={state} request={request} places={answer.places} names={names} />,
    children:
      answer.places.length === 0 ? (
        <Nothing narrowed={request.account !== undefined || request.region !== undefined} />
      ) : (
        <Content {...{ deps, request, state, answer, chosen }} />
      ),
  });
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return (
    <section class="card empty">
      <h1>No quotas are known {narrowed ? 'there' : 'yet'}</h1>
      <p>
        They are read from Service Quotas for the accounts and Regions in the configuration, every hour while
        the daemon runs, or now:
      </p>
      <Command text="bedrock-meter collect --once" />
      <p class="muted">
        {narrowed ? <a href="/quotas">Show all accounts and Regions</a> : <a href="/status">Status</a>}
        {narrowed ? '.' : ' says which source is behind, and why.'}
      </p>
    </section>
  );
}

function Content({ deps, request, state, answer, chosen }: QuotasPage) {
  const names = namesOf(deps.book, deps.config);
  const all = state.get('all') === '1';
  const rows = all ? answer.rows : answer.rows.filter(isShown);
  const hidden = answer.rows.length - rows.length;
  return (
    <>
      <h1 class="answer">
        <Sentence words={quotaSentence(answer, names)} />
      </h1>
      <Figures figures={quotaFigures(answer)} />
      {chosen !== null && <Week detail={chosen} answer={answer} state={state} />}
      <section class="card" aria-labelledby="quotas-title">
        <header class="card-head">
          <h2 id="quotas-title">Quotas</h2>
          {(hidden > 0 || all) && (
            <a class="aside" href={link('/quotas', state, { all: all ? null : '1' })}>
              {all ? 'Only those in use' : `Show ${hidden} without traffic`}
            </a>
          )}
          <CardLinks
            api={link('/api/quota', state, { quota: null, all: null })}
            table="quotas"
            what="quotas"
          />
        </header>
        <QuotaTable rows={rows} window={request.window} names={names} now={answer.now} />
      </section>
      {answer.unidentified.length > 0 && (
        <p class="card-text">
          No quota counts these ids, since nobody has said which model is behind them:{' '}
          {answer.unidentified.map(({ modelId }) => modelId).join(', ')}.
        </p>
      )}
    </>
  );
}

interface WeekProps {
  readonly detail: QuotaDetail;
  readonly answer: QuotaAnswer;
  readonly state: URLSearchParams;
}

/** A quota's week; any other quota in use can be chosen. */
function Week({ detail: { row, week }, answer, state }: WeekProps) {
  const title = `${quotaTitle(row)}, ${quotaKind(row)}, ${row.region}`;
  const key = (each: typeof row) => [each.quota.code, each.account, each.region].join(' ');
  const choices = answer.rows.filter(({ used }) => used);
  return (
    <section class="card" aria-labelledby="week-title">
      <header class="card-head">
        <h2 id="week-title">
          When it is full: <a href={quotaAddress(row, answer.window)}>{title}</a>
        </h2>
        <form method="get" action="/quotas" class="scope" data-autosubmit>
          <HiddenState state={state} except={['quota']} />
          <label>
            <span class="visually-hidden">Quota</span>
            <select name="quota" class="quota-choice">
              {choices.map((each) => (
                <option value={key(each)} selected={key(each) === key(row)}>
                  {`${quotaTitle(each)}, ${quotaKind(each)}, ${each.region}`}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="no-js">
            Show
          </button>
        </form>
      </header>
      <HeatMap
        week={week}
        caption={`Fullest minute of each hour of the last 7 days, in percent of the limit: ${title}`}
      />
      <p class="card-text heat-note">
        The fullest minute of each hour of the last 7 days, in percent of the limit; settled or reserved,
        whichever is more.
      </p>
    </section>
  );
}
