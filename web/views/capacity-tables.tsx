/**
 * The tables of the capacity page: options, what stands beside them, and units that are already bought.
 * @module
 */
import type { UnitUse } from '../../src/analysis/capacity/existing.ts';
import type { CapacityPlan } from '../../src/answers/capacity.ts';
import { formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { spanText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { COMMITMENT_WORDS } from './capacity-words.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Icon } from './icons.tsx';
import { Identifier } from './identifier.tsx';
import { Count, Money, Share } from './numbers.tsx';

/** Rows around the best, the chosen and the ends. */
const AROUND = 6;

export function Options({ plan, state, path }: { plan: CapacityPlan; state: URLSearchParams; path: string }) {
  const { options, best, chosen } = plan;
  const near = options.filter(
    ({ units }) =>
      units <= 2 || [best, chosen].some((one) => one !== null && Math.abs(units - one.units) <= AROUND),
  );
  return (
    <section class="card" aria-labelledby="options-title">
      <header class="card-head">
        <h2 id="options-title">Units, and what they would have cost</h2>
      </header>
      <DataTable
        label="Options"
        caption="Numbers of units with their cost over the observed time"
        columns={[
          { number: 'Units' },
          'Commitment',
          ...numbers(['Units cost', 'Left on demand', 'Together', 'On demand alone', 'Saving', 'Filled']),
          'Note',
        ]}
      >
        {near.map((option) => {
          const isBest = option.units === best?.units && option.commitment === best.commitment;
          const isChosen = option.units === chosen?.units && option.commitment === chosen.commitment;
          return (
            <tr class={isChosen ? 'chosen' : undefined} data-units={`${option.units} ${option.commitment}`}>
              <th scope="row" class="number">
                <a href={link(path, state, { units: String(option.units) })}>
                  {groupThousands(option.units)}
                </a>
              </th>
              <td>{COMMITMENT_WORDS[option.commitment]}</td>
              <td class="number">
                <Money value={option.unitCost} />
              </td>
              <td class="number">
                <Money value={option.spillCost} />
              </td>
              <td class="number strong">
                <Money value={option.totalCost} />
              </td>
              <td class="number">
                <Money value={option.onDemandCost} />
              </td>
              <td class="number">
                <Money value={option.saving} />
              </td>
              <td class="number">
                <Share value={option.utilization} reason="no units" />
              </td>
              <td>{isBest ? 'cheapest' : ''}</td>
            </tr>
          );
        })}
      </DataTable>
    </section>
  );
}

export function Alternatives({ plan: { alternatives, reserved } }: { plan: CapacityPlan }) {
  return (
    <section class="card" aria-labelledby="others-title">
      <header class="card-head">
        <h2 id="others-title">Beside units</h2>
      </header>
      <p class="card-text">
        The same demand in other ways. Batch is for what can wait up to a day; a global profile may run in any
        commercial Region. The reserved tier buys capacity more than it saves: at a month it costs what on
        demand does when it is always full.
      </p>
      <DataTable
        label="Beside units"
        caption="Other ways to serve the same demand"
        columns={['Way', ...numbers(['On demand', 'So', 'Saving']), 'Note']}
      >
        {alternatives.map(({ kind, answer: { total }, reason }) => (
          <tr>
            <th scope="row">{kind === 'batch' ? 'All of it in batch' : 'Through the global profile'}</th>
            <td class="number">
              <Money value={reason === null ? total.cost : null} reason={reason ?? ''} />
            </td>
            <td class="number strong">
              <Money value={reason === null ? total.costAs : null} reason={reason ?? ''} />
            </td>
            <td class="number">
              <Money value={reason === null ? total.saving : null} reason={reason ?? ''} />
            </td>
            <td class="wrap">{reason ?? ''}</td>
          </tr>
        ))}
        {reserved.slice(0, 2).map((option) => (
          <tr>
            <th scope="row">Reserved tier, {option.term.replace('-', ' ')}</th>
            <td class="number">
              <Money value={option.onDemandCost} />
            </td>
            <td class="number strong">
              <Money value={option.totalCost} />
            </td>
            <td class="number">
              <Money value={option.saving} />
            </td>
            <td class="wrap">
              {groupThousands(option.inputKtpm)}k input and {groupThousands(option.outputKtpm)}k output tokens
              per minute
            </td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

/** A commitment that ends so soon should be decided about. */
const SOON_SECONDS = 14 * 86_400;

export function Existing({
  existing,
  names,
  now,
}: {
  existing: readonly UnitUse[];
  names: Names;
  now: EpochSeconds;
}) {
  return (
    <section class="card" aria-labelledby="existing-title">
      <header class="card-head">
        <h2 id="existing-title">Units you have</h2>
        <CardLinks api="/api/capacity" table="existing" what="units" />
      </header>
      <DataTable
        label="Units you have"
        caption="Provisioned throughput with its use and cost"
        columns={[
          ...['Name', 'Account', 'Region', 'Model'],
          ...numbers(['Units', 'Calls', 'Idle hours', 'Filled', 'Cost', 'Idle cost', 'Worth on demand']),
          'Commitment',
        ]}
      >
        {existing.map((use) => (
          <ExistingRow use={use} names={names} now={now} />
        ))}
      </DataTable>
      <p class="card-text">
        Idle hours are whole UTC hours without a call since the units or the records began. Worth on demand is
        what the served tokens would have cost by the token. Where cost or fill is unknown, say what a unit
        costs and carries: <code>capacity.units</code> in the configuration.
      </p>
    </section>
  );
}

function ExistingRow({ use, names, now }: { use: UnitUse; names: Names; now: EpochSeconds }) {
  const { owned, calls, idleHours, hours, utilization, cost, idleCost, onDemandValue, price } = use;
  const unknown = 'nobody has said what a unit costs';
  const idle = hours > 0 && idleHours / hours > 0.5;
  return (
    <tr>
      <th scope="row">
        <span title={visible(owned.arn)}>{visible(owned.name ?? owned.arn)}</span>
      </th>
      <td>
        <Identifier label={labelOf('account', owned.account, names)} />
      </td>
      <td>{owned.region}</td>
      <td>{owned.model === null ? UNKNOWN : labelOf('model', owned.model, names).text}</td>
      <td class="number">{owned.units}</td>
      <td class="number">
        <Count value={calls} />
      </td>
      <td class="number">
        <span class={idle ? 'state failed' : undefined}>
          {idle && <Icon name="warning" />}
          {groupThousands(idleHours)} of {groupThousands(hours)}
        </span>
      </td>
      <td class="number">
        <Share value={utilization?.mean ?? null} reason="nobody has said what a unit carries" />
      </td>
      <td class="number">
        <span title={price ? `${price.source}` : unknown}>{formatUsd(cost)}</span>
      </td>
      <td class="number strong">
        <Money value={idleCost} reason={unknown} />
      </td>
      <td class="number">
        <Money value={onDemandValue} reason="a kind of its tokens has no price" />
      </td>
      <td>
        <Commitment owned={owned} now={now} />
      </td>
    </tr>
  );
}

function Commitment({ owned, now }: { owned: UnitUse['owned']; now: EpochSeconds }) {
  const { commitment, commitmentEnds } = owned;
  if (commitmentEnds === null) return <>{COMMITMENT_WORDS[commitment]}</>;
  const left = commitmentEnds - now;
  const soon = left < SOON_SECONDS;
  return (
    <span class={soon ? 'state failed' : undefined} title={`${isoInstant(commitmentEnds)}`}>
      {soon && <Icon name="warning" />}
      {COMMITMENT_WORDS[commitment]}, {left > 0 ? `ends in ${spanText(left)}` : 'ended'}
    </span>
  );
}
