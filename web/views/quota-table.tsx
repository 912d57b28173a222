/**
 * Quotas in a table, the most urgent first; each leads to its own page.
 * @module
 */
import { percent } from '../../src/analysis/quota/notes.ts';
import type { QuotaRequest, QuotaRow } from '../../src/answers/quota.ts';
import { formatCount, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { shorten, visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { callerLabel } from '../quotas/figures.ts';
import { quotaKind, quotaTitle } from '../quotas/words.ts';
import { DataTable, numbers } from './data-table.tsx';
import { Ago } from './moment.tsx';
import { Count } from './numbers.tsx';
import { QuotaState } from './quota-state.tsx';

export interface QuotaTableProps {
  readonly rows: readonly QuotaRow[];
  readonly window: QuotaRequest['window'];
  readonly names: Names;
  readonly now: EpochSeconds;
}

const LONGEST_CALLER = 24;

/** The page of one quota. */
export function quotaAddress({ account, region, quota }: QuotaRow, window: QuotaRequest['window']): string {
  const state = new URLSearchParams({ account, region, ...(window === 'day' ? {} : { window }) });
  return link(`/quotas/${encodeURIComponent(quota.code)}`, state);
}

export function QuotaTable({ rows, window, names, now }: QuotaTableProps) {
  return (
    <DataTable
      label="Quotas"
      caption="Quotas, the most urgent first"
      columns={[
        'Quota',
        'State',
        'Account and Region',
        ...numbers(['Limit', 'Peak', 'Reserved', 'p99', 'Peak 7 d', 'Throttled']),
        'Most by',
      ]}
    >
      {rows.map((row) => (
        <Row row={row} window={window} names={names} now={now} />
      ))}
    </DataTable>
  );
}

type RowProps = Omit<QuotaTableProps, 'rows'> & { readonly row: QuotaRow };

function Row({ row, window, names, now }: RowProps) {
  const { windows, limit, account, region, quota, why } = row;
  const current = windows[window];
  const caller = row.callers?.[0];
  return (
    <tr>
      <th scope="row">
        <span class="quota-name">
          <a href={quotaAddress(row, window)} title={`${visible(quota.name)} (${quota.code})`}>
            <bdi>{visible(quotaTitle(row))}</bdi>
          </a>
          <span class="id-detail">{quotaKind(row)}</span>
        </span>
      </th>
      <td title={visible(why)}>
        <span class="quota-name">
          <QuotaState state={row.state} />
          {row.since !== null && (
            <span class="id-detail">
              since <Ago at={row.since} now={now} />
            </span>
          )}
        </span>
      </td>
      <td>
        <span class="quota-name">
          {labelOf('account', account, names).text}
          <span class="id-detail">{region}</span>
        </span>
      </td>
      <td class="number">
        {limit === null ? (
          <span title="AWS lists no value">{UNKNOWN}</span>
        ) : (
          <span title={`${groupThousands(limit.value)}, ${limit.of}`}>{formatCount(limit.value)}</span>
        )}
      </td>
      <Part share={current?.utilization.peak} strong />
      <Part share={current?.reserved?.peak} reason="no log record tells what was reserved" />
      <Part share={current?.utilization.p99} />
      <Part share={windows.week?.utilization.peak} />
      <td class="number">{current === null ? UNKNOWN : <Count value={current.throttledCalls} />}</td>
      <td>
        {caller === undefined ? (
          <span
            class="quiet"
            title={row.callers === null ? 'not asked below half of the limit' : 'only metrics saw it'}
          >
            {UNKNOWN}
          </span>
        ) : (
          <span title={visible(caller.principal ?? '')}>
            <bdi>{shorten(callerLabel(caller, names).text, LONGEST_CALLER)}</bdi>{' '}
            <span class="muted">{percent(caller.share)}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

interface PartProps {
  readonly share: number | null | undefined;
  readonly strong?: boolean;
  readonly reason?: string;
}

function Part({ share, strong = false, reason = 'no data' }: PartProps) {
  if (share == null) {
    return (
      <td class="number quiet" title={reason}>
        {UNKNOWN}
      </td>
    );
  }
  return <td class={strong ? 'number strong' : 'number'}>{percent(share)}</td>;
}
