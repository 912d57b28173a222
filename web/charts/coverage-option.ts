/**
 * Tokens by day, logged and dark, as an ECharts option. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { axisTokens } from './axis.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

export interface CoverageBar {
  readonly label: string;
  readonly logged: number;
  readonly dark: number;
}

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';
export const LOGGED_SLOT = 0;
export const DARK_SLOT = 1;

/** Stacked bars from zero; what is dark is hatched, too, so that colour alone tells nothing. */
export function coverageOption(bars: readonly CoverageBar[], theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axisLabel = { color: ink.text, fontFamily: FONT, fontSize: 12, hideOverlap: true };
  const part = (name: string, slot: number, of: (bar: CoverageBar) => number, decal?: object) => ({
    type: 'bar' as const,
    name,
    stack: 'all',
    barMaxWidth: 48,
    itemStyle: {
      color: SERIES_COLOURS[theme][slot] ?? '',
      borderColor: ink.surface,
      borderWidth: 0.5,
      ...(decal ? { decal } : {}),
    },
    data: bars.map((bar) => of(bar)),
  });
  const hatching = {
    color: ink.surface,
    dashArrayX: [1, 0],
    dashArrayY: [2, 5],
    rotation: -Math.PI / 4,
    symbolSize: 1,
  };
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: bars.map(({ label }) => label),
      axisLabel,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisLabel: { ...axisLabel, formatter: axisTokens },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      part('Logged', LOGGED_SLOT, ({ logged }) => logged),
      part('Seen only by metrics', DARK_SLOT, ({ dark }) => dark, hatching),
    ],
  };
}
