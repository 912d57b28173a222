/**
 * The last day of a quota by minute, as an ECharts option: what was settled, what was reserved, the limit, and the
 * minutes in which calls were refused. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { axisTokens } from './axis.ts';
import { categoryAxis, chartFrame, valueAxis } from './frame.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

export interface MinutesChart {
  /** Minute of the first entry, since the epoch. */
  readonly first: number;
  readonly used: readonly (number | null)[];
  readonly reserved: readonly (number | null)[] | null;
  readonly throttled: readonly number[];
  readonly limit: number;
}

export const USED_SLOT = 0;
export const RESERVED_SLOT = 1;
export const THROTTLE_SLOT = 8;

/** Lines by minute from zero; a gap in the data is a gap. */
export function quotaMinutesOption(chart: MinutesChart, theme: Theme): EChartsOption {
  const ink = INK[theme];
  const colours = SERIES_COLOURS[theme];
  const time = categoryAxis(
    chart.used.map((_, i) => clock(chart.first + i)),
    theme,
  );
  const value = valueAxis(axisTokens, theme);
  const top = 1.08 * Math.max(chart.limit, ...peaks(chart));
  const line = (slot: number, values: readonly (number | null)[], width: number) => ({
    type: 'line' as const,
    symbol: 'none',
    silent: true,
    connectNulls: false,
    lineStyle: { color: colours[slot] ?? '', width },
    itemStyle: { color: colours[slot] ?? '' },
    data: values.map((value) => value ?? '-'),
  });
  return {
    ...chartFrame({ right: 12, top: 16 }),
    xAxis: {
      ...time,
      boundaryGap: false,
      axisLabel: { ...time.axisLabel, interval: (i: number) => (chart.first + i) % 180 === 0 },
    },
    yAxis: { ...value, max: top, axisLabel: { ...value.axisLabel, showMaxLabel: false } },
    series: [
      ...(chart.reserved === null ? [] : [line(RESERVED_SLOT, chart.reserved, 1)]),
      line(USED_SLOT, chart.used, 1.5),
      {
        type: 'line',
        symbol: 'none',
        silent: true,
        lineStyle: { color: ink.text, width: 1.5, type: 'dashed' },
        data: chart.used.map(() => chart.limit),
      },
      {
        type: 'line',
        silent: true,
        symbol: 'triangle',
        symbolSize: 9,
        symbolRotate: 180,
        showAllSymbol: true,
        lineStyle: { width: 0 },
        itemStyle: { color: colours[THROTTLE_SLOT] ?? '' },
        data: chart.throttled.map((calls) => (calls > 0 ? top * 0.97 : '-')),
      },
    ],
  };
}

const peaks = ({ used, reserved }: MinutesChart): number[] =>
  [used, reserved ?? []].map((values) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0));

/** `14:05`. */
function clock(minute: number): string {
  const ofDay = minute % 1440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}
