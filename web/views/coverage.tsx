/**
 * Coverage: how much of the usage the logs have, what is dark, and what that costs.
 * @module
 */
import { isEmpty, tokensOf } from '../../src/analysis/coverage/counts.ts';
import type { CoverageRow } from '../../src/analysis/coverage/coverage.ts';
import type { Coverage, DarkRegion } from '../../src/answers/coverage.ts';
import { formatCount, formatUsd } from '../../src/domain/format.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import { type EpochSeconds, isoDay } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText } from '../format/moment.ts';
import { apiAddress } from '../overview/api-address.ts';
import { namesOf } from '../overview/names.ts';
import { type OverviewRequest, parseOverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { CardLinks } from './card-links.tsx';
import { Command } from './command.tsx';
import { CoverageChart } from './coverage-chart.tsx';
import { coverageFigures } from './coverage-figures.ts';
import { Bounds, REASON_WORDS } from './coverage-parts.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Figures } from './figures.tsx';
import { Icon } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { Count, Money, Share, UnpricedBadge } from './numbers.tsx';
import { RangePicker } from './range-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { shell } from './shell.tsx';

const PATH = '/coverage';

export interface CoveragePage {
  readonly deps: WebDeps;
  readonly params: URLSearchParams;
  readonly answer: Coverage;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly now: EpochSeconds;
}

export function coveragePage({ deps, age, params, answer, scopes, now }: CoveragePage & Aged) {
  const request = parseOverviewRequest(params, now, deps.config.accounts);
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    age,
    title: 'Coverage',
    active: 'coverage',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} />
      </>
    ),
    children: answer.measured ? (
      <Content answer={answer} request={request} names={names} now={now} />
    ) : (
      <NotMeasured logged={answer.rows.length > 0} />
    ),
  });
}

function NotMeasured({ logged }: { logged: boolean }) {
  return (
    <section class="card empty">
      <h1>{logged ? 'No metrics to hold the logs against' : 'Nothing was called in this range'}</h1>
      <p>
        CloudWatch's metrics see every call, logged or not; what they saw and the logs did not is found by
        comparing. None were read for this range: they are collected for the accounts in the configuration.
      </p>
      <Command text="bedrock-meter collect --once" />
      <p class="muted">
        <a href="/status">Status</a> says which source is behind, and why.
      </p>
    </section>
  );
}

interface ContentProps {
  readonly answer: Coverage;
  readonly request: OverviewRequest;
  readonly names: Names;
  readonly now: EpochSeconds;
}

function Content({ answer, request, names, now }: ContentProps) {
  const api = apiAddress('/api/coverage', request);
  const { darkRegions, bill, comparableUpTo } = answer;
  return (
    <>
      <h1 class="answer">
        <Sentence answer={answer} names={names} />
      </h1>
      <ul class="remarks">
        <li>
          <Icon name="info" />
          {comparableUpTo === null
            ? 'No hour can be compared yet: logs or metrics have not been read far enough.'
            : `Compared up to ${momentText(comparableUpTo, now)} UTC. Younger hours are not all in yet.`}
        </li>
      </ul>
      <Figures figures={coverageFigures(answer)} />
      <CoverageChart answer={answer} state={request.state} />
      {darkRegions.length > 0 && <DarkRegions regions={darkRegions} names={names} />}
      <section class="card" aria-labelledby="rows-title">
        <header class="card-head">
          <h2 id="rows-title">By account, Region and id as called</h2>
          <CardLinks api={api} table="rows" what="coverage by id" />
        </header>
        <Rows rows={answer.rows} names={names} />
      </section>
      {bill.length > 0 && <Bill answer={answer} api={api} />}
    </>
  );
}

function Sentence({ answer: { total, darkRegions }, names }: { answer: Coverage; names: Names }) {
  const { coverage, dark, cost } = total;
  if (coverage === null) return <>Nothing can be compared in this range yet.</>;
  if (isEmpty(dark)) return <>The logs have every token that metrics saw.</>;
  const [first] = darkRegions;
  return (
    <>
      The logs have <strong>{(100 * coverage).toFixed(1)} %</strong> of the tokens that metrics saw;{' '}
      {cost === null ? (
        <>{formatCount(tokensOf(dark))} tokens are dark, none of them with a price</>
      ) : (
        <>
          the rest cost about <strong>{formatUsd(cost.mid)}</strong> and nobody can be named for it
        </>
      )}
      {first !== undefined && (
        <>
          . Logging is missing in <bdi class="name">{first.region}</bdi> of account{' '}
          <bdi class="name">{labelOf('account', first.account, names).text}</bdi>
        </>
      )}
      .
    </>
  );
}

