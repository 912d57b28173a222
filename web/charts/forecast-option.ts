/**
 * The burn-up chart as an ECharts option: spend so far as it adds up, the futures it may have, and budgets. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { axisMoney } from './axis.ts';
import { categoryAxis, chartFrame, FONT, valueAxis } from './frame.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

// Drawn on the server alone: the client's bundle does without lines.
use([LineChart]);

/** Dollars at the end of each day of the period; null where it is not known, or not to come. */
export interface BurnUp {
  readonly labels: readonly string[];
  readonly spent: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly mid: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** Limits of budgets over the same spend. */
  readonly limits: readonly { readonly name: string; readonly usd: number }[];
}

/** A solid line for what was spent, a dashed one in its interval for what is to come. */
export function forecastOption(chart: BurnUp, theme: Theme): EChartsOption {
  const ink = INK[theme];
  const accent = SERIES_COLOURS[theme][0] ?? ink.text;
  const line = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } } as const;
  const values = (list: readonly (number | null)[]) => list.map((value) => value ?? '-');
  const width = chart.high.map((high, i) => (high === null ? null : high - (chart.low[i] ?? 0)));
  return {
    ...chartFrame({ right: 12, top: 16 }),
    xAxis: { ...categoryAxis(chart.labels, theme), boundaryGap: false },
    yAxis: valueAxis(axisMoney, theme),
    series: [
      { ...line, name: 'low', stack: 'interval', lineStyle: { width: 0 }, data: values(chart.low) },
      {
        ...line,
        name: 'interval',
        stack: 'interval',
        lineStyle: { width: 0 },
        areaStyle: { color: accent, opacity: 0.2 },
        data: values(width),
      },
      {
        ...line,
        name: 'forecast',
        lineStyle: { width: 2, color: accent, type: 'dashed' },
        data: values(chart.mid),
      },
      { ...line, name: 'spent', lineStyle: { width: 2.5, color: accent }, data: values(chart.spent) },
      ...chart.limits.map(({ name, usd }, i) => ({
        ...line,
        name,
        lineStyle: { width: 1.5, color: ink.text, type: 'dotted' as const },
        data: chart.labels.map(() => usd),
        endLabel: {
          show: true,
          formatter: () => name,
          align: 'right' as const,
          verticalAlign: i % 2 === 0 ? ('bottom' as const) : ('top' as const),
          offset: [-8, i % 2 === 0 ? -4 : 4],
          color: ink.text,
          fontFamily: FONT,
        },
      })),
    ],
  };
}
