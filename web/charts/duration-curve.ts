/**
 * The duration curve of demand with a number of units under it, as an ECharts option. Pure: the page, the slider and the
 * picture draw the same.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { axisTokens } from './axis.ts';
import { chartFrame, chartText, valueAxis } from './frame.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

/** Plain JSON: it is sent to the browser, too. */
export interface DurationChart {
  /** Units that are needed for at least this share of the time, from the peak on. */
  readonly points: readonly { readonly share: number; readonly value: number }[];
}

/** Slots of what units serve and of what is left on demand. */
export const SERVED_SLOT = 0;
export const SPILLED_SLOT = 1;

/** Below the line of the units is served, above it is left on demand; the empty corner is idle. */
export function durationOption({ points }: DurationChart, units: number, theme: Theme): EChartsOption {
  const ink = INK[theme];
  const colours = SERIES_COLOURS[theme];
  const value = valueAxis(axisTokens, theme);
  const area = (slot: number, of: (value: number) => number) => ({
    type: 'line' as const,
    stack: 'demand',
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0 },
    areaStyle: { color: colours[slot] ?? '', opacity: 0.85 },
    data: points.map(({ share, value }) => [100 * share, of(value)]),
  });
  return {
    ...chartFrame({ left: 8, right: 16, top: 28, bottom: 24 }),
    xAxis: {
      ...valueAxis((percent) => `${percent} %`, theme),
      max: 100,
      name: 'share of the time',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: chartText(theme),
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: ink.line } },
    },
    yAxis: {
      ...value,
      max: ({ max }: { max: number }) => Math.max(max, units) * 1.05 || 1,
      name: 'units',
      nameTextStyle: { ...chartText(theme), align: 'left' },
      axisLabel: { ...value.axisLabel, showMaxLabel: false },
    },
    series: [
      { ...area(SERVED_SLOT, (value) => Math.min(value, units)), name: 'served by units' },
      { ...area(SPILLED_SLOT, (value) => Math.max(0, value - units)), name: 'left on demand' },
      {
        type: 'line',
        name: 'units',
        symbol: 'none',
        silent: true,
        lineStyle: { color: ink.text, width: 2, type: 'dashed' },
        data: [
          [0, units],
          [100, units],
        ],
      },
    ],
  };
}
