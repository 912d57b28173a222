/**
 * A quota's values over time, what was asked for, and the text to ask with.
 * @module
 */
import type { QuotaDetail, SeenRequest, SeenValue } from '../../src/answers/quota/detail.ts';
import { groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';
import { momentText } from '../format/moment.ts';
import { visible } from '../format/visible.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable } from './data-table.tsx';

interface QuotaValuesProps {
  readonly detail: QuotaDetail;
  /** Address of the quota on the API. */
  readonly api: string;
}

export function QuotaValues({ detail: { values, requests, now }, api }: QuotaValuesProps) {
  if (values.length === 0 && requests.length === 0) return null;
  return (
    <section class="card" aria-labelledby="values-title">
      <header class="card-head">
        <h2 id="values-title">Values and requests</h2>
        <CardLinks api={api} table={values.length > 0 ? 'values' : 'requests'} what="values" />
      </header>
      <DataTable
        label="Values and requests"
        caption="Applied and default values as they were seen, and increase requests"
        columns={['What', { number: 'Value' }, 'From (UTC)', 'To (UTC)']}
      >
        {values.map((value) => (
          <ValueRow value={value} now={now} />
        ))}
        {requests.map((request) => (
          <RequestRow request={request} now={now} />
        ))}
      </DataTable>
    </section>
  );
}

const shown = (value: number | null): string => (value === null ? UNKNOWN : groupThousands(value));

function ValueRow({ value: { kind, value, from, to }, now }: { value: SeenValue; now: EpochSeconds }) {
  return (
    <tr>
      <th scope="row">{kind === 'applied' ? 'Applied value' : 'Default of AWS'}</th>
      <td class="number">{shown(value)}</td>
      <td>first seen {momentText(from, now)}</td>
      <td>{to === null ? 'still so' : momentText(to, now)}</td>
    </tr>
  );
}

function RequestRow({ request, now }: { request: SeenRequest; now: EpochSeconds }) {
  const { desired, status, created, updated } = request;
  const time = (at: number | null) => (at === null ? UNKNOWN : momentText(epochSeconds(at), now));
  return (
    <tr>
      <th scope="row">Increase request, {visible(status).toLowerCase().replaceAll('_', ' ')}</th>
      <td class="number">{shown(desired)}</td>
      <td>asked {time(created)}</td>
      <td>updated {time(updated)}</td>
    </tr>
  );
}

export function IncreaseText({ text, adjustable }: { text: string; adjustable: boolean }) {
  return (
    <section class="card" aria-labelledby="increase-title">
      <header class="card-head">
        <h2 id="increase-title">Text for an increase request</h2>
      </header>
      <p class="card-text">
        {adjustable
          ? 'Service Quotas takes a request for this quota; what AWS asks for then is measured here.'
          : 'Service Quotas takes no request for this quota: AWS Support or the account team does.'}
      </p>
      <pre class="paste" tabindex={0}>
        {visible(text.replaceAll('\n', '\u2424')).replaceAll('\u2424', '\n')}
      </pre>
    </section>
  );
}
