/**
 * The month day by day, stacked by model, as the pages draw it.
 * @module
 */
import { colourSlots } from '../../../web/charts/colours.ts';
import { renderSvg } from '../../../web/charts/render-svg.ts';
import type { ChartBucket, SpendChart } from '../../../web/charts/spend-data.ts';
import { spendOption } from '../../../web/charts/spend-option.ts';
import { labelOf, type Names } from '../../../web/format/label.ts';
import type { Month } from '../../answers/month.ts';
import { usdNumber } from '../../domain/format.ts';
import { pricedCost, type UsageRow } from '../../domain/measures.ts';
import { dayOf, type EpochDay, isoDay } from '../../domain/time.ts';
import type { ReportChart } from '../html.tsx';
import type { Drawn } from './drawn.ts';
import { stable } from './stable-svg.ts';

const MOST_SERIES = 10;
const SIZE = { width: 960, height: 300 };

/** Light and dark pictures, and who is which colour in words. */
export function dailyChart(month: Month, names: Names, drawn: Drawn): ReportChart {
  const chart = dailyData(month, names, drawn);
  const picture = (theme: 'light' | 'dark') => stable(renderSvg(spendOption(chart, theme), SIZE), theme);
  const alt = `Cost per day by model, from the bottom: ${chart.series.map(({ name }) => name).join(', ')}. The table below has the numbers.${drawn.alarms.length === 0 ? '' : ' Triangles mark days on which alarms began.'}`;
  const legend = chart.series.map(({ name, slot }) => ({ name, slot }));
  return { light: picture('light'), dark: picture('dark'), alt, legend };
}

export function dailyData(
  { days, range, dataUpTo, closed }: Month,
  names: Names,
  { colours, alarms }: Drawn,
): SpendChart {
  const totals = new Map<string | null, bigint>();
  for (const row of days) totals.set(modelOf(row), (totals.get(modelOf(row)) ?? 0n) + pricedCost(row));
  const models = [...totals.keys()].toSorted(
    (a, b) => compare(totals.get(b) ?? 0n, totals.get(a) ?? 0n) || compare(a ?? '', b ?? ''),
  );
  const named = models.length <= MOST_SERIES ? models : models.slice(0, MOST_SERIES - 1);
  const rest = models.slice(named.length);
  const slots = colourSlots(
    named.map((model) => model ?? ''),
    colours,
  );
  const keys: string[] = [];
  for (let day = dayOf(range.from) as number; day < dayOf(range.to); day += 1)
    keys.push(isoDay(day as EpochDay));
  const cells = Map.groupBy(days, ({ key }) => key[0] ?? '');
  const valuesOf = (wanted: readonly (string | null)[]) =>
    keys.map((key) => {
      const found = cells.get(key)?.filter((row) => wanted.includes(modelOf(row))) ?? [];
      return found.length === 0 ? null : found.reduce((sum, row) => sum + usdNumber(pricedCost(row)), 0);
    });
  const series = named.map((model) => ({
    name: labelOf('model', model, names).text,
    slot: slots.get(model ?? '') ?? null,
    values: valuesOf([model]),
  }));
  const others = { name: `${rest.length} other models`, slot: null, values: valuesOf(rest) };
  const running = dataUpTo === null || closed ? null : isoDay(dayOf(dataUpTo));
  const buckets = keys.map((key): ChartBucket => {
    const state = !cells.has(key) ? 'empty' : key === running ? 'running' : 'whole';
    const marks = alarms
      .filter(({ day }) => day === key)
      .map(({ title }) => ({ kind: 'alarm' as const, title }));
    return { label: String(Number(key.slice(8))), title: key, state, href: '', marks };
  });
  return { measure: 'cost', buckets, series: rest.length === 0 ? series : [...series, others] };
}

const modelOf = (row: UsageRow): string | null => row.key[1] ?? null;
const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
