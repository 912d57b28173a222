/**
 * The advisor: what would be cheaper, with its evidence and its fix.
 * @module
 */
import type { RankedFinding } from '../../src/analysis/savings/finding.ts';
import type { SavingsAnswer } from '../../src/answers/savings.ts';
import { formatUsd, UNKNOWN } from '../../src/domain/format.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import type { OverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { Chips } from './chips.tsx';
import { Figures } from './figures.tsx';
import { Money } from './numbers.tsx';
import { RangePicker } from './range-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { ShareBar } from './share-bar.tsx';
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
        <span class="bar-end">
          <a href={link('/api/savings', request.state)}>JSON</a>
          <abbr class="badge" title="All times and days are Coordinated Universal Time">
            UTC
          </abbr>
        </span>
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
      <p>Findings of less than $1 a month are left out. A longer range finds more habits.</p>
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
            one change.
          </>
        )}
      </h1>
      {seconds < FEW_DAYS * 86_400 && (
        <p class="card-text">
          Only {spanText(seconds)} of data in this range: a month computed from it is rough.{' '}
          <a href="/savings?since=30d">Look at 30 days</a>
        </p>
      )}
      <Figures figures={figuresOf(answer)} />
      {findings.map((finding, i) => (
        <FindingCard finding={finding} most={most} request={request} id={`finding-${i + 1}`} />
      ))}
    </>
  );
}

function figuresOf({ findings, usdPerMonth, seconds }: SavingsAnswer): Figure[] {
  const priced = findings.filter((finding) => finding.usdPerMonth !== null).length;
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{ ...plain, id: 'total', title: 'A month, at most', value: formatUsd(usdPerMonth) },
      note: 'findings can overlap',
      how: 'What the range would have saved, times 30 days over the time with data. Findings about the same calls are added up, so this is an upper bound.',
    },
    {
      ...{ ...plain, id: 'priced', title: 'With dollars', value: String(priced) },
      note: `from ${spanText(seconds)} of data`,
      how: 'Findings whose saving can be computed from prices and usage. Less than $1 a month is left out.',
    },
    {
      ...{ ...plain, id: 'others', title: 'Without', value: String(findings.length - priced) },
      note: 'risk, order, blind spots',
      how: 'Findings that cost no money that could be told: they are about quotas, lifecycles, missing prices and tags.',
    },
  ];
}

interface CardProps {
  readonly finding: RankedFinding;
  readonly most: bigint | null;
  readonly request: OverviewRequest;
  readonly id: string;
}

function FindingCard({ finding, most, request, id }: CardProps) {
  const { title, usdPerMonth, saving, evidence, fix, assumptions, where } = finding;
  const share = usdPerMonth === null || !most ? null : Number((usdPerMonth * 1000n) / most) / 1000;
  return (
    <section class="card finding" aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{visible(title)}</h2>
        <span class="number strong" title="a month, at the pace of the range">
          {usdPerMonth === null ? UNKNOWN : <Money value={usdPerMonth} />}
          {usdPerMonth !== null && (finding.over === 'once' ? ' once' : ' a month')}
        </span>
      </header>
      {share !== null && <ShareBar share={share} />}
      <div class="card-text">
        <ul>
          {evidence.map((one) => (
            <li>{visible(one)}</li>
          ))}
          {saving !== null && <li>{formatUsd(saving)} in this range</li>}
        </ul>
        <p>
          <strong>Do:</strong> {visible(fix)}
        </p>
        {assumptions.map((one) => (
          <p class="muted">Assumed: {one}</p>
        ))}
        {Object.keys(where).length > 0 && (
          <p>
            <a href={link('/', request.state, where as Record<string, string>)}>The usage behind it</a>
          </p>
        )}
      </div>
    </section>
  );
}
