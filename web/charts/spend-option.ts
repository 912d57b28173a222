/**
 * The spend chart as an ECharts option. Pure: the page, the picture and the report draw the same.
 * @module
 */
import type { BarSeriesOption, EChartsOption, LineSeriesOption } from 'echarts';
import { axisMoney, axisTokens } from './axis.ts';
import { categoryAxis, chartFrame, hatching, valueAxis } from './frame.ts';
import { ALERT, INK, REST_COLOUR, SERIES_COLOURS, type Theme } from './palette.ts';
import type { BucketState, SpendChart } from './spend-data.ts';

/** Stacked bars from zero; what is there in part is hatched, what is not there is left out. */
export function spendOption(chart: SpendChart, theme: Theme): EChartsOption {
  const ink = INK[theme];
  const isPart = (state: BucketState | undefined) => state === 'running' || state === 'cut';
  return {
    ...chartFrame(),
    xAxis: categoryAxis(
      chart.buckets.map(({ label }) => label),
      theme,
    ),
    yAxis: valueAxis(chart.measure === 'cost' ? axisMoney : axisTokens, theme),
    series: [
      ...chart.series.map(
        ({ name, slot, values }): BarSeriesOption => ({
          type: 'bar',
          name,
          stack: 'all',
          barCategoryGap: chart.buckets.length > 40 ? '20%' : '28%',
          barMaxWidth: 48,
          // A hair of the page between parts keeps neighbours apart for everyone.
          itemStyle: { color: colourOf(slot, theme), borderColor: ink.surface, borderWidth: 0.5 },
          emphasis: { focus: 'none', itemStyle: { opacity: 0.85 } },
          data: values.map((value, i) => {
            if (value === null) return '-';
            if (!isPart(chart.buckets[i]?.state)) return value;
            return { value, itemStyle: { decal: hatching(ink.surface) } };
          }),
        }),
      ),
      ...marksOf(chart, theme),
    ],
  };
}

/** A triangle on the axis where alarms began, a diamond where only a price changed; none without either. */
function marksOf({ buckets }: SpendChart, theme: Theme): LineSeriesOption[] {
  if (buckets.every(({ marks = [] }) => marks.length === 0)) return [];
  const ink = INK[theme];
  const data = buckets.map(({ marks = [] }) => {
    if (marks.length === 0) return '-';
    const alarm = marks.some(({ kind }) => kind === 'alarm');
    return {
      value: 0,
      symbol: alarm ? 'triangle' : 'diamond',
      itemStyle: { color: alarm ? ALERT[theme] : ink.text },
    };
  });
  const style = { borderColor: ink.surface, borderWidth: 1.5 };
  return [
    {
      type: 'line',
      name: 'marks',
      data,
      symbolSize: 12,
      itemStyle: style,
      lineStyle: { width: 0 },
      z: 5,
      clip: false,
    },
  ];
}

function colourOf(slot: number | null, theme: Theme): string {
  return (slot === null ? undefined : SERIES_COLOURS[theme][slot]) ?? REST_COLOUR[theme];
}
