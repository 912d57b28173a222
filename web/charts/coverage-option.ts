/**
 * Tokens by day, logged and dark, as an ECharts option. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { axisTokens } from './axis.ts';
import { categoryAxis, chartFrame, hatching, valueAxis } from './frame.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

export interface CoverageBar {
  readonly label: string;
  readonly logged: number;
  readonly dark: number;
}

export const LOGGED_SLOT = 0;
export const DARK_SLOT = 1;

/** Stacked bars from zero; what is dark is hatched, too, so that colour alone tells nothing. */
export function coverageOption(bars: readonly CoverageBar[], theme: Theme): EChartsOption {
  const ink = INK[theme];
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
  return {
    ...chartFrame(),
    xAxis: categoryAxis(
      bars.map(({ label }) => label),
      theme,
    ),
    yAxis: valueAxis(axisTokens, theme),
    series: [
      part('Logged', LOGGED_SLOT, ({ logged }) => logged),
      part('Seen only by metrics', DARK_SLOT, ({ dark }) => dark, hatching(ink.surface, 2)),
    ],
  };
}
