/**
 * The advisor: what would be cheaper, with its evidence and its fix.
 * @module
 */
import type { SavingsAnswer } from '../../src/answers/savings.ts';
import { formatUsd } from '../../src/domain/format.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import { nanoUsd, ZERO_USD } from '../../src/domain/money.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import type { OverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { type Bar, BarChart } from './bar-chart.tsx';
import { Chips } from './chips.tsx';
import { Command } from './command.tsx';
import { Figures } from './figures.tsx';
import { FindingList, ruleWords } from './finding-list.tsx';
import { Icon } from './icons.tsx';
import { RangePicker } from './range-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { shell } from './shell.tsx';

const PATH = '/savings';
/** Fewer days than this are a poor month to extrapolate from. */
const FEW_DAYS = 7;

export interface SavingsPage {
  readonly deps: WebDeps;
  readonly request: OverviewRequest;
  readonly answer: SavingsAnswer;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly now: EpochSeconds;
}

export function savingsPage({ deps, age, request, answer, scopes, now }: SavingsPage & Aged) {
  const names = namesOf(deps.book, deps.config);
  return shell({
    deps,
    age,
    title: 'Savings',
    active: 'savings',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} />
      </>
    ),
    children: (
      <>
        <Chips request={request} path={PATH} names={names} />
        {answer.findings.length === 0 ? (
          <Nothing answer={answer} />
        ) : (
          <Content answer={answer} request={request} />
        )}
      </>
    ),
  });
}

function Nothing({ answer }: { answer: SavingsAnswer }) {
  return (
    <section class="card empty">
      <h1>{answer.seconds === 0 ? 'No calls in this range' : 'Nothing found that would be cheaper'}</h1>
      {answer.seconds === 0 ? (
        <>
          <p>Savings are found in calls: read some logs, or choose a longer range.</p>
          <Command text="bedrock-meter ingest ./logs" />
        </>
      ) : (
        <p>Findings of less than $1 a month are left out. A longer range finds more habits.</p>
      )}
      <p class="actions">
        <a class="button" href="/savings?since=30d">
          Look at the last 30 days
        </a>
      </p>
    </section>
  );
}

function Content({ answer, request }: { answer: SavingsAnswer; request: OverviewRequest }) {
  const { findings, usdPerMonth, seconds } = answer;
  const [first] = findings;
  const most = first?.usdPerMonth ?? null;
  return (
    <>
      <h1 class="answer">
        {most === null ? (
          <>{findings.length} things to mend; none of them has a price.</>
        ) : (
          <>
            Up to <strong>{formatUsd(usdPerMonth)} a month</strong> could be saved; {formatUsd(most)} of it by
            one change: <a href="#cheaper">{visible(first?.title ?? '')}</a>.
          </>
        )}
      </h1>
      {seconds < FEW_DAYS * 86_400 && (
        <ul class="remarks">
          <li>
            <Icon name="info" />
            <span>
              Only {spanText(seconds)} of data in this range: a month computed from it is rough.{' '}
              <a href="/savings?since=30d">Look at 30 days</a>
            </span>
          </li>
        </ul>
      )}
      <Figures figures={figuresOf(answer)} />
      <BarChart
        id="bars"
        title="Saved a month, by finding"
        bars={barsOf(findings)}
        text="Findings about the same calls overlap: do not add them up."
      />
      <FindingList
        id="cheaper"
        title="What would be cheaper"
        findings={findings.filter(({ usdPerMonth }) => usdPerMonth !== null)}
        request={request}
      />
      <FindingList
        id="others"
        title="Also worth mending"
        text="These cost no money that could be told: quotas, lifecycles, missing prices, failing calls."
        findings={findings.filter(({ usdPerMonth }) => usdPerMonth === null)}
        request={request}
      />
    </>
  );
}

const MOST_BARS = 10;

function barsOf(findings: SavingsAnswer['findings']): Bar[] {
  return findings.slice(0, MOST_BARS).flatMap(({ title, usdPerMonth, over }) => {
    if (usdPerMonth === null || usdPerMonth === 0n) return [];
    return {
      name: visible(title),
      detail: over === 'once' ? 'once' : undefined,
      href: '#cheaper',
      amount: usdPerMonth,
      slot: 0,
    };
  });
}

function figuresOf({ findings, usdPerMonth, seconds }: SavingsAnswer): Figure[] {
  const priced = findings.filter((finding) => finding.usdPerMonth !== null);
  const [first] = priced;
  const largest = first?.usdPerMonth ?? ZERO_USD;
  const others = priced.length - 1;
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{ ...plain, id: 'total', title: 'A month, at most', value: formatUsd(usdPerMonth) },
      note: 'findings can overlap',
      how: 'What the range would have saved, times 30 days over the time with data. Findings about the same calls are added up, so this is an upper bound.',
    },
    {
      ...{ ...plain, id: 'largest', title: 'By the largest', value: formatUsd(first ? largest : null) },
      note: first === undefined ? 'none has dollars' : ruleWords(first.rule),
      how: 'The finding that saves the most a month. The list below begins with it.',
    },
    {
      ...{ ...plain, id: 'rest', title: 'By all others', value: formatUsd(nanoUsd(usdPerMonth - largest)) },
      note: `${Math.max(0, others)} ${others === 1 ? 'finding' : 'findings'}, from ${spanText(seconds)} of data`,
      how: 'The other findings whose saving can be computed from prices and usage. Less than $1 a month is left out.',
    },
    {
      ...{ ...plain, id: 'others', title: 'Without dollars', value: String(findings.length - priced.length) },
      note: 'risk, order, blind spots',
      how: 'Findings that cost no money that could be told: they are about quotas, lifecycles, missing prices and tags.',
    },
  ];
}
