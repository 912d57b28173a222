/**
 * Charts of agents as ECharts options. Pure.
 * @module
 */
import type { EChartsOption } from 'echarts';
import type { AgentSession } from '../../src/analysis/agents/session.ts';
import type { Step } from '../../src/analysis/agents/steps.ts';
import { cacheWriteTokens } from '../../src/domain/quantities.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { axisTokens } from './axis.ts';
import { categoryAxis, chartFrame, valueAxis } from './frame.ts';
import { ALERT, SERIES_COLOURS, type Theme } from './palette.ts';

/**
 * Model calls of each session in order of time, under the time of its first call; a session past its budget is in
 * another colour.
 */
export function sessionsOption(
  sessions: readonly AgentSession[],
  theme: Theme,
  timeText: (at: EpochSeconds) => string,
): EChartsOption {
  const usual = SERIES_COLOURS[theme][0] ?? '';
  const timed = sessions
    .flatMap(({ detail, calls, over }) => (detail === null ? [] : { at: detail.firstAt, calls, over }))
    .toSorted((a, b) => a.at - b.at);
  const data = timed.map((session) => ({
    value: session.calls,
    itemStyle: { color: session.over.length > 0 ? ALERT[theme] : usual },
  }));
  return {
    ...frame(
      timed.map(({ at }) => timeText(at)),
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

const frame = (categories: readonly string[], theme: Theme): EChartsOption => ({
  ...chartFrame(),
  xAxis: categoryAxis(categories, theme),
  yAxis: valueAxis(axisTokens, theme),
});
