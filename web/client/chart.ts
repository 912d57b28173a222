/**
 * Charts drawn in the page from the data that came with it.
 * @module
 */
import { init } from '../charts/engine.ts';
import type { Theme } from '../charts/palette.ts';
import type { SpendChart } from '../charts/spend-data.ts';
import { spendOption } from '../charts/spend-option.ts';
import { bucketTooltip } from './tooltip.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const print = matchMedia('print');
/** Paper is always light. */
const theme = (): Theme => (dark.matches && !print.matches ? 'dark' : 'light');

/** Draws every chart of the page and redraws it with the theme and the width. */
export function drawCharts(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) {
    const json = document.getElementById(place.dataset.chart ?? '')?.textContent;
    if (json) drawSpend(place, JSON.parse(json) as SpendChart);
  }
}

function drawSpend(place: HTMLElement, data: SpendChart): void {
  const chart = init(place, null, { renderer: 'svg' });
  const draw = () =>
    chart.setOption({
      ...spendOption(data, theme()),
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.08 } },
        confine: true,
        transitionDuration: 0,
        // The style sheet draws the box.
        ...{ padding: 0, borderWidth: 0, backgroundColor: 'transparent', extraCssText: 'box-shadow: none' },
        // Elements, not markup: names come from logs, and the content policy allows no inline styles.
        formatter: (hit: unknown) => bucketTooltip(data, indexOf(hit)),
      },
    });
  draw();
  for (const query of [dark, print]) query.addEventListener('change', draw);
  new ResizeObserver(() => chart.resize()).observe(place);
  chart.getZr().on('click', ({ offsetX, offsetY }) => {
    if (!chart.containPixel('grid', [offsetX, offsetY])) return;
    const at = chart.convertFromPixel({ xAxisIndex: 0 }, offsetX);
    const bucket = typeof at === 'number' ? data.buckets[at] : undefined;
    if (bucket && bucket.state !== 'unknown') location.assign(bucket.href);
  });
  place.dataset.drawn = 'true';
}

/** ECharts hands the tooltip one item per series of the bucket. */
function indexOf(hit: unknown): number {
  const [first] = Array.isArray(hit) ? hit : [hit];
  return typeof first?.dataIndex === 'number' ? first.dataIndex : -1;
}
