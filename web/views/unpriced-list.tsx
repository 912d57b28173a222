/**
 * What has no price, and why: the list of what to mend.
 * @module
 */
import { isoInstant, type TimeRange } from '../../src/domain/time.ts';
import type { UnpricedUsage } from '../../src/store/port.ts';
import { labelOf, type Names } from '../format/label.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable } from './data-table.tsx';
import { Identifier } from './identifier.tsx';
import { Count } from './numbers.tsx';

export interface UnpricedLine extends UnpricedUsage {
  /** One sentence. */
  readonly why: string;
}

export interface UnpricedListProps {
  readonly lines: readonly UnpricedLine[];
  readonly range: TimeRange;
  readonly names: Names;
}

export function UnpricedList({ lines, range, names }: UnpricedListProps) {
  const query = new URLSearchParams({ from: isoInstant(range.from), to: isoInstant(range.to) });
  return (
    <section class="card" id="unpriced" aria-labelledby="unpriced-title">
      <header class="card-head">
        <h2 id="unpriced-title">Without a price</h2>
        <CardLinks api={`/api/unpriced?${query}`} table="rows" what="usage without a price" />
      </header>
      <p class="card-text">
        Not in the cost, and never guessed. A newer price book may know it (
        <code>bedrock-meter prices update</code>), or set a rate of your own under{' '}
        <code>pricing.overrides</code>.
      </p>
      <DataTable
        label="Usage without a price"
        caption="Usage without a price"
        columns={[
          'Called id',
          'Region',
          'Tier',
          { number: 'Calls' },
          { number: 'Tokens' },
          { number: 'Other units' },
          'Why',
        ]}
      >
        {lines.map((line) => (
          <tr>
            <th scope="row">
              <Identifier label={labelOf('modelId', line.modelId, names)} />
            </th>
            <td>{line.region}</td>
            <td>{line.tier}</td>
            <td class="number">
              <Count value={line.invocations} />
            </td>
            <td class="number">
              <Count value={line.tokens} />
            </td>
            <td class="number">
              <Count value={line.units} />
            </td>
            <td class="wrap">{line.why}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
