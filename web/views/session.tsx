/**
 * One session, call by call.
 * @module
 */
import type { Step } from '../../src/analysis/agents/steps.ts';
import type { SessionAnswer } from '../../src/answers/session.ts';
import { formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import { cacheWriteTokens } from '../../src/domain/quantities.ts';
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import { STEP_PARTS } from '../charts/agents-option.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf } from '../format/label.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { namesOf } from '../overview/names.ts';
import type { Aged } from './age.tsx';
import { CardLinks } from './card-links.tsx';
import { ChartPicture } from './chart-picture.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Identifier } from './identifier.tsx';
import { Count, Money } from './numbers.tsx';
import { shell } from './shell.tsx';
import { Swatch } from './usage-table.tsx';

export interface SessionPage {
  readonly deps: WebDeps;
  readonly answer: SessionAnswer;
  /** Names of agents by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly now: EpochSeconds;
}

export function sessionPage({ deps, age, answer, names }: SessionPage & Aged) {
  const { steps, session } = answer;
  return shell({
    deps,
    age,
    title: 'Session',
    active: 'agents',
    bar: <a href="/agents">All agents</a>,
    children:
      steps.length === 0 ? (
        <NoCalls session={session} />
      ) : (
        <Content deps={deps} answer={answer} names={names} />
      ),
  });
}

function NoCalls({ session }: { session: string }) {
  return (
    <section class="card empty">
      <h1>No single calls of this session are kept</h1>
      <p>
        Session <code>{visible(session)}</code> had none in this range, or they are older than single calls
        are retained. Its totals stay on the page of agents.
      </p>
      <p class="actions">
        <a class="button" href="/agents">
          All agents
        </a>
      </p>
    </section>
  );
}

function Content({ deps, answer, names }: Omit<SessionPage, 'now'>) {
  const { steps, session, range, cut } = answer;
  const first = steps[0]?.call;
  const last = steps.at(-1)?.call;
  const cost = steps.map((step) => step.cost ?? ZERO_USD).reduce(addUsd, ZERO_USD);
  const agent = first?.agent ?? null;
  const who = agent === null ? 'The caller' : (names.get(agent) ?? agent);
  const query = new URLSearchParams({ session, from: isoInstant(range.from), to: isoInstant(range.to) });
  for (const [dimension, value] of [
    ['account', first?.account],
    ['region', first?.region],
  ] as const) {
    if (value !== undefined) query.append('where', `${dimension}=${value}`);
  }
  const repeats = steps.filter((step) => step.repeats).length;
  return (
    <>
      <h1 class="answer">
        <bdi class="name">{visible(who)}</bdi> made{' '}
        <strong>
          {steps.length === 1 ? 'one model call' : `${groupThousands(steps.length)} model calls`}
        </strong>{' '}
        in {spanText((last?.at ?? 0) - (first?.at ?? 0))} for {formatUsd(cost)}
        {repeats > 0 && `; ${groupThousands(repeats)} of them repeat an earlier request word for word`}.
      </h1>
      {cut && <p class="card-text">Only the first {groupThousands(steps.length)} calls are shown.</p>}
      <p>
        <Identifier label={labelOf('session', session, namesOf(deps.book, deps.config))} />
      </p>
      <section class="card chart-card" aria-labelledby="chart-title">
        <header class="card-head">
          <h2 id="chart-title">Tokens of each call</h2>
        </header>
        <ul class="legend">
          {STEP_PARTS.map((name, slot) => (
            <li>
              <Swatch slot={slot} />
              {name}
            </li>
          ))}
        </ul>
        <ChartPicture
          src={(theme) => `/charts/session.svg?${query}&theme=${theme}`}
          alt={`Tokens of ${steps.length} calls by kind; a prompt that grows is context paid for again.`}
        />
      </section>
      <section class="card" aria-labelledby="calls-title">
        <header class="card-head">
          <h2 id="calls-title">Calls</h2>
          <CardLinks api={`/api/agents/session?${query}`} table="calls" what="calls" />
        </header>
        <CallTable steps={steps} />
      </section>
    </>
  );
}

const TITLES = ['Cost', 'Input', 'Cache read', 'Cache write', 'Output', 'Prompt grew', 'Tools', 'Latency'];

function CallTable({ steps }: { steps: readonly Step[] }) {
  return (
    <DataTable
      label="Calls of the session"
      caption="Calls of the session in order of time"
      columns={['Time (UTC)', 'Model', ...numbers(TITLES), 'Ended']}
    >
      {steps.map(({ call, cost, promptGrowth, repeats }) => (
        <tr>
          <th scope="row" title={visible(call.requestId)}>
            {isoInstant(call.at).slice(0, 19).replace('T', ' ')}
          </th>
          <td title={visible(call.modelId)}>{visible(call.model ?? call.modelId)}</td>
          <td class="number strong">
            <Money value={cost} reason="no price for it" />
          </td>
          <td class="number">
            <Count value={call.tokens.input} />
          </td>
          <td class="number">
            <Count value={call.tokens.cacheRead} />
          </td>
          <td class="number">
            <Count value={cacheWriteTokens(call.tokens)} />
          </td>
          <td class="number">
            <Count value={call.tokens.output} />
          </td>
          <td class="number">{promptGrowth === null ? UNKNOWN : signed(promptGrowth)}</td>
          <td class="number">{call.toolUses ?? UNKNOWN}</td>
          <td class="number">
            {call.latencyMs === null ? UNKNOWN : `${(call.latencyMs / 1000).toFixed(1)} s`}
          </td>
          <td>
            {visible(call.errorCode ?? call.stopReason ?? '')}
            {repeats && ' (repeats a request)'}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const signed = (n: number): string => `${n > 0 ? '+' : ''}${groupThousands(n)}`;
