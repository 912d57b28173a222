/**
 * What the running month will have cost at its end.
 * @module
 */
import { FORECAST_ASSUMPTIONS, type Forecast } from '../../answers/forecast.ts';
import { formatUsd } from '../../domain/format.ts';
import type { ReportSection } from '../document.ts';

export function forecastSection({ total }: Forecast): ReportSection {
  const { forecast, reason } = total;
  const paragraphs =
    forecast === null
      ? [`No forecast: ${reason ?? 'not enough is known'}.`]
      : [
          `${formatUsd(forecast.mid)} by the end of the month; with four chances in five between ${formatUsd(forecast.low)} and ${formatUsd(forecast.high)}.`,
          ...(reason === null ? [] : [`${reason}.`]),
        ];
  return { id: 'forecast', title: 'Forecast', paragraphs: [...paragraphs, ...FORECAST_ASSUMPTIONS] };
}
