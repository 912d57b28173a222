/**
 * Capacity: whether units of provisioned throughput would pay, how many, and what there is beside them.
 * @module
 */
import { type Capacity, type CapacityPlan, perMonth } from '../../src/answers/capacity.ts';
import { accountIdNamed } from '../../src/config/account-names.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { labelOf, type Names } from '../format/label.ts';
import { rangeText, spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import { shareOf } from '../overview/rates.ts';
import type { Aged } from './age.tsx';
import { CapacityBars } from './capacity-bars.tsx';
import { CandidatesSentence, candidateFigures } from './capacity-candidates.tsx';
import { CapacityChart } from './capacity-chart.tsx';
import { CapacityForm, OWN } from './capacity-form.tsx';
import { Alternatives, Existing, Options } from './capacity-tables.tsx';
import { COMMITMENT_WORDS } from './capacity-words.ts';
import { CardLinks } from './card-links.tsx';
import { Command } from './command.tsx';
import { DataTable } from './data-table.tsx';
import { Figures } from './figures.tsx';
import { Icon } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { Count, Money, Share } from './numbers.tsx';
import { PlaceForm, type PlaceFormProps } from './place-form.tsx';
import { ShareBar } from './share-bar.tsx';
import { shell } from './shell.tsx';

export const PATH = '/capacity';
/** Parameters that weigh one model: another place is another question. */
const OF_A_MODEL = ['model', ...OWN];

export interface CapacityPage {
  readonly deps: WebDeps;
  /** The address, without what is unknown. */
  readonly state: URLSearchParams;
  readonly answer: Capacity;
  readonly now: EpochSeconds;
  /** Where anything was called. */
  readonly places: PlaceFormProps['places'];
  /** How long was looked at, as far as there are data. */
  readonly minutes: number;
  /** Slots that models have on every page. */
  readonly colours: ReadonlyMap<string, number>;
}

export function capacityPage(page: CapacityPage & Aged) {
  const { deps, age, state, answer, now } = page;
  const names = namesOf(deps.book, deps.config);
  const { plan, existing } = answer;
  const given = (key: string) =>
    state.getAll(key).map((value) => accountIdNamed(value, deps.config.accounts) ?? value);
  return shell({
    deps,
    age,
    title: 'Capacity',
    active: 'capacity',
    bar: (
      <>
        <PlaceForm
          path={PATH}
          drops={OF_A_MODEL}
          chosen={{ account: given('account'), region: given('region') }}
          {...{ state, names, places: page.places }}
        />
        <Ranges state={state} />
      </>
    ),
    children: (
      <>
        {plan ? (
          <Plan plan={plan} state={state} names={names} now={now} />
        ) : (
          <Candidates {...page} names={names} />
        )}
        {existing.length > 0 && <Existing existing={existing} names={names} now={now} />}
      </>
    ),
  });
}

function Ranges({ state }: { state: URLSearchParams }) {
  const since = state.get('since');
  const open = state.get('from') === null && state.get('to') === null;
  const choices = [
    ['7 d', '7d'],
    ['30 d', '30d'],
    ['90 d', null],
  ] as const;
  return (
    <nav class="segments" aria-label="Range">
      {choices.map(([title, span]) => (
        <a
          href={link(PATH, state, { since: span, from: null, to: null, units: null })}
          aria-current={open && since === span ? 'true' : undefined}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}

function Candidates({ answer, state, names, minutes, colours }: CapacityPage & { names: Names }) {
  const { candidates, existing } = answer;
  if (candidates.length === 0) {
    return (
      <section class="card empty">
        <h1>No calls on demand in this range</h1>
        <p>
          Units of provisioned throughput are weighed against what is called on demand. Read some logs first:
        </p>
        <Command text="bedrock-meter collect --once" />
      </section>
    );
  }
  const whole = candidates.map(({ cost }) => cost).reduce(addUsd, ZERO_USD);
  return (
    <>
      <h1 class="answer">
        <CandidatesSentence candidates={candidates} existing={existing} names={names} />
      </h1>
      <Figures figures={candidateFigures(candidates, existing)} />
      <CapacityBars {...{ candidates, minutes, colours, names }} />
      <section class="card" aria-labelledby="candidates-title">
        <header class="card-head">
          <h2 id="candidates-title">
            On demand by account, Region and model: open one to weigh units against it
          </h2>
          <CardLinks api={link('/api/capacity', state)} table="candidates" what="demand by model" />
        </header>
        <DataTable
          label="On demand by model"
          caption="What is called on demand, dearest first"
          columns={[
            ...['Model', 'Account', 'Region'],
            { number: 'Calls' },
            { number: 'Cost on demand' },
            { number: 'Share' },
          ]}
        >
          {candidates.slice(0, 50).map(({ account, region, model, invocations, cost }) => (
            <tr>
              <th scope="row">
                <Identifier
                  label={labelOf('model', model, names)}
                  href={link(PATH, state, { model, region, account })}
                />
              </th>
              <td>
                <Identifier label={labelOf('account', account, names)} />
              </td>
              <td>{region}</td>
              <td class="number">
                <Count value={invocations} />
              </td>
              <td class="number strong">
                <Money value={cost} />
              </td>
              <td class="number share">
                <Share value={shareOf(cost, whole)} reason="nothing was spent" />
                <ShareBar share={shareOf(cost, whole) ?? 0} />
              </td>
            </tr>
          ))}
        </DataTable>
      </section>
    </>
  );
}

interface PlanProps {
  readonly plan: CapacityPlan;
  readonly state: URLSearchParams;
  readonly names: Names;
  readonly now: EpochSeconds;
}

function Plan({ plan, state, names, now }: PlanProps) {
  const hasDemand = plan.busyMinutes > 0;
  return (
    <>
      <h1 class="answer">
        <Sentence plan={plan} names={names} />
      </h1>
      <ul class="remarks">
        {plan.warnings.map((text) => (
          <li class="warning">
            <Icon name="warning" />
            {visible(text)}
          </li>
        ))}
        {plan.observed && (
          <li>
            <Icon name="info" />
            Demand of {rangeText(plan.observed, now)} UTC, minute by minute, idle minutes included.
          </li>
        )}
      </ul>
      <Figures figures={figuresOf(plan)} />
      <CapacityForm plan={plan} state={state} path={PATH} />
      {hasDemand && plan.curve.length > 0 && <CapacityChart plan={plan} state={state} />}
      {plan.options.length > 1 && <Options plan={plan} state={state} path={PATH} />}
      {(plan.alternatives.length > 0 || plan.reserved.length > 0) && <Alternatives plan={plan} />}
      <section class="card" aria-labelledby="assumed-title">
        <header class="card-head">
          <h2 id="assumed-title">What these numbers assume</h2>
        </header>
        <ul class="card-text assumptions">
          {plan.assumptions.map((text) => (
            <li>{text}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Sentence({ plan, names }: { plan: CapacityPlan; names: Names }) {
  const { best, minutes, onDemandCost } = plan;
  const what = (
    <>
      <bdi class="name">{labelOf('model', plan.model, names).text}</bdi> in {plan.region}
      {plan.account !== null && ` of ${labelOf('account', plan.account, names).text}`}
    </>
  );
  if (plan.busyMinutes === 0) return <>Nothing was called on demand of {what} in this range.</>;
  const month = (amount: typeof onDemandCost) => formatUsd(perMonth(amount, minutes));
  if (best === null) {
    return (
      <>
        {what} costs <strong>{month(onDemandCost)} a month</strong> on demand at this rate. Whether units pay
        depends on what one carries and costs, which only AWS can tell you.
      </>
    );
  }
  if (best.units === 0) {
    return (
      <>
        On demand is the cheapest for {what}: <strong>{month(onDemandCost)} a month</strong> at this rate, and
        no number of units would have cost less.
      </>
    );
  }
  return (
    <>
      <strong>
        {groupThousands(best.units)} {best.units === 1 ? 'unit' : 'units'}
      </strong>{' '}
      ({COMMITMENT_WORDS[best.commitment]}) would save <strong>{month(best.saving)} a month</strong> of{' '}
      {month(best.onDemandCost)} for {what}.
    </>
  );
}

function figuresOf(plan: CapacityPlan): Figure[] {
  const { breakEvens, best, chosen, minutes, busyMinutes, onDemandCost, spread } = plan;
  const plain = { exact: null, mood: 'plain' } as const;
  const own = breakEvens.find(({ commitment }) => commitment === best?.commitment) ?? breakEvens[0];
  const percent = (share: number | null | undefined) =>
    share == null ? UNKNOWN : `${(100 * share).toFixed(1)} %`;
  const tpm = (n: number) => `${formatCount(n)}/min`;
  return [
    {
      ...{ ...plain, id: 'demand', title: 'On demand', value: formatUsd(onDemandCost) },
      note: `in ${spanText(minutes * 60)}`,
      how: "What the demand cost by the token: each day's own average rate per kind of token, so tiers, prompt sizes and caching are in it.",
    },
    {
      ...{ ...plain, id: 'break-even', title: 'Break-even', value: percent(own?.utilization) },
      note: own?.ofDemand == null ? 'of a full unit' : `${percent(own.ofDemand)} with this mix`,
      how: 'How full one unit must be, over all hours, to cost what the same tokens cost on demand: price / (60 × (input ceiling × input rate + output ceiling × output rate)). Over 100 % it never pays.',
    },
    {
      ...{ ...plain, id: 'full', title: 'Units filled' },
      value: percent(chosen?.utilization),
      note: chosen && chosen.units > 0 ? `of ${groupThousands(chosen.units)} units` : 'no unit chosen',
      how: 'Share of the unit-minutes that the demand would fill, nights and weekends included.',
    },
    {
      ...{ ...plain, id: 'peak', title: 'Peak input', value: tpm(spread.input.peak) },
      note: `p95 ${tpm(spread.input.p95)}`,
      how: 'Input tokens per minute that a unit counts, over all minutes, idle ones included.',
    },
    {
      ...{ ...plain, id: 'output', title: 'Peak output', value: tpm(spread.output.peak) },
      note: `p95 ${tpm(spread.output.p95)}`,
      how: 'Output tokens per minute over all minutes, idle ones included.',
    },
    {
      ...{
        ...plain,
        id: 'busy',
        title: 'Busy',
        value: minutes === 0 ? UNKNOWN : percent(busyMinutes / minutes),
      },
      note: `${groupThousands(busyMinutes)} minutes`,
      how: 'Minutes with any call, of all minutes observed. A unit costs in the others, too.',
    },
  ];
}