function DarkRegions({ regions, names }: { regions: readonly DarkRegion[]; names: Names }) {
  return (
    <section class="card" aria-labelledby="regions-title">
      <header class="card-head">
        <h2 id="regions-title">Regions without logging</h2>
      </header>
      <p class="card-text">
        Calls there are seen by metrics only: no callers, agents, sessions or tags. The command switches
        logging on with metadata only, so prompts and answers stay out; the log group and the role must exist.
      </p>
      {regions.map(({ account, region, because, total, command }) => (
        <div class="dark-region">
          <h3>
            <Identifier label={labelOf('account', account, names)} /> {region}
          </h3>
          <p>
            {because === 'configuration' ? 'Logging is switched off' : 'No record was ever read'}:{' '}
            <Count value={tokensOf(total.dark)} /> tokens,{' '}
            <Bounds cost={total.cost} none={isEmpty(total.dark)} />
          </p>
          <p class="command">
            <code>{command}</code>
            <button
              type="button"
              class="copy"
              data-copy={command}
              title="Copy"
              aria-label={`Copy the command for ${region}`}
            >
              <Icon name="copy" />
            </button>
          </p>
        </div>
      ))}
    </section>
  );
}

function Rows({ rows, names }: { rows: readonly CoverageRow[]; names: Names }) {
  return (
    <DataTable
      label="Coverage by id"
      caption="Logs against metrics by account, Region and id, dearest dark usage first"
      columns={[
        ...['Id as called', 'Account', 'Region'],
        ...numbers(['Metrics, tokens', 'Dark, tokens', 'Dark calls', 'Logged', 'Dark cost']),
        'Why',
      ]}
    >
      {rows.map((row) => (
        <tr>
          <th scope="row">
            <Identifier label={labelOf('modelId', row.modelId, names)} />
          </th>
          <td>
            <Identifier label={labelOf('account', row.account, names)} />
          </td>
          <td>{row.region}</td>
          <td class="number">
            <Count value={tokensOf(row.metrics)} />
          </td>
          <td class="number">
            <Count value={tokensOf(row.dark)} />
          </td>
          <td class="number">
            <Count value={row.dark.invocations} />
          </td>
          <td class="number">
            <Share value={row.coverage} reason="nothing to compare" />
          </td>
          <td class="number strong">
            <Bounds cost={row.cost} none={isEmpty(row.dark)} reason={row.unpricedReason ?? ''} />
            {row.unpricedTokens > 0 && <UnpricedBadge tokens={row.unpricedTokens} />}
          </td>
          <td>{row.reason === null ? '' : REASON_WORDS[row.reason]}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Bill({ answer: { bill }, api }: { answer: Coverage; api: string }) {
  return (
    <section class="card" aria-labelledby="bill-title">
      <header class="card-head">
        <h2 id="bill-title">Against the bill</h2>
        <CardLinks api={api} table="bill" what="the bill by day" />
      </header>
      <p class="card-text">
        What Cost Explorer has for the accounts whose bill is read, beside what logs and metrics come to.
        Capacity is billed by the hour and has no calls to compare with. Credits, taxes and private prices are
        in the bill only.
      </p>
      <DataTable
        label="Bill by day"
        caption="Billed and estimated by day, UTC"
        columns={[
          'Day (UTC)',
          ...numbers(['Billed', 'Of it capacity', 'Estimated', 'Difference', 'Difference, share']),
          'Note',
        ]}
      >
        {bill.map((day) => (
          <tr>
            <th scope="row">{isoDay(day.day)}</th>
            {[day.billed, day.capacity, day.estimated, day.difference].map((amount) => (
              <td class="number">
                <Money value={amount} />
              </td>
            ))}
            <td class="number">
              <Share value={day.share} reason="nothing was billed for use" />
            </td>
            <td>{day.provisional ? 'provisional: AWS still revises it' : ''}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
