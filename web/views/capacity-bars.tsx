/**
 * What each model costs a month on demand, in all accounts and Regions together.
 * @module
 */
import { type Candidate, perMonth } from '../../src/answers/capacity.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import { colourSlots } from '../charts/colours.ts';
import { labelOf, type Names } from '../format/label.ts';
import { spanText } from '../format/moment.ts';
import { type Bar, BarChart } from './bar-chart.tsx';

export interface CapacityBarsProps {
  /** Dearest first. */
  readonly candidates: readonly Candidate[];
  /** How long was looked at, as far as there are data. */
  readonly minutes: number;
  /** Slots that models have on every page. */
  readonly colours: ReadonlyMap<string, number>;
  readonly names: Names;
}

const MOST_BARS = 12;

export function CapacityBars({ candidates, minutes, colours, names }: CapacityBarsProps) {
  if (minutes <= 0) return null;
  const models = [...Map.groupBy(candidates, ({ model }) => model)]
    .map(([model, own]) => ({
      model,
      places: own.length,
      cost: own.map(({ cost }) => cost).reduce(addUsd, ZERO_USD),
    }))
    .toSorted((a, b) => (a.cost < b.cost ? 1 : -1));
  const slots = colourSlots(
    models.map(({ model }) => model),
    colours,
  );
  const bars = models.slice(0, MOST_BARS).map(
    ({ model, places, cost }): Bar => ({
      name: labelOf('model', model, names).text,
      detail: places === 1 ? undefined : `${places} places`,
      amount: perMonth(cost, minutes),
      slot: slots.get(model) ?? null,
    }),
  );
  const left = models.length - bars.length;
  const rest = left > 0 ? ` ${left} cheaper ${left === 1 ? 'model is' : 'models are'} left out.` : '';
  return (
    <BarChart
      id="bars"
      title="On demand a month, by model"
      bars={bars.filter(({ amount }) => amount > 0n)}
      text={`At the rate of ${spanText(minutes * 60)} with data; a month has 730 hours.${rest}`}
    />
  );
}
