/**
 * Charts drawn on the server, for pages without JavaScript and for reports.
 * @module
 */
import type { EChartsOption } from 'echarts';
import { init } from './engine.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** An option as an SVG document. */
export function renderSvg(option: EChartsOption, { width, height }: PictureSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    // An instance that is not disposed keeps timers, and with them the process, alive.
    chart.dispose();
  }
}
