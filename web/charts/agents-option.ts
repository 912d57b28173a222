/**
 * Charts of agents as ECharts options. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import type { AgentSession } from '../../src/analysis/agents/session.ts';
import type { Step } from '../../src/analysis/agents/steps.ts';
import { cacheWriteTokens } from '../../src/domain/quantities.ts';
import { axisTokens } from './axis.ts';
import { INK, SERIES_COLOURS, type Theme } from './palette.ts';

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif';

/** Model calls of each session in order of time; a session past its budget is in another colour. */
export function sessionsOption(sessions: readonly AgentSession[], theme: Theme): EChartsOption {
  const [usual = '', , , , over = ''] = SERIES_COLOURS[theme];
  const timed = sessions
    .filter(({ detail }) => detail !== null)
    .toSorted((a, b) => (a.detail?.firstAt ?? 0) - (b.detail?.firstAt ?? 0));
  const data = timed.map((session) => ({
    value: session.calls,
    itemStyle: { color: session.over.length > 0 ? over : usual },
  }));
  return {
    ...frame(
      timed.map(() => ''),
      theme,
    ),
    series: [{ type: 'bar', name: 'Model calls', data, barMaxWidth: 24, barMinHeight: 2 }],
  };
}

/** Tokens of each call of a session, by kind. */
export function stepsOption(steps: readonly Step[], theme: Theme): EChartsOption {
  const kinds = [
    ['Input', (step: Step) => step.call.tokens.input],
    ['Cache read', (step: Step) => step.call.tokens.cacheRead],
    ['Cache write', (step: Step) => cacheWriteTokens(step.call.tokens)],
    ['Output', (step: Step) => step.call.tokens.output],
  ] as const;
  return {
    ...frame(
      steps.map((_, i) => String(i + 1)),
      theme,
    ),
    series: kinds.map(([name, of], slot) => ({
      type: 'bar',
      name,
      stack: 'all',
      barMaxWidth: 36,
      itemStyle: { color: SERIES_COLOURS[theme][slot] ?? '' },
      data: steps.map(of),
    })),
  };
}

/** Names of the parts of {@link stepsOption}, in the order of their colours. */
export const STEP_PARTS = ['Input', 'Cache read', 'Cache write', 'Output'] as const;

function frame(categories: readonly string[], theme: Theme): EChartsOption {
  const ink = INK[theme];
  const axisLabel = { color: ink.text, fontFamily: FONT, fontSize: 12, hideOverlap: true };
  return {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: [...categories],
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
  };
}
