/**
 * What has no price, and why: the list of what to mend.
 * @module
 */
import type { UnpricedUsage } from '../../src/store/port.ts';
import { labelOf, type Names } from '../format/label.ts';
import { Identifier } from './identifier.tsx';
import { Count } from './numbers.tsx';

export interface UnpricedLine extends UnpricedUsage {
  /** One sentence. */
  readonly why: string;
}

export function UnpricedList({ lines, names }: { lines: readonly UnpricedLine[]; names: Names }) {
  return (
    <section class="card" id="unpriced" aria-labelledby="unpriced-title">
      <header class="card-head">
        <h2 id="unpriced-title">Without a price</h2>
      </header>
      <p class="card-text">
        Not in the cost, and never guessed. A newer price book may know it (
        <code>bedrock-meter prices update</code>), or set a rate of your own under{' '}
        <code>pricing.overrides</code>.
      </p>
      <section class="table-scroll" tabindex={0} aria-label="Usage without a price">
        <table>
          <caption class="visually-hidden">Usage without a price</caption>
          <thead>
            <tr>
              <th scope="col">Called id</th>
              <th scope="col">Region</th>
              <th scope="col">Tier</th>
              <th scope="col" class="number">
                Calls
              </th>
              <th scope="col" class="number">
                Tokens
              </th>
              <th scope="col" class="number">
                Other units
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </section>
    </section>
  );
}
