/**
 * The spend chart as an ECharts option. Pure: the page, the picture and the report draw the same.
 * @module
 */
import type { BarSeriesOption, EChartsOption, LineSeriesOption } from 'echarts';
import { axisMoney, axisTokens } from './axis.ts';
import { ALERT, INK, REST_COLOUR, SERIES_COLOURS, type Theme } from './palette.ts';
import type { BucketState, SpendChart } from './spend-data.ts';

/** Unquoted: the SVG writer puts it into an attribute as it is. */
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

/** Stacked bars from zero; what is there in part is hatched, what is not there is left out. */
export function spendOption(chart: SpendChart, theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axisLabel = { color: ink.text, fontFamily: FONT, fontSize: 12, hideOverlap: true };
  const isPart = (state: BucketState | undefined) => state === 'running' || state === 'cut';
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: chart.buckets.map(({ label }) => label),
      axisLabel,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      axisLabel: { ...axisLabel, formatter: chart.measure === 'cost' ? axisMoney : axisTokens },
      splitLine: { lineStyle: { color: ink.line } },
    },
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

function hatching(color: string) {
  return { color, dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: -Math.PI / 4, symbolSize: 1 };
}
