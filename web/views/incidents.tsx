/**
 * Incidents of unusual spend as a table, dearest first.
 * @module
 */
import { causesByCost, KIND_WORDS } from '../../src/analysis/anomaly/spend/words.ts';
import type { ExplainedIncident } from '../../src/answers/anomalies.ts';
import { formatUsd } from '../../src/domain/format.ts';
import type { NanoUsd } from '../../src/domain/money.ts';
import { type EpochSeconds, isoHour, startOfHour } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText, spanText } from '../format/moment.ts';
import { link } from '../overview/address.ts';
import { bandParameter, scopeLabel } from './anomalies-band.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Money, UnpricedBadge } from './numbers.tsx';

interface IncidentsProps {
  readonly incidents: readonly ExplainedIncident[];
  readonly state: URLSearchParams;
  readonly names: Names;
  readonly now: EpochSeconds;
}

/** Each incident with its causes, a link to its band and one to its usage. */
export function Incidents({ incidents, state, names, now }: IncidentsProps) {
  return (
    <DataTable
      label="Incidents"
      caption="Incidents, dearest first, UTC"
      columns={['Where', 'What', 'When (UTC)', ...numbers(['Observed', 'Expected', 'Above', 'A day']), 'Why']}
    >
      {incidents.map((incident) => (
        <Row {...{ incident, state, names, now }} />
      ))}
    </DataTable>
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
          <a
            href={link('/anomalies', state, { band: bandParameter(scope) })}
            title={scope.value ?? undefined}
          >
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
