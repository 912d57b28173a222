/**
 * Who fills a quota in its hottest minutes.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { QuotaRow } from '../../src/answers/quota.ts';
import type { Names } from '../format/label.ts';
import { link } from '../overview/address.ts';
import { callerLabel } from '../quotas/figures.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Identifier } from './identifier.tsx';
import { Count } from './numbers.tsx';

const BY = {
  settled: 'settled tokens',
  reserved: 'reserved tokens',
  requests: 'requests',
} as const;

interface QuotaCallersProps {
  readonly row: QuotaRow;
  readonly names: Names;
  /** Address of the quota on the API. */
  readonly api: string;
}

export function QuotaCallers({ row, names, api }: QuotaCallersProps) {
  const { callers, hot } = row;
  if (!row.used || callers === null) return null;
  return (
    <section class="card" aria-labelledby="callers-title">
      <header class="card-head">
        <h2 id="callers-title">
          Who fills it in its{' '}
          {hot.minutes.length === 1 ? 'hottest minute' : `${hot.minutes.length} hottest minutes`}
        </h2>
        {callers.length > 0 && <CardLinks api={api} table="callers" what="callers" />}
      </header>
      {callers.length === 0 ? (
        <p class="card-text">
          Only metrics saw these minutes, and metrics know no callers: turn on invocation logging.
        </p>
      ) : (
        <DataTable
          label="Callers"
          caption="Callers of the hottest minutes"
          columns={['Caller', ...numbers(['Share', BY[hot.by], 'Calls', 'Throttled'])]}
        >
          {callers.map((caller) => (
            <tr>
              <th scope="row">
                <Identifier label={callerLabel(caller, names)} href={callerAddress(caller)} />
              </th>
              <td class="number strong">{percent(caller.share)}</td>
              <td class="number">
                <Count value={Math.round(caller.amount)} />
              </td>
              <td class="number">
                <Count value={caller.calls} />
              </td>
              <td class="number">
                <Count value={caller.throttled} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}

/** The caller's spend of the last day. */
function callerAddress({
  agent,
  principal,
}: {
  agent: string | null;
  principal: string | null;
}): string | undefined {
  const since = { since: '24h' };
  if (agent !== null) return link('/', new URLSearchParams({ ...since, agent }));
  return principal === null ? undefined : link('/', new URLSearchParams({ ...since, principal }));
}
