/**
 * What all charts have in common: type, margins, and axes that stand back behind the data.
 * @module
 */
import type { EChartsOption, XAXisComponentOption, YAXisComponentOption } from 'echarts';
import { INK, type Theme } from './palette.ts';

/** Unquoted: the SVG writer puts it into an attribute as it is. */
export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

type Margins = Partial<Record<'left' | 'right' | 'top' | 'bottom', number>>;

/** Nothing moves; labels of axes are inside the picture. */
export function chartFrame(margins: Margins = {}): Pick<EChartsOption, 'animation' | 'textStyle' | 'grid'> {
  const grid = { left: 4, right: 4, top: 12, bottom: 4, ...margins };
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { ...grid, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  };
}

/** Text of a chart: labels of axes, and of what is in it. */
export const chartText = (theme: Theme) =>
  ({ color: INK[theme].text, fontFamily: FONT, fontSize: 12 }) as const;

/** One place a label, without ticks; labels that would overlap are left out. */
export function categoryAxis(labels: readonly string[], theme: Theme) {
  return {
    type: 'category',
    data: [...labels],
    axisLabel: { ...chartText(theme), hideOverlap: true },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: INK[theme].line } },
  } satisfies XAXisComponentOption & YAXisComponentOption;
}

/** From zero, with four lines or so. @param words what a value is called on the axis */
export function valueAxis(words: (value: number) => string, theme: Theme) {
  return {
    type: 'value',
    min: 0,
    splitNumber: 4,
    axisLabel: { ...chartText(theme), hideOverlap: true, formatter: words },
    splitLine: { lineStyle: { color: INK[theme].line } },
  } satisfies XAXisComponentOption & YAXisComponentOption;
}

/** Across what is there in part, or seen by nobody: colour alone tells nothing. */
export const hatching = (color: string, width = 1.5) => ({
  color,
  dashArrayX: [1, 0],
  dashArrayY: [width, 5],
  rotation: -Math.PI / 4,
  symbolSize: 1,
});
