/**
 * Why the month moved, as a picture: the causes of the bridge's table, in its order.
 * @module
 */
import { type BridgeStep, bridgeOption } from '../../../web/charts/bridge-option.ts';
import { renderSvg } from '../../../web/charts/render-svg.ts';
import { deltaText } from '../../../web/format/change.ts';
import { CAUSES } from '../../analysis/bridge.ts';
import type { Month } from '../../answers/month.ts';
import { formatUsd, usdNumber } from '../../domain/format.ts';
import type { NanoUsd } from '../../domain/money.ts';
import type { ReportChart, ReportCharts } from '../html.tsx';
import { CAUSE_TEXT } from './bridge-section.ts';
import { stable } from './stable-svg.ts';

const SIZE = { width: 960, height: 280 };

/** Empty where nothing is compared. */
export function bridgeChart({ bridge, closed }: Month): ReportCharts {
  if (bridge === null) return {};
  const total = (title: string, amount: NanoUsd): BridgeStep => ({
    ...{ title, kind: 'total', amount: usdNumber(amount), text: formatUsd(amount) },
  });
  const causes = CAUSES.filter((cause) => bridge.causes[cause] !== 0n).map((cause): BridgeStep => {
    const amount = bridge.causes[cause];
    return { title: CAUSE_TEXT[cause][0], kind: 'step', amount: usdNumber(amount), text: deltaText(amount) };
  });
  const before = closed ? 'The month before' : 'The month before, its same part';
  const steps = [total(before, bridge.before), ...causes, total('This month', bridge.after)];
  const picture = (theme: 'light' | 'dark') =>
    stable(renderSvg(bridgeOption(steps, theme), SIZE), `bridge-${theme}`);
  const alt = `From ${formatUsd(bridge.before)} to ${formatUsd(bridge.after)}: ${causes.map(({ title, text }) => `${title} ${text}`).join(', ')}.`;
  const chart: ReportChart = { light: picture('light'), dark: picture('dark'), alt, legend: [] };
  return { bridge: chart };
}
