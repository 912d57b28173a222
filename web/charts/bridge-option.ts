/**
 * A bridge from one total to another, cause by cause, as an ECharts option. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { axisMoney } from './axis.ts';
import { categoryAxis, chartFrame, chartText, valueAxis } from './frame.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

export interface BridgeStep {
  readonly title: string;
  /** Dollars, for drawing. */
  readonly amount: number;
  /** As people read it, with its sign: the colour only repeats it. */
  readonly text: string;
  /** A total stands on the axis; a step begins where the one before ended. */
  readonly kind: 'total' | 'step';
}

/** Dearer and cheaper; the style sheet's `--up` and `--down`. */
const MOVES: Readonly<Record<Theme, { readonly up: string; readonly down: string }>> = {
  light: { up: '#a3361f', down: '#1d6b3c' },
  dark: { up: '#ff9d87', down: '#77d19a' },
};

/** Bars from where the last one ended, on an axis from zero. */
export function bridgeOption(steps: readonly BridgeStep[], theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axis = categoryAxis(
    steps.map(({ title }) => title),
    theme,
  );
  const colourOf = ({ kind, amount }: BridgeStep): string =>
    kind === 'total' ? (SERIES_COLOURS[theme][0] ?? ink.text) : MOVES[theme][amount > 0 ? 'up' : 'down'];
  let level = 0;
  const bars = steps.map((step) => {
    const from = step.kind === 'total' ? 0 : level;
    level = from + step.amount;
    return { step, low: Math.min(from, level), size: Math.abs(step.amount) };
  });
  const label = { ...chartText(theme), show: true, position: 'top' as const };
  return {
    ...chartFrame({ top: 24 }),
    xAxis: { ...axis, axisLabel: { ...chartText(theme), interval: 0, width: 92, overflow: 'break' } },
    yAxis: valueAxis(axisMoney, theme),
    series: [
      {
        type: 'bar',
        name: 'from',
        stack: 'bridge',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: bars.map(({ low }) => low),
      },
      {
        type: 'bar',
        name: 'amount',
        stack: 'bridge',
        barMaxWidth: 56,
        data: bars.map(({ step, size }) => ({
          value: size,
          itemStyle: { color: colourOf(step) },
          label: { ...label, formatter: () => step.text },
        })),
      },
    ],
  };
}
