/**
 * The duration curve with the units under it, and a slider over their number.
 * @module
 */
import type { CapacityOption } from '../../src/analysis/capacity/options.ts';
import { type CapacityPlan, perMonth } from '../../src/answers/capacity.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { SERVED_SLOT, SPILLED_SLOT } from '../charts/duration-curve.ts';
import type { SliderData, SliderStep } from '../charts/slider-data.ts';
import { link } from '../overview/address.ts';
import { ChartPicture } from './chart-picture.tsx';
import { JsonScript } from './json-script.tsx';

export function CapacityChart({ plan, state }: { plan: CapacityPlan; state: URLSearchParams }) {
  const { chosen, spread } = plan;
  const units = chosen?.units ?? 0;
  const data = sliderData(plan);
  const alt = `Units needed over the time: ${peakText(spread.units?.peak ?? 0)} at the peak, ${peakText(spread.units?.p95 ?? 0)} for a twentieth of it, ${peakText(spread.units?.p50 ?? 0)} for half. ${groupThousands(units)} units are drawn in.`;
  return (
    <section class="card chart-card" aria-labelledby="chart-title">
      <header class="card-head">
        <h2 id="chart-title">Duration curve: units the demand needs, for which share of the time</h2>
      </header>
      <ul class="legend">
        <li>
          <span class={`swatch series-${SERVED_SLOT}`} aria-hidden="true" />
          served by units
        </li>
        <li>
          <span class={`swatch series-${SPILLED_SLOT}`} aria-hidden="true" />
          left on demand
        </li>
        <li>below the dashed line and above the curve: paid for and idle</li>
      </ul>
      <div
        class="chart duration"
        id="duration-chart"
        role="img"
        aria-label={alt}
        data-duration="duration-data"
      />
      <JsonScript id="duration-data" data={data} />
      <noscript>
        <ChartPicture
          src={(theme) => link('/charts/capacity.svg', state, { theme })}
          alt={alt}
          height={320}
        />
      </noscript>
      {chosen && data.steps.length > 1 && (
        <div class="slider" data-slider>
          <label class="needs-js">
            <span>Units</span>
            <input
              type="range"
              min="0"
              max={String(data.steps.length - 1)}
              step="1"
              value={String(
                Math.max(
                  0,
                  data.steps.findIndex((step) => step.units === units),
                ),
              )}
              aria-describedby="slider-result"
            />
          </label>
          <output id="slider-result" class="slider-result">
            <Result step={stepOf(plan, chosen)} />
          </output>
        </div>
      )}
    </section>
  );
}

const peakText = (units: number): string => (units === 0 ? '0' : Number(units.toPrecision(3)).toString());

function Result({ step }: { step: SliderStep }) {
  const parts: [keyof SliderStep, string][] = [
    ['label', ''],
    ['unitCost', 'units cost'],
    ['spillCost', 'left on demand'],
    ['totalCost', 'together'],
    ['saving', 'saving'],
    ['perMonth', 'a month'],
    ['full', 'filled'],
  ];
  return (
    <dl>
      {parts.map(([key, title]) => (
        <div>
          <dt>{title === '' ? 'chosen' : title}</dt>
          <dd data-step={key}>{step[key]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** All of what the slider shows, as text: money is not for the browser to compute. */
function sliderData(plan: CapacityPlan): SliderData {
  const commitment = plan.chosen?.commitment;
  const steps = plan.options
    .filter((option) => option.commitment === commitment)
    .map((option) => stepOf(plan, option));
  return { points: plan.curve.map((point) => ({ ...point })), units: plan.chosen?.units ?? 0, steps };
}

function stepOf({ minutes, best }: CapacityPlan, option: CapacityOption): SliderStep {
  const { units, commitment, unitCost, spillCost, totalCost, saving, utilization } = option;
  const cheapest = best !== null && units === best.units && commitment === best.commitment;
  return {
    units,
    label: `${formatUnits(units)}${cheapest ? ', the cheapest' : ''}`,
    unitCost: formatUsd(unitCost),
    spillCost: formatUsd(spillCost),
    totalCost: formatUsd(totalCost),
    saving: formatUsd(saving),
    perMonth: formatUsd(perMonth(saving, minutes)),
    full: utilization === null ? UNKNOWN : `${(100 * utilization).toFixed(1)} %`,
  };
}

const formatUnits = (units: number): string =>
  `${units < 10_000 ? groupThousands(units) : formatCount(units)} ${units === 1 ? 'unit' : 'units'}`;
