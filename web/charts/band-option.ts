/**
 * The band chart as an ECharts option: bars of spend over the area in which spend is usual. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { axisMoney } from './axis.ts';
import type { BandPoint } from './band-data.ts';
import { categoryAxis, chartFrame, valueAxis } from './frame.ts';
import { ALERT, INK, REST_COLOUR, SERIES_COLOURS, type Theme } from './palette.ts';

// Drawn on the server alone: the client's bundle does without lines.
use([LineChart]);

/** Bars from zero; hours outside the band in another colour, gaps left out. */
export function bandOption(points: readonly BandPoint[], theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axis = categoryAxis(
    points.map(({ label }) => label),
    theme,
  );
  const usual = SERIES_COLOURS[theme][0] ?? ink.text;
  const line = {
    type: 'line',
    symbol: 'none',
    silent: true,
    step: 'middle',
    emphasis: { disabled: true },
  } as const;
  return {
    ...chartFrame(),
    xAxis: {
      ...axis,
      axisLabel: { ...axis.axisLabel, interval: (_: number, label: string) => label !== '' },
    },
    yAxis: valueAxis(axisMoney, theme),
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
