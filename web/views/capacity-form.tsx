/**
 * What a unit costs and carries, and how many: a form that works without JavaScript.
 * @module
 */
import { COMMITMENTS } from '../../src/analysis/capacity/options.ts';
import type { CapacityPlan } from '../../src/answers/capacity.ts';
import { formatRate } from '../../src/domain/money.ts';
import { COMMITMENT_WORDS } from './capacity-words.ts';
import { HiddenState } from './hidden-state.tsx';

export interface CapacityFormProps {
  readonly plan: CapacityPlan;
  readonly state: URLSearchParams;
  readonly path: string;
}

/** Parameters that the form sets. */
export const OWN = ['unit-price', 'unit-input-tpm', 'unit-output-tpm', 'commitment', 'cache-reads', 'units'];

export function CapacityForm({ plan, state, path }: CapacityFormProps) {
  const known = plan.prices.find(({ commitment }) => commitment === plan.best?.commitment) ?? plan.prices[0];
  const listed = known && known.source !== 'as given' ? formatRate(known.perHour, 1) : undefined;
  const { throughput } = plan;
  const commitment = state.get('commitment') ?? '';
  return (
    <section class="card" aria-labelledby="form-title">
      <header class="card-head">
        <h2 id="form-title">A unit, as AWS quoted it to you</h2>
      </header>
      <form method="get" action={path} class="capacity-form">
        <HiddenState state={state} except={OWN} />
        <label>
          <span>Price, USD per hour</span>
          <input
            name="unit-price"
            inputmode="decimal"
            pattern="\d{1,7}(\.\d{1,9})?"
            value={state.get('unit-price') ?? ''}
            placeholder={listed ?? 'ask AWS'}
          />
        </label>
        <label>
          <span>Input tokens per minute</span>
          <input
            name="unit-input-tpm"
            type="number"
            min="1"
            step="1"
            value={state.get('unit-input-tpm') ?? ''}
            placeholder={throughput ? String(throughput.inputTpm) : 'ask AWS'}
          />
        </label>
        <label>
          <span>Output tokens per minute</span>
          <input
            name="unit-output-tpm"
            type="number"
            min="1"
            step="1"
            value={state.get('unit-output-tpm') ?? ''}
            placeholder={throughput ? String(throughput.outputTpm) : 'ask AWS'}
          />
        </label>
        <label>
          <span>Commitment</span>
          <select name="commitment">
            <option value="">{state.has('unit-price') ? 'none' : 'any with a price'}</option>
            {COMMITMENTS.map((one) => (
              <option value={one} selected={one === commitment}>
                {COMMITMENT_WORDS[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Cache reads</span>
          <select name="cache-reads">
            <option value="">fill the input ceiling</option>
            <option value="free" selected={state.get('cache-reads') === 'free'}>
              fill no ceiling
            </option>
          </select>
        </label>
        <label>
          <span>Units</span>
          <input
            name="units"
            type="number"
            min="0"
            step="1"
            value={state.get('units') ?? ''}
            placeholder={plan.best ? `${plan.best.units} (cheapest)` : ''}
          />
        </label>
        <button type="submit">Show</button>
      </form>
      {listed !== undefined && (
        <p class="card-text">
          Without a price of yours, ${listed} an hour ({known?.source}) counts.
        </p>
      )}
    </section>
  );
}
