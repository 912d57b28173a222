/**
 * What other analyses add to the monthly report: the same answers as on their pages, for the month.
 * @module
 */
import { anomalies } from '../../answers/anomalies.ts';
import { anomaliesJson } from '../../answers/anomalies-json.ts';
import { budgetJson, budgets } from '../../answers/budgets.ts';
import { unitUses } from '../../answers/capacity-units.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { coverage } from '../../answers/coverage.ts';
import { coverageJson } from '../../answers/coverage-json.ts';
import { forecast, forecastJson } from '../../answers/forecast.ts';
import type { Month } from '../../answers/month.ts';
import { parseQuotaRequest, quotaAnswer, quotaJson } from '../../answers/quota.ts';
import { epochSeconds } from '../../domain/time.ts';
import type { ReportSection } from '../document.ts';
import { anomalySection } from './anomaly-section.ts';
import { budgetSection } from './budget-section.ts';
import { commitmentSection } from './commitment-section.ts';
import { coverageSection } from './coverage-section.ts';
import { forecastSection } from './forecast-section.ts';
import { quotaSection } from './quota-section.ts';

export interface More {
  readonly sections: readonly ReportSection[];
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Asks as of the month's last second where it is over, so that the answers do not move with the time of asking.
 * @returns sections in order, and the same answers as JSON by name
 */
export async function moreSections(context: AnswerContext, month: Month): Promise<More> {
  const { range, closed } = month;
  const asOf: AnswerContext = closed ? { ...context, now: range.to } : context;
  const within: AnswerContext = closed ? { ...context, now: epochSeconds(range.to - 1) } : context;
  const everything = {
    asked: null,
    account: null,
    unitPrice: null,
    throughput: null,
    commitment: null,
    units: null,
  };
  const [found, seen, limits, units, spent, ahead] = await Promise.all([
    anomalies(asOf, { range, where: [], band: null }),
    coverage(asOf, { range, account: null, region: null }),
    quotaAnswer(
      asOf,
      parseQuotaRequest({}, (key) => key),
      { growth: false },
    ),
    unitUses(context.store, asOf, { ...everything, range, countsCacheReads: true }),
    budgets(within),
    closed ? null : forecast(context, { period: range, by: null, where: [] }),
  ]);
  const monthly = spent.filter(({ period }) => period === 'month');
  return {
    sections: [
      coverageSection(seen),
      ...(ahead === null ? [] : [forecastSection(ahead)]),
      budgetSection(monthly, closed),
      anomalySection(found),
      quotaSection(limits),
      commitmentSection(units),
    ],
    json: {
      coverage: coverageJson(seen),
      forecast: ahead && forecastJson(ahead),
      budgets: monthly.map(budgetJson),
      anomalies: anomaliesJson(found),
      quotas: quotaJson(limits),
    },
  };
}
