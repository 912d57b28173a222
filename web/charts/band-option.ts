/**
 * The band chart as an ECharts option: bars of spend over the area in which spend is usual. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { axisMoney } from './axis.ts';
import type { BandPoint } from './band-data.ts';
import { ALERT, INK, REST_COLOUR, SERIES_COLOURS, type Theme } from './palette.ts';

// Drawn on the server alone: the client's bundle does without lines.
use([LineChart]);

/** Unquoted: the SVG writer puts it into an attribute as it is. */
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

/** Bars from zero; hours outside the band in another colour, gaps left out. */
export function bandOption(points: readonly BandPoint[], theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axisLabel = { color: ink.text, fontFamily: FONT, fontSize: 12, hideOverlap: true };
  const usual = SERIES_COLOURS[theme][0] ?? ink.text;
  const line = {
    type: 'line',
    symbol: 'none',
    silent: true,
    step: 'middle',
    emphasis: { disabled: true },
  } as const;
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: points.map(({ label }) => label),
      axisLabel: { ...axisLabel, interval: (_: number, label: string) => label !== '' },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisLabel: { ...axisLabel, formatter: axisMoney },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        ...line,
        name: 'usual, at most',
        lineStyle: { width: 0 },
        areaStyle: { color: REST_COLOUR[theme], opacity: 0.22 },
        data: points.map(({ upper }) => upper ?? '-'),
        z: 1,
      },
      {
        type: 'bar',
        name: 'spend',
        barCategoryGap: '12%',
        barMaxWidth: 24,
        z: 2,
        data: points.map(({ cost, anomaly }) => {
          if (cost === null) return '-';
          return { value: cost, itemStyle: { color: anomaly ? ALERT[theme] : usual } };
        }),
      },
      {
        ...line,
        name: 'expected',
        lineStyle: { width: 1.5, color: ink.text, type: 'dashed' },
        data: points.map(({ expected }) => expected ?? '-'),
        z: 3,
      },
    ],
  };
}
